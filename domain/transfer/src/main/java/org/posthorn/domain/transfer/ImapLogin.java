package org.posthorn.domain.transfer;

import org.jspecify.annotations.Nullable;

/// Who logs in to another IMAP server.
///
/// @param user whose mail it is
/// @param password of `master` where there is one, else of `user`
/// @param master who may see everybody's mail; null for nobody
/// @param style how the server wants to hear of him
public record ImapLogin(String user, String password, @Nullable String master, MasterStyle style) {

  /// The ways to log in for somebody else.
  public enum MasterStyle {
    /// The name `user*master` (Dovecot, and others with its separator).
    STAR,
    /// PLAIN with an identity to act as (RFC 4616): Cyrus, and Dovecot too.
    AUTHZID
  }

  public ImapLogin {
    for (var text : new String[] {user, password, master == null ? "" : master})
      if (text.chars().anyMatch(c -> c < ' ' || c == 127))
        throw new IllegalArgumentException("names and passwords have no control characters");
  }

  /// Whose mail it is, and no password.
  @Override
  public String toString() {
    return user;
  }
}

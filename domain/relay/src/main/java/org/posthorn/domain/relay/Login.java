package org.posthorn.domain.relay;

import org.posthorn.wire.sasl.Credentials;
import org.posthorn.wire.sasl.Prepared;
import org.posthorn.wire.sasl.Secret;

/// How we log in at a smart host.
///
/// @param credentials prepared
public record Login(Credentials credentials, InTheClear inTheClear) {

  /// Whether the password, or what a password can be guessed from, may cross a wire without TLS.
  public enum InTheClear {
    NEVER,
    ALLOWED
  }

  /// A login that waits for TLS.
  ///
  /// @throws IllegalArgumentException when no name or password can be like that (RFC 8265)
  public static Login of(String name, Secret password) {
    var preparedName = Prepared.name(name);
    var preparedPassword = Prepared.password(password);
    if (preparedName == null || preparedPassword == null)
      throw new IllegalArgumentException("a name or password that cannot be used to log in");
    return new Login(new Credentials(null, preparedName, preparedPassword), InTheClear.NEVER);
  }
}

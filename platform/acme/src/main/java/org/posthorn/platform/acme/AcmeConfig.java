package org.posthorn.platform.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom to order certificates from, and how.
///
/// @param directory the server's directory
/// @param contacts mail addresses; may be empty
/// @param agreesToTerms the administrator has read and accepted the server's terms
/// @param binding an account that is bound to one elsewhere; null where that is not asked for
/// @param caFile PEM, authorities that vouch for the ACME server itself beside those of this
///   machine; null for none
public record AcmeConfig(
    URI directory,
    List<String> contacts,
    boolean agreesToTerms,
    @Nullable ExternalAccount binding,
    @Nullable Path caFile) {
  public AcmeConfig {
    contacts = List.copyOf(contacts);
  }

  /// RFC 8555 §7.3.4.
  ///
  /// @param macKeyFile has the MAC key in its first line, in base64url
  public record ExternalAccount(String keyId, Path macKeyFile) {}
}

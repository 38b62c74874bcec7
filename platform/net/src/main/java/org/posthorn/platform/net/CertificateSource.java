package org.posthorn.platform.net;

import java.nio.file.Path;
import java.util.List;

/// Where a certificate comes from. Sources are read again at each [TlsContexts#reload()].
public sealed interface CertificateSource {
  /// Files that somebody else looks after.
  ///
  /// @param chain PEM, the server's certificate and those between it and the root
  /// @param key PEM, PKCS#8, PKCS#1 or EC, possibly encrypted; may be the same file
  record PemFiles(Path chain, Path key) implements CertificateSource {}

  /// Files that are not there from the beginning: until they are, and when they cannot be used, one
  /// of our own takes their place.
  record OrSelfSigned(PemFiles files, SelfSigned own) implements CertificateSource {}

  /// A certificate that we make ourselves, signed by the administrator's [OwnAuthority] or by
  /// itself, and renew when it is near its end or the names have changed.
  ///
  /// @param folder gets `selfsigned-cert.pem` and `selfsigned-key.pem`
  /// @param names host names (A-labels, wildcards) and IP addresses; the first is the subject
  record SelfSigned(Path folder, List<String> names) implements CertificateSource {
    public SelfSigned {
      names = List.copyOf(names);
      if (names.isEmpty()) throw new IllegalArgumentException("a certificate needs a name");
    }
  }
}

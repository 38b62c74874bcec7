package org.posthorn.platform.net;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What `status` tells of a certificate in use.
///
/// @param names DNS names and addresses it is good for
/// @param fingerprint SHA-256 of the certificate, in lower-case hex
/// @param file where it was read
public record CertificateFacts(
    List<String> names,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    String keyAlgorithm,
    String fingerprint,
    Path file) {
  public CertificateFacts {
    names = List.copyOf(names);
  }
}

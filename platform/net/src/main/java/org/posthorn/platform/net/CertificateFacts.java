package org.posthorn.platform.net;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What `status` tells of a certificate in use.
///
/// @param names DNS names and addresses it is good for
/// @param isSelfSigned no authority vouches for it
/// @param fingerprint SHA-256 of the certificate, in lower-case hex
/// @param keyHash SHA-256 of its public key, as TLSA records have it (RFC 6698 §2.1)
/// @param file where it was read
public record CertificateFacts(
    List<String> names,
    String issuer,
    boolean isSelfSigned,
    Instant notBefore,
    Instant notAfter,
    String keyAlgorithm,
    String fingerprint,
    String keyHash,
    Path file) {
  public CertificateFacts {
    names = List.copyOf(names);
  }

  /// Whether clients accept it for a host name in lower case.
  public boolean covers(String host) {
    return names.stream().anyMatch(name -> ServerKey.covers(name, host));
  }

  /// The certificate of a server in a file, without its key.
  ///
  /// @throws TlsException naming the file and what is wrong with it
  public static CertificateFacts of(Path chain) throws TlsException {
    return ServerKey.facts(PemFiles.certificates(chain).getFirst(), chain);
  }
}

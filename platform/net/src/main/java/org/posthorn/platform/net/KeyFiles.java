package org.posthorn.platform.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Keys and certificates in files, for whoever gets certificates from somebody.
public final class KeyFiles {
  private KeyFiles() {}

  /// A new key, ECDSA on P-256, which all clients know.
  public static KeyPair make(SecureRandom random) {
    return CertificateMaker.keys(random);
  }

  /// A key that is not encrypted, with the public half from its certificate.
  ///
  /// @throws TlsException naming the file and what is wrong with it
  public static KeyPair read(CertificateSource.PemFiles files) throws TlsException {
    var present = PemFiles.load(files, Passphrase.NONE);
    return new KeyPair(present.certificate().getPublicKey(), present.key());
  }

  /// The certificate that answers the challenge tls-alpn-01 (RFC 8737 §3), good for a week.
  ///
  /// @param hash SHA-256 of the key authorization
  public static X509Certificate challenge(
      KeyPair keys, String name, byte[] hash, Instant now, SecureRandom random) {
    var term = new CertificateMaker.Term(now, Duration.ofDays(7), random);
    return CertificateMaker.challenge(keys, name, hash, term);
  }

  /// A request for a certificate (RFC 2986) with a key of [#make], in DER.
  public static byte[] request(KeyPair keys, List<String> names) {
    return CertificateMaker.request(keys, names);
  }

  /// Writes both halves of a key, for its owner only.
  public static void writePair(Path file, KeyPair pair) throws IOException {
    writeSecret(
        file,
        CertificateMaker.pem("PRIVATE KEY", pair.getPrivate().getEncoded())
            + CertificateMaker.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  /// Reads what [#writePair] has written.
  ///
  /// @throws TlsException naming the file and what is wrong with it
  public static KeyPair readPair(Path file) throws TlsException {
    return PemFiles.pair(file);
  }

  /// The first certificate of a file.
  ///
  /// @throws TlsException naming the file and what is wrong with it
  public static X509Certificate certificate(Path chain) throws TlsException {
    return certificates(chain).getFirst();
  }

  /// All certificates of a file, at least one.
  ///
  /// @throws TlsException naming the file and what is wrong with it
  public static List<X509Certificate> certificates(Path file) throws TlsException {
    return List.copyOf(PemFiles.certificates(file));
  }

  /// Writes both files, the key for its owner only; neither ever exists by half.
  ///
  /// @throws TlsException naming the file that cannot be written
  public static void write(
      CertificateSource.PemFiles files, PrivateKey key, List<X509Certificate> chain)
      throws TlsException {
    CertificateMaker.write(files, key, chain);
  }

  /// Writes a file that only its owner may read; it never exists by half.
  public static void writeSecret(Path file, String content) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) Files.createDirectories(folder);
    CertificateMaker.write(file, content, "rw-------");
  }
}

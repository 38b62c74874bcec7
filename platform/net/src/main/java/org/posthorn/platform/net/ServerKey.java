package org.posthorn.platform.net;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// A certificate with its chain and its private key, in memory.
record ServerKey(List<X509Certificate> chain, PrivateKey key, List<String> names, Path file) {
  private static final Integer SAN_DNS = 2;
  private static final Integer SAN_ADDRESS = 7;

  ServerKey {
    chain = List.copyOf(chain);
    names = List.copyOf(names);
  }

  static ServerKey of(List<X509Certificate> chain, PrivateKey key, Path file) throws TlsException {
    return new ServerKey(chain, key, names(chain.getFirst(), file), file);
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  /// Whether the certificate is good for a host name in lower case (RFC 9525 §6.3: a wildcard
  /// stands for exactly one label, the leftmost).
  boolean covers(String host) {
    return names.stream().anyMatch(name -> covers(name, host));
  }

  static boolean covers(String name, String host) {
    if (name.equals(host)) return true;
    int dot = host.indexOf('.');
    return name.startsWith("*.") && dot > 0 && host.substring(dot).equals(name.substring(1));
  }

  static List<String> names(X509Certificate certificate, Path file) throws TlsException {
    try {
      var names = alternativeNames(certificate);
      return names.isEmpty() ? commonNames(certificate) : names;
    } catch (CertificateParsingException | InvalidNameException e) {
      throw new TlsException(file + ": the certificate's names cannot be read", e);
    }
  }

  private static List<String> alternativeNames(X509Certificate certificate)
      throws CertificateParsingException {
    var alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives == null) return List.of();
    return alternatives.stream()
        .filter(name -> name.get(0).equals(SAN_DNS) || name.get(0).equals(SAN_ADDRESS))
        .map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  private static List<String> commonNames(X509Certificate certificate) throws InvalidNameException {
    return new LdapName(certificate.getSubjectX500Principal().getName())
        .getRdns().stream()
            .filter(part -> part.getType().equalsIgnoreCase("CN"))
            .map(part -> part.getValue().toString().toLowerCase(Locale.ROOT))
            .toList();
  }

  CertificateFacts facts() {
    return facts(certificate(), names, file);
  }

  static CertificateFacts facts(X509Certificate certificate, Path file) throws TlsException {
    return facts(certificate, names(certificate, file), file);
  }

  private static CertificateFacts facts(
      X509Certificate certificate, List<String> names, Path file) {
    return new CertificateFacts(
        names,
        certificate.getIssuerX500Principal().getName(),
        certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        certificate.getPublicKey().getAlgorithm(),
        fingerprint(certificate),
        hash(certificate.getPublicKey().getEncoded()),
        file);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return hash(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

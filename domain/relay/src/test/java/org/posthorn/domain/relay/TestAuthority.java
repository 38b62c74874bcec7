package org.posthorn.domain.relay;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.posthorn.platform.net.Authorities;

/// A certificate authority of a test, and servers with its certificates.
final class TestAuthority {
  private static final char[] NO_PASSWORD = {};

  /// The JDK's own checks know no other clock.
  final Instant now = InstantSource.system().instant();

  private final KeyPair keys = keys();
  final X509Certificate root = certificate("CN=Test Authority", keys, keys, now);

  /// A server's certificate with its key.
  record Server(KeyPair keys, X509Certificate certificate, X509Certificate issuer) {

    SSLContext context() {
      try {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
            "server", keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate, issuer});
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
      } catch (GeneralSecurityException | java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Server server(String... names) {
    return server(now, names);
  }

  /// Whose certificate is good around a time.
  Server server(Instant time, String... names) {
    var own = keys();
    return new Server(own, certificate("CN=" + names[0], own, keys, time, names), root);
  }

  X509TrustManager trusted() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("root", root);
      return Authorities.of(store);
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(
      String subject, KeyPair own, KeyPair issuer, Instant time, String... names) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=Test Authority"),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(time.minus(Duration.ofDays(1))),
              Date.from(time.plus(Duration.ofDays(1))),
              new X500Name(subject),
              own.getPublic());
      // Whoever signs himself signs others too.
      if (own.equals(issuer))
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      var alternatives =
          Stream.of(names)
              .map(name -> new GeneralName(GeneralName.dNSName, name))
              .toArray(GeneralName[]::new);
      if (names.length > 0)
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.posthorn.platform.net;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/// Makes keys and certificates, ECDSA on P-256 (RFC 5280 §4), and the files that they are kept in.
final class CertificateMaker {
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  /// RFC 5280 appendix A, `ub-common-name`.
  static final int LONGEST_COMMON_NAME = 64;

  /// RFC 8737 §6.1, `id-pe-acmeIdentifier`.
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

  private CertificateMaker() {}

  /// Who signs.
  ///
  /// @param certificate null for who signs himself
  record Issuer(@Nullable X509Certificate certificate, PrivateKey key) {}

  static KeyPair keys(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }

  /// In the form in which the JDK reads it from a certificate.
  static String canonical(String name) {
    return isAddress(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }

  static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  /// The certificate of a server.
  ///
  /// @param first the subject
  /// @param names all names, canonical
  static X509Certificate server(
      PublicKey key, String first, Set<String> names, Issuer issuer, Term term) {
    var commonName = first.length() <= LONGEST_COMMON_NAME ? first : "Posthorn";
    return signed(
        key,
        commonName,
        issuer,
        term,
        builder -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          builder.addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
          builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        });
  }

  private static GeneralNames alternatives(Collection<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  /// What an ACME server is shown in a handshake (RFC 8737 §3): the name, and the hash in a
  /// critical extension.
  static X509Certificate challenge(KeyPair keys, String name, byte[] hash, Term term) {
    var issuer = new Issuer(null, keys.getPrivate());
    return signed(
        keys.getPublic(),
        "acme challenge",
        issuer,
        term,
        builder -> {
          builder.addExtension(
              Extension.subjectAlternativeName, false, alternatives(List.of(name)));
          builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(hash));
        });
  }

  /// A request for a certificate (RFC 2986), in DER.
  static byte[] request(KeyPair keys, Collection<String> names) {
    try {
      var extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      var builder =
          new JcaPKCS10CertificationRequestBuilder(
              new X500NameBuilder(BCStyle.INSTANCE).build(), keys.getPublic());
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return builder.build(signer).getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("no request can be made", e);
    }
  }

  /// The certificate of an authority that signs itself and servers, but no other authorities.
  static X509Certificate authority(KeyPair keys, String name, Term term) {
    return signed(
        keys.getPublic(),
        name,
        new Issuer(null, keys.getPrivate()),
        term,
        builder -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
          builder.addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        });
  }

  /// When it is good, and with what luck its number was drawn.
  record Term(Instant now, Duration validity, SecureRandom random) {}

  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }

  private static X509Certificate signed(
      PublicKey key, String commonName, Issuer issuer, Term term, Extensions extensions) {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    var by = issuer.certificate();
    var begin = term.now().minus(CLOCK_SKEW);
    var builder =
        new JcaX509v3CertificateBuilder(
            by == null ? subject : X500Name.getInstance(by.getSubjectX500Principal().getEncoded()),
            new BigInteger(127, term.random()).setBit(126),
            Date.from(begin),
            Date.from(begin.plus(term.validity())),
            subject,
            key);
    try {
      var identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      if (by != null)
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(by.getPublicKey()));
      extensions.addTo(builder);
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA")
              .setSecureRandom(term.random())
              .build(issuer.key());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("no certificate can be made", e);
    }
  }

  /// Writes a key and the certificates that belong to it, the key first and for its owner only.
  static void write(CertificateSource.PemFiles files, PrivateKey key, List<X509Certificate> chain)
      throws TlsException {
    try {
      Files.createDirectories(folder(files.chain()));
      Files.createDirectories(folder(files.key()));
      write(files.key(), pem("PRIVATE KEY", key.getEncoded()), "rw-------");
      var text = new StringBuilder();
      for (var certificate : chain) text.append(pem("CERTIFICATE", certificate.getEncoded()));
      write(files.chain(), text.toString(), "rw-r--r--");
    } catch (IOException e) {
      throw new TlsException(files.chain() + ": cannot be written: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be encoded", e);
    }
  }

  private static Path folder(Path file) {
    var folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  static String pem(String label, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /// The file never exists with other rights or half of its content.
  static void write(Path file, String content, String rights) throws IOException {
    var permissions = PosixFilePermissions.fromString(rights);
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary, PosixFilePermissions.asFileAttribute(permissions));
    Files.setPosixFilePermissions(temporary, permissions);
    Files.writeString(temporary, content);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

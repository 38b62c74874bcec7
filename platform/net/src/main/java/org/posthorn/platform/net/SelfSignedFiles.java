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
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the certificate of a server that has no other yet: ECDSA on P-256, signed by itself, with
/// all names that clients may use.
final class SelfSignedFiles {
  private static final Logger log = LoggerFactory.getLogger(SelfSignedFiles.class);

  /// What Apple's systems accept at most.
  static final Duration VALIDITY = Duration.ofDays(825);

  static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final int LONGEST_COMMON_NAME = 64;

  private SelfSignedFiles() {}

  /// Makes the files unless they are there, belong together, have these names and last long enough.
  static CertificateSource.PemFiles ensure(
      CertificateSource.SelfSigned wanted, Instant now, SecureRandom random) throws TlsException {
    var files =
        new CertificateSource.PemFiles(
            wanted.folder().resolve("selfsigned-cert.pem"),
            wanted.folder().resolve("selfsigned-key.pem"));
    var names = names(wanted.names());
    if (isGood(files, names, now)) return files;
    try {
      Files.createDirectories(wanted.folder());
      var keys = keys(random);
      var certificate = certificate(keys, wanted.names().getFirst(), names, now, random);
      write(files.key(), pem("PRIVATE KEY", keys.getPrivate().getEncoded()), "rw-------");
      write(files.chain(), pem("CERTIFICATE", certificate.getEncoded()), "rw-r--r--");
      log.info("made a self-signed certificate for {} in {}", names, files.chain());
      return files;
    } catch (IOException e) {
      throw new TlsException(files.chain() + ": cannot be written: " + e.getMessage(), e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("no self-signed certificate can be made", e);
    }
  }

  /// What is asked for, and this machine's own names.
  private static Set<String> names(List<String> wanted) {
    var names = new TreeSet<String>();
    wanted.forEach(name -> names.add(canonical(name)));
    names.add("localhost");
    names.add("127.0.0.1");
    names.add(canonical("::1"));
    return names;
  }

  /// In the form in which the JDK reads it from a certificate.
  private static String canonical(String name) {
    return isAddress(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }

  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  private static boolean isGood(CertificateSource.PemFiles files, Set<String> names, Instant now) {
    if (!Files.exists(files.chain()) || !Files.exists(files.key())) return false;
    try {
      var present = PemFiles.load(files, Passphrase.NONE);
      return new HashSet<>(present.names()).equals(names)
          && present.certificate().getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
    } catch (TlsException e) {
      log.warn("the self-signed certificate is made anew: {}", e.getMessage());
      return false;
    }
  }

  private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      KeyPair keys, String first, Set<String> names, Instant now, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var commonName = first.length() <= LONGEST_COMMON_NAME ? first : "Posthorn";
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    var alternatives = new ArrayList<GeneralName>();
    for (var name : names)
      alternatives.add(
          new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(127, random).setBit(126),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.minus(CLOCK_SKEW).plus(VALIDITY)),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
    var signer =
        new JcaContentSignerBuilder("SHA256withECDSA")
            .setSecureRandom(random)
            .build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static String pem(String label, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /// The file never exists with other rights or half of its content.
  private static void write(Path file, String content, String rights) throws IOException {
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

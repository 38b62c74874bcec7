package org.posthorn.testing.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that vouches for people, its revocation list, and real certificates of clients,
/// good ones and others. For the tests of one thread.
public final class TestCertificates {

  private static final String AUTHORITY = "CN=People of Verona";
  private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");
  private static final Duration DAY = Duration.ofDays(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final KeyPair keys = keys();
  private final List<BigInteger> revoked = new ArrayList<>();

  /// A certificate and its key.
  public record Person(X509Certificate certificate, KeyPair keys) {}

  /// What a certificate says beside its key.
  private record Facts(Instant begin, Instant end, KeyPurposeId purpose, List<GeneralName> names) {}

  /// Makes the authority and an empty revocation list.
  ///
  /// @param folder for the two files
  public TestCertificates(Path folder) {
    this.folder = folder;
    var term =
        new Facts(now().minus(DAY), now().plus(DAY), KeyPurposeId.id_kp_clientAuth, List.of());
    write("people-ca.pem", "CERTIFICATE", encoded(signed(keys, keys, AUTHORITY, term)));
    list(now().plus(DAY));
  }

  private static Instant now() {
    return Instant.now();
  }

  public Path authority() {
    return folder.resolve("people-ca.pem");
  }

  public Path revocations() {
    return folder.resolve("people-crl.pem");
  }

  /// Good for a day, with these addresses.
  public Person person(String... addresses) {
    return issued(keys, now().plus(DAY), KeyPurposeId.id_kp_clientAuth, mail(addresses));
  }

  /// The same with an address in UTF-8 (RFC 8398).
  public Person personInUtf8(String address) {
    var value = new ASN1EncodableVector();
    value.add(SMTP_UTF8_MAILBOX);
    value.add(new DERTaggedObject(true, 0, new DERUTF8String(address)));
    var name = new GeneralName(GeneralName.otherName, new DERSequence(value));
    return issued(keys, now().plus(DAY), KeyPurposeId.id_kp_clientAuth, name);
  }

  /// Good an hour ago.
  public Person expired(String address) {
    var end = now().minus(Duration.ofHours(1));
    return issued(keys, end, KeyPurposeId.id_kp_clientAuth, mail(address));
  }

  /// Of another authority of the same name.
  public Person foreign(String address) {
    return issued(keys(), now().plus(DAY), KeyPurposeId.id_kp_clientAuth, mail(address));
  }

  /// A server's.
  public Person forServers(String address) {
    return issued(keys, now().plus(DAY), KeyPurposeId.id_kp_serverAuth, mail(address));
  }

  /// With no name but that of a host.
  public Person withoutAddress() {
    var name = new GeneralName(GeneralName.dNSName, "romeo.example.test");
    return issued(keys, now().plus(DAY), KeyPurposeId.id_kp_clientAuth, name);
  }

  /// Puts it on the list; who has read the list has to read it again.
  public void revoke(Person person) {
    revoked.add(person.certificate.getSerialNumber());
    list(now().plus(DAY));
  }

  /// The list is one that should long have been followed by another.
  public void neglectList() {
    list(now().minus(Duration.ofHours(1)));
  }

  /// A client that shows this, and trusts whatever server it finds.
  public static SSLContext client(Person person) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var chain = new X509Certificate[] {person.certificate};
      store.setKeyEntry("me", person.keys.getPrivate(), new char[0], chain);
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, new char[0]);
      return TestTls.client(factory.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralName[] mail(String... addresses) {
    var names = new GeneralName[addresses.length];
    for (int i = 0; i < names.length; i++)
      names[i] = new GeneralName(GeneralName.rfc822Name, addresses[i]);
    return names;
  }

  private static Person issued(
      KeyPair authority, Instant end, KeyPurposeId purpose, GeneralName... names) {
    var own = keys();
    var facts = new Facts(now().minus(DAY), end, purpose, List.of(names));
    return new Person(signed(own, authority, "CN=Somebody", facts), own);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ContentSigner signer(KeyPair authority) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate());
  }

  private static X509Certificate signed(
      KeyPair own, KeyPair authority, String subject, Facts facts) {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(AUTHORITY),
            new BigInteger(64, RANDOM),
            Date.from(facts.begin),
            Date.from(facts.end),
            new X500Name(subject),
            own.getPublic());
    boolean isAuthority = own.equals(authority);
    int usage = isAuthority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      if (!isAuthority)
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(facts.purpose));
      if (!facts.names.isEmpty())
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(facts.names.toArray(GeneralName[]::new)));
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(authority)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void list(Instant next) {
    var builder =
        new X509v2CRLBuilder(new X500Name(AUTHORITY), Date.from(now().minus(DAY.multipliedBy(2))));
    builder.setNextUpdate(Date.from(next));
    for (var number : revoked)
      builder.addCRLEntry(number, Date.from(now()), CRLReason.keyCompromise);
    try {
      write("people-crl.pem", "X509 CRL", builder.build(signer(keys)).getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String name, String label, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    var text = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

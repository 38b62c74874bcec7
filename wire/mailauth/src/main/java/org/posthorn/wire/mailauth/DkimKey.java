package org.posthorn.wire.mailauth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Txt;

/// A key to sign with, and what has to be published for it. Keys are made with 2048 bits of RSA, if
/// nobody wants others, or for Ed25519; RSA keys of less than 1024 bits are refused (RFC 8301
/// §3.2).
///
/// The text of a key says nothing of its secret. Immutable; any thread may sign.
public final class DkimKey {

  /// RFC 8301 §3.2 wants this much; twice as much does not fit into an answer by UDP.
  public static final int RSA_BITS = 2_048;

  /// RFC 8301 §3.2: signers use at least this much, and verifiers look at this much for sure.
  public static final int MIN_NEW_RSA_BITS = DkimKeyRecord.MIN_RSA_BITS;

  public static final int MAX_NEW_RSA_BITS = 4_096;

  /// A key of 8192 bits in PEM has 6,400 characters.
  private static final int MAX_PEM_CHARACTERS = 20_000;

  private static final int TXT_STRING_OCTETS = 255;
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String PKCS1 = "RSA PRIVATE KEY";

  private final DkimAlgorithm algorithm;
  private final PrivateKey secret;
  private final PublicKey open;

  private DkimKey(DkimAlgorithm algorithm, PrivateKey secret, PublicKey open) {
    this.algorithm = algorithm;
    this.secret = secret;
    this.open = open;
  }

  /// A new key; RSA takes a good part of a second, and has [#RSA_BITS].
  public static DkimKey generate(DkimAlgorithm algorithm, SecureRandom random) {
    return generate(algorithm, RSA_BITS, random);
  }

  /// A new key.
  ///
  /// @param rsaBits from 1024 to 4096, which takes some seconds; of no meaning for Ed25519
  public static DkimKey generate(DkimAlgorithm algorithm, int rsaBits, SecureRandom random) {
    if (rsaBits < MIN_NEW_RSA_BITS || rsaBits > MAX_NEW_RSA_BITS)
      throw new IllegalArgumentException(
          "RSA keys have %d to %d bits".formatted(MIN_NEW_RSA_BITS, MAX_NEW_RSA_BITS));
    try {
      var generator =
          switch (algorithm) {
            case RSA_SHA256 -> {
              var rsa = KeyPairGenerator.getInstance("RSA");
              rsa.initialize(rsaBits, random);
              yield rsa;
            }
            case ED25519_SHA256 -> {
              var ed25519 = KeyPairGenerator.getInstance("Ed25519");
              ed25519.initialize(NamedParameterSpec.ED25519, random);
              yield ed25519;
            }
          };
      var pair = generator.generateKeyPair();
      return new DkimKey(algorithm, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA and Ed25519", e);
    }
  }

  /// A key in PEM without password: PKCS#8, or the RSA form that older tools write. Throws
  /// `IllegalArgumentException`, with a sentence for the administrator, for anything else.
  public static DkimKey ofPem(String pem) {
    if (pem.length() > MAX_PEM_CHARACTERS)
      throw new IllegalArgumentException("the key is too long");
    var pkcs8 = block(pem, PKCS8);
    var pkcs1 = pkcs8 == null ? block(pem, PKCS1) : null;
    if (pkcs1 != null) pkcs8 = Der.rsaPrivate(pkcs1);
    if (pkcs8 == null)
      throw new IllegalArgumentException("not a private key in PEM without password");
    var rsa = rsa(pkcs8);
    if (rsa != null) return rsa;
    var ed25519 = ed25519(pkcs8);
    if (ed25519 != null) return ed25519;
    throw new IllegalArgumentException("neither an RSA key nor an Ed25519 key");
  }

  private static byte @Nullable [] block(String pem, String label) {
    var begin = "-----BEGIN " + label + "-----";
    int start = pem.indexOf(begin);
    int end = pem.indexOf("-----END " + label + "-----");
    if (start < 0 || end < start) return null;
    return Sha256.decoded(TagList.compacted(pem.substring(start + begin.length(), end)));
  }

  private static @Nullable DkimKey rsa(byte[] pkcs8) {
    RSAPrivateCrtKey secret;
    PublicKey open;
    try {
      var factory = KeyFactory.getInstance("RSA");
      if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
          instanceof RSAPrivateCrtKey key)) return null;
      secret = key;
      open =
          factory.generatePublic(
              new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      return null;
    }
    checkSize(secret.getModulus());
    return new DkimKey(DkimAlgorithm.RSA_SHA256, secret, open);
  }

  private static void checkSize(BigInteger modulus) {
    int bits = modulus.bitLength();
    if (bits < DkimKeyRecord.MIN_RSA_BITS || bits > DkimKeyRecord.MAX_RSA_BITS)
      throw new IllegalArgumentException(
          "an RSA key of %d bits; signatures need %d to %d"
              .formatted(bits, DkimKeyRecord.MIN_RSA_BITS, DkimKeyRecord.MAX_RSA_BITS));
  }

  private static @Nullable DkimKey ed25519(byte[] pkcs8) {
    try {
      var factory = KeyFactory.getInstance("Ed25519");
      var secret = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      var open = Ed25519Point.publicKey(Der.tail(secret.getEncoded()));
      return new DkimKey(
          DkimAlgorithm.ED25519_SHA256,
          secret,
          factory.generatePublic(new X509EncodedKeySpec(Der.ed25519Public(open))));
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  public DkimAlgorithm algorithm() {
    return algorithm;
  }

  /// The key as PKCS#8 in PEM, without password: as secret as the key.
  public String pem() {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(PKCS8, lines, PKCS8);
  }

  /// The record to publish at `<selector>._domainkey.<domain>`, in strings of at most 255 octets
  /// (RFC 1035 §3.3).
  public Txt record() {
    var encoded = open.getEncoded();
    var key = algorithm == DkimAlgorithm.ED25519_SHA256 ? Der.tail(encoded) : encoded;
    var text = "v=DKIM1; k=" + algorithm.keyType() + "; p=" + Sha256.base64(key);
    return new Txt(strings(text));
  }

  /// Whether a record of DNS publishes this key, whatever else it says.
  public boolean isIn(Txt published) {
    var tags = TagList.parse(published.joined());
    var ours = TagList.parse(record().joined());
    if (tags == null || ours == null) return false;
    return ours.value("k", "").equals(tags.value("k", "rsa"))
        && Objects.equals(ours.compact("p"), tags.compact("p"));
  }

  /// The record with an empty key: signatures that were made with it are no longer good (RFC 6376
  /// §3.6.1).
  public static Txt revokedRecord() {
    return new Txt("v=DKIM1; p=");
  }

  private static List<String> strings(String text) {
    var strings = new ArrayList<String>();
    for (int at = 0; at < text.length(); at += TXT_STRING_OCTETS)
      strings.add(text.substring(at, Math.min(text.length(), at + TXT_STRING_OCTETS)));
    return strings;
  }

  byte[] sign(byte[] data) {
    return algorithm.sign(secret, data);
  }

  @Override
  public String toString() {
    return "DkimKey[" + algorithm.text() + "]";
  }
}

package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The few bytes of ASN.1 that stand around bare keys.
final class Der {

  /// AlgorithmIdentifier of rsaEncryption with its NULL (RFC 8017 §A.1).
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /// SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410 §4).
  private static final byte[] ED25519 = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /// PrivateKeyInfo of Ed25519 up to the seed (RFC 8410 §7).
  private static final byte[] ED25519_SECRET = {
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
  };

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] NO_UNUSED_BITS = {0};
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;

  private Der() {}

  /// The SubjectPublicKeyInfo of an RSAPublicKey.
  static byte[] rsaPublic(byte[] key) {
    return wrap(SEQUENCE, RSA, wrap(BIT_STRING, NO_UNUSED_BITS, key));
  }

  /// The PrivateKeyInfo of an RSAPrivateKey.
  static byte[] rsaPrivate(byte[] key) {
    return wrap(SEQUENCE, VERSION_0, RSA, wrap(OCTET_STRING, key));
  }

  static byte[] ed25519Public(byte[] point) {
    return join(ED25519, point);
  }

  static byte[] ed25519Private(byte[] seed) {
    return join(ED25519_SECRET, seed);
  }

  /// The last 32 octets of what is a key by [#ed25519Public] or [#ed25519Private].
  static byte[] tail(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (var part : parts) joined.writeBytes(part);
    return joined.toByteArray();
  }

  private static byte[] wrap(int tag, byte[]... parts) {
    var content = join(parts);
    var wrapped = new ByteArrayOutputStream();
    wrapped.write(tag);
    int length = content.length;
    if (length < 0x80) {
      wrapped.write(length);
    } else {
      int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      wrapped.write(0x80 | octets);
      for (int i = octets - 1; i >= 0; i--) wrapped.write(length >> (8 * i));
    }
    wrapped.writeBytes(content);
    return wrapped.toByteArray();
  }
}

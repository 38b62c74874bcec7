package org.posthorn.wire.mailauth;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The public key of an Ed25519 seed (RFC 8032 §5.1.5), which the JDK does not compute from a
/// private key. Only for reading our own keys: it takes milliseconds, and how many depends on the
/// key.
final class Ed25519Point {

  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /// The base point of RFC 8032 §5.1.
  private static final Ed25519Point BASE =
      affine(
          new BigInteger(
              "15112221349535400772501151409588531511454012693041857206046113283949847762202"),
          new BigInteger(
              "46316835694926478169428394003475163141307993866256225615783033603165251855960"));

  private static final Ed25519Point NEUTRAL = affine(BigInteger.ZERO, BigInteger.ONE);

  /// Extended homogeneous coordinates (RFC 8032 §5.1.4).
  private final BigInteger x;

  private final BigInteger y;
  private final BigInteger z;
  private final BigInteger t;

  private Ed25519Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
    this.x = x.mod(P);
    this.y = y.mod(P);
    this.z = z.mod(P);
    this.t = t.mod(P);
  }

  private static Ed25519Point affine(BigInteger x, BigInteger y) {
    return new Ed25519Point(x, y, BigInteger.ONE, x.multiply(y));
  }

  static byte[] publicKey(byte[] seed) {
    var scalar = scalar(seed);
    var sum = NEUTRAL;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      if (scalar.testBit(bit)) sum = sum.plus(BASE);
    }
    return sum.encoded();
  }

  private static BigInteger scalar(byte[] seed) {
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-512").digest(seed);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
    var low = new byte[32];
    for (int i = 0; i < 32; i++) low[31 - i] = hash[i];
    low[31] &= (byte) 0xf8;
    low[0] &= 0x7f;
    low[0] |= 0x40;
    return new BigInteger(1, low);
  }

  private Ed25519Point plus(Ed25519Point other) {
    var a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
    var b = y.add(x).multiply(other.y.add(other.x)).mod(P);
    var c = t.multiply(TWO).multiply(D).multiply(other.t).mod(P);
    var d = z.multiply(TWO).multiply(other.z).mod(P);
    var e = b.subtract(a);
    var f = d.subtract(c);
    var g = d.add(c);
    var h = b.add(a);
    return new Ed25519Point(e.multiply(f), g.multiply(h), f.multiply(g), e.multiply(h));
  }

  private byte[] encoded() {
    var inverse = z.modInverse(P);
    var affineX = x.multiply(inverse).mod(P);
    var affineY = y.multiply(inverse).mod(P);
    var encoded = new byte[32];
    for (int i = 0; i < 32; i++) encoded[i] = affineY.shiftRight(8 * i).byteValue();
    if (affineX.testBit(0)) encoded[31] |= (byte) 0x80;
    return encoded;
  }
}

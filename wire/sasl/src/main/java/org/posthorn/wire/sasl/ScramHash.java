package org.posthorn.wire.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The hash functions of the SCRAM family and their arithmetic (RFC 5802 §2.2, RFC 7677).
public enum ScramHash {
  SHA_1("SHA-1", "HmacSHA1", 20),
  SHA_256("SHA-256", "HmacSHA256", 32);

  private final String digestName;
  private final String macName;
  private final int octets;

  ScramHash(String digestName, String macName, int octets) {
    this.digestName = digestName;
    this.macName = macName;
    this.octets = octets;
  }

  /// The name in mechanism names and in stored keys: `SHA-1`, `SHA-256`.
  public String wireName() {
    return digestName;
  }

  /// The length of the hash and of every key made with it.
  public int octets() {
    return octets;
  }

  byte[] digest(byte[] data) {
    try {
      return MessageDigest.getInstance(digestName).digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(digestName + " is in every JDK", e);
    }
  }

  byte[] hmac(byte[] key, byte[] data) {
    return keyed(key).doFinal(data);
  }

  Mac keyed(byte[] key) {
    try {
      var mac = Mac.getInstance(macName);
      // The JDK refuses empty keys, HMAC does not: a block of zeros is the same key (RFC 2104 §2).
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[octets] : key, macName));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(macName + " is in every JDK", e);
    }
  }

  /// `Hi(str, salt, i)` of RFC 5802 §2.2: PBKDF2 with one block of output.
  byte[] hi(byte[] password, byte[] salt, int iterations) {
    var mac = keyed(password);
    mac.update(salt);
    mac.update(new byte[] {0, 0, 0, 1});
    var round = mac.doFinal();
    var result = round.clone();
    try {
      for (int i = 1; i < iterations; i++) {
        mac.update(round);
        mac.doFinal(round, 0);
        for (int k = 0; k < result.length; k++) result[k] ^= round[k];
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the buffer has the hash's length", e);
    }
    return result;
  }
}

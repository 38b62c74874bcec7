package org.posthorn.wire.mailauth;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/// The algorithms that signatures are made and checked with (RFC 8301 §3.1, RFC 8463 §3).
public enum DkimAlgorithm {
  RSA_SHA256("rsa-sha256", "rsa", "SHA256withRSA"),
  ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519");

  private final String text;
  private final String keyType;
  private final String signature;

  DkimAlgorithm(String text, String keyType, String signature) {
    this.text = text;
    this.keyType = keyType;
    this.signature = signature;
  }

  /// As in the tag `a=`.
  public String text() {
    return text;
  }

  /// As in the tag `k=` of a key.
  public String keyType() {
    return keyType;
  }

  static @Nullable DkimAlgorithm parse(String text) {
    for (var algorithm : values()) if (algorithm.text.equals(text)) return algorithm;
    return null;
  }

  /// Ed25519 signs the hash (RFC 8463 §3), RSA hashes by itself.
  private byte[] input(byte[] data) {
    return this == ED25519_SHA256 ? Sha256.of(data) : data;
  }

  byte[] sign(PrivateKey key, byte[] data) {
    try {
      var signing = Signature.getInstance(signature);
      signing.initSign(key);
      signing.update(input(data));
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was checked signs", e);
    }
  }

  boolean verifies(PublicKey key, byte[] data, byte[] signed) {
    try {
      var verifying = Signature.getInstance(signature);
      verifying.initVerify(key);
      verifying.update(input(data));
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // of the wrong length, or no point of the curve
    }
  }
}

package org.posthorn.domain.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a message is known by at its source: 32 hexadecimal digits, half of a SHA-256.
record Mark(String text) {

  /// Of a file in a Maildir: its unique name, which stays while its flags change.
  static Mark ofMaildir(String base) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("maildir:".getBytes(StandardCharsets.UTF_8));
      var octets = digest.digest(base.getBytes(StandardCharsets.UTF_8));
      return new Mark(HexFormat.of().formatHex(octets, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.posthorn.platform.storage.Spool;

/// What a message is known by at its source: 32 hexadecimal digits, half of a SHA-256.
record Mark(String text) {
  private static final int CHUNK = 16 * 1024;

  /// Of a file in a Maildir: its unique name, which stays while its flags change.
  static Mark ofMaildir(String base) {
    return ofText("maildir:", base);
  }

  /// Of a message on an IMAP server, which gives out a UID only once (RFC 9051 §2.3.1.1).
  static Mark ofImap(long uidValidity, long uid) {
    return ofText("imap:", uidValidity + ":" + uid);
  }

  /// Of a mailbox, for those who want to tell it from all others.
  static Mark ofMailbox(long uidValidity, String path) {
    return ofText("mailbox:", uidValidity + ":" + path);
  }

  /// Of a message that has no name: its octets.
  static Mark ofContent(Spool message) throws IOException {
    var digest = digest("content:");
    var some = new byte[CHUNK];
    try (var in = message.open()) {
      for (int read = in.read(some); read >= 0; read = in.read(some)) digest.update(some, 0, read);
    }
    return of(digest);
  }

  private static Mark ofText(String kind, String name) {
    var digest = digest(kind);
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    return of(digest);
  }

  private static Mark of(MessageDigest digest) {
    return new Mark(HexFormat.of().formatHex(digest.digest(), 0, 16));
  }

  private static MessageDigest digest(String kind) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind.getBytes(StandardCharsets.UTF_8));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

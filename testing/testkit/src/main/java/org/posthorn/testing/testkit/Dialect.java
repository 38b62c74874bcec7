package org.posthorn.testing.testkit;

import java.nio.charset.StandardCharsets;

/// How a line protocol frames what it says: where literals are, which lines may come in any order,
/// how a file is inserted. Protocols that are not made of lines get an engine of their own.
public enum Dialect {
  SMTP,
  LMTP,
  POP3,
  IMAP,
  MANAGESIEVE;

  /// `{n}` at the end of a server's line announces n bytes that belong to the same line.
  boolean hasLiterals() {
    return this == IMAP || this == MANAGESIEVE;
  }

  /// A client's `{n}` has to wait for the server's `+`.
  boolean waitsForContinuation() {
    return this == IMAP;
  }

  /// IMAP's untagged lines come in any order before the tagged or the continuation line that ends
  /// them (RFC 9051 §2.2.2); elsewhere every line has its place.
  boolean isUntagged(String line) {
    return this == IMAP && (line.startsWith("* ") || line.equals("*"));
  }

  boolean isContinuation(String line) {
    return this == IMAP && line.startsWith("+");
  }

  /// What a server may say when the client ends the connection in the middle of a session.
  boolean isFarewell(String line) {
    return switch (this) {
      case SMTP, LMTP -> line.startsWith("421 ");
      case IMAP -> line.startsWith("* BYE ");
      case POP3 -> false;
      case MANAGESIEVE -> line.startsWith("BYE ");
    };
  }

  /// A file as RFC 5321 §4.5.2 sends it: dots stuffed, CRLF at its end, and the final dot.
  static String stuffed(byte[] file) {
    var text = new String(file, StandardCharsets.ISO_8859_1);
    if (!text.isEmpty() && !text.endsWith("\r\n")) text += "\r\n";
    var stuffed = text.startsWith(".") ? "." + text : text;
    return stuffed.replace("\r\n.", "\r\n..") + ".\r\n";
  }
}

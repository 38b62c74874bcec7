package org.posthorn.testing.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A server's line without its CRLF. Each literal in it is one char from [#LITERAL] on, its bytes
/// being the element of that number; every other char is a byte.
record Received(String text, List<byte[]> literals) {
  static final char LITERAL = '\uE000';

  static boolean isLiteral(char c) {
    return c >= LITERAL;
  }

  byte[] literal(char c) {
    return literals.get(c - LITERAL);
  }

  /// The line as a person reads it, literals cut short.
  String shown() {
    var shown = new StringBuilder();
    var from = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (!isLiteral(c)) continue;
      shown.append(Shown.text(text.substring(from, i))).append("{{{\"");
      shown.append(Shown.escaped(new String(literal(c), StandardCharsets.ISO_8859_1)));
      shown.append("\"}}}");
      from = i + 1;
    }
    return shown.append(Shown.text(text.substring(from))).toString();
  }
}

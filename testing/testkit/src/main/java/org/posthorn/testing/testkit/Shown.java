package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Bytes made readable for failure messages.
final class Shown {
  private static final int LONGEST = 600;

  private Shown() {}

  /// UTF-8 where it is UTF-8, control characters escaped, cut when very long.
  static String text(String bytes) {
    var cut = cut(bytes);
    var utf8 = new String(cut.getBytes(ISO_8859_1), UTF_8);
    return controls(utf8.indexOf('\uFFFD') < 0 ? utf8 : cut);
  }

  static String escaped(String bytes) {
    return controls(cut(bytes));
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) return text;
    var half = LONGEST / 2;
    return text.substring(0, half)
        + "…("
        + text.length()
        + " bytes)…"
        + text.substring(text.length() - half);
  }

  private static String controls(String text) {
    var shown = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '\r' -> shown.append("\\r");
        case '\n' -> shown.append("\\n");
        default -> {
          if (c < ' ' || c == 0x7f) shown.append(String.format("\\x%02x", (int) c));
          else shown.append(c);
        }
      }
    }
    return shown.toString();
  }
}

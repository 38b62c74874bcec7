package org.posthorn.domain.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The octets of tokens: each UTF-16 unit by itself in one to three octets, as UTF-8 would write
/// it, so that octets compare and contain each other as the text does, half a surrogate pair
/// included. As a string of octets (ISO 8859-1) the machine's own search finds them.
final class Units {

  static final int MOST_OCTETS = 3;

  private Units() {}

  /// Writes a unit; returns where the next one goes.
  static int write(char c, byte[] target, int at) {
    if (c < 0x80) {
      target[at] = (byte) c;
      return at + 1;
    }
    if (c < 0x800) {
      target[at] = (byte) (0xc0 | (c >> 6));
      target[at + 1] = (byte) (0x80 | (c & 0x3f));
      return at + 2;
    }
    target[at] = (byte) (0xe0 | (c >> 12));
    target[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3f));
    target[at + 2] = (byte) (0x80 | (c & 0x3f));
    return at + 3;
  }

  /// The octets of folded text, a character each.
  static String octets(CharSequence text) {
    var octets = new byte[MOST_OCTETS * text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) length = write(text.charAt(i), octets, length);
    return new String(octets, 0, length, ISO_8859_1);
  }
}

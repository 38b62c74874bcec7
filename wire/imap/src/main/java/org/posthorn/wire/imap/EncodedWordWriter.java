package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Encoded words in base64 (RFC 2047 §2 and §4.1), each a whole number of characters of UTF-8 and
/// at most 75 octets.
final class EncodedWordWriter {

  /// 75 less `=?UTF-8?B?` and `?=` leaves 63: 15 groups of four, which hold 45.
  private static final int WORD_OCTETS = 45;

  private EncodedWordWriter() {}

  /// A quoted string of as many encoded words as are needed; a client puts them together without
  /// the spaces between.
  static void write(ResponseWriter out, String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    out.raw('"');
    int from = 0;
    while (from < octets.length) {
      int to = Math.min(octets.length, from + WORD_OCTETS);
      while (to < octets.length && (octets[to] & 0xC0) == 0x80) to--;
      if (from > 0) out.space();
      out.raw("=?UTF-8?B?");
      out.raw(Base64.getEncoder().encode(Arrays.copyOfRange(octets, from, to)));
      out.raw("?=");
      from = to;
    }
    out.raw('"');
  }
}

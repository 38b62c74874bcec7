package org.posthorn.wire.sieve;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// `${hex:…}` and `${unicode:…}` in strings (RFC 5228 §2.4.2.4).
final class EncodedCharacters {

  private EncodedCharacters() {}

  static String decode(Position at, String text) throws CheckFailed {
    int dollar = text.indexOf("${");
    if (dollar < 0) return text;
    var decoded = new StringBuilder(text.length());
    int plain = 0;
    while (dollar >= 0) {
      int end = end(text, dollar + 2);
      var value = end < 0 ? null : value(at, text.substring(dollar + 2, end));
      if (value != null) {
        decoded.append(text, plain, dollar).append(value);
        plain = end + 1;
      }
      dollar = text.indexOf("${", value != null ? end + 1 : dollar + 2);
    }
    return Octets.joined(decoded.append(text, plain, text.length()).toString());
  }

  /// Where the `}` is of a sequence whose name begins at `from`, or -1. Stops at the first
  /// character that cannot be in it, so that no text is read twice.
  private static int end(String text, int from) {
    boolean hex = text.regionMatches(true, from, "hex:", 0, 4);
    if (!hex && !text.regionMatches(true, from, "unicode:", 0, 8)) return -1;
    int at = text.indexOf(':', from) + 1;
    while (at < text.length() && (isBlank(text.charAt(at)) || isHex(text.charAt(at)))) at++;
    return at < text.length() && text.charAt(at) == '}' ? at : -1;
  }

  private static @Nullable String value(Position at, String inside) throws CheckFailed {
    if (inside.regionMatches(true, 0, "hex:", 0, 4)) return hex(inside.substring(4));
    if (inside.regionMatches(true, 0, "unicode:", 0, 8)) return unicode(at, inside.substring(8));
    return null;
  }

  // hex-pair-seq = *blank hex-pair *(1*blank hex-pair) *blank; hex-pair = 1*2HEXDIG
  private static @Nullable String hex(String sequence) {
    var octets = new ByteArrayOutputStream();
    for (var word : words(sequence)) {
      if (word.isEmpty() || word.length() > 2 || !isHex(word)) return null;
      octets.write(Integer.parseInt(word, 16));
    }
    return Octets.decode(octets.toByteArray());
  }

  private static @Nullable String unicode(Position at, String sequence) throws CheckFailed {
    var words = words(sequence);
    for (var word : words) if (word.isEmpty() || !isHex(word)) return null;
    var text = new StringBuilder();
    for (var word : words) {
      var digits = word.replaceFirst("^0+(?=.)", "");
      int c = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits, 16);
      if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        throw CheckFailed.of(at, "${unicode:" + word + "} is no Unicode character");
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  private static String[] words(String sequence) {
    int from = 0;
    int to = sequence.length();
    while (from < to && isBlank(sequence.charAt(from))) from++;
    while (to > from && isBlank(sequence.charAt(to - 1))) to--;
    return sequence.substring(from, to).split("[ \t\r\n]+", -1);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isHex(String word) {
    for (int i = 0; i < word.length(); i++) if (!isHex(word.charAt(i))) return false;
    return true;
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }
}

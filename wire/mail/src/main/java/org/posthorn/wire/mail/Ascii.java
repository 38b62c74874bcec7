package org.posthorn.wire.mail;

import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException.Reason;

/// Character classes and comparisons of the mail grammars, without locale and without tables of
/// Unicode.
final class Ascii {

  private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~";

  private Ascii() {}

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 0x80) return false;
    return true;
  }

  // RFC 5322 §3.2.3: atext
  static boolean isAtext(char c) {
    return isAlphanumeric(c) || ATEXT_MARKS.indexOf(c) >= 0;
  }

  static boolean isAlphanumeric(char c) {
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /// Space, tab, CR or LF.
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /// The text with A to Z lowered and all else kept; the same object when there is none.
  static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') return lowerFrom(text, i);
    }
    return text;
  }

  private static String lowerFrom(String text, int first) {
    var lower = text.toCharArray();
    for (int i = first; i < lower.length; i++)
      if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] = (char) (lower[i] | 0x20);
    return new String(lower);
  }

  /// Text without white space at its ends.
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) from++;
    while (to > from && isSpace(text.charAt(to - 1))) to--;
    return text.substring(from, to);
  }

  /// Octets of the text in UTF-8.
  static int utf8Length(String text) {
    int octets = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) octets++;
      else if (c < 0x800 || Character.isSurrogate(c)) octets += 2; // a pair is four
      else octets += 3;
    }
    return octets;
  }

  /// A control character (C0, DEL, C1) or a lone surrogate, or null.
  static @Nullable Reason fault(String text) {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return Reason.CONTROL_CHARACTER;
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        return Reason.BROKEN_UNICODE;
      at += Character.charCount(c);
    }
    return null;
  }
}

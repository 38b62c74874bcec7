package org.posthorn.wire.imap;

/// The character classes of RFC 9051 §9.
final class Chars {

  private static final int ATOM = 1;
  private static final int ASTRING = 2;
  private static final int LIST = 4;
  private static final int TAG = 8;
  private static final int QUOTED = 16;

  private static final byte[] CLASSES = classes();

  private Chars() {}

  /// `ATOM-CHAR = <any CHAR except "(" / ")" / "{" / SP / CTL / "%" / "*" / DQUOTE / "\" / "]">`
  static boolean isAtom(int c) {
    return is(c, ATOM);
  }

  /// `ASTRING-CHAR = ATOM-CHAR / "]"`
  static boolean isAstring(int c) {
    return is(c, ASTRING);
  }

  /// `list-char = ATOM-CHAR / "%" / "*" / "]"`
  static boolean isList(int c) {
    return is(c, LIST);
  }

  /// `<any ASTRING-CHAR except "+">`
  static boolean isTag(int c) {
    return is(c, TAG);
  }

  /// `<any TEXT-CHAR except quoted-specials>`: what stands in a quoted string as it is.
  static boolean isQuoted(int c) {
    return is(c, QUOTED);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAtom(String text) {
    if (text.isEmpty()) return false;
    for (int i = 0; i < text.length(); i++) if (!isAtom(text.charAt(i))) return false;
    return true;
  }

  static boolean isAstring(String text) {
    if (text.isEmpty()) return false;
    for (int i = 0; i < text.length(); i++) if (!isAstring(text.charAt(i))) return false;
    return true;
  }

  static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }

  private static boolean is(int c, int kind) {
    return c >= 0 && c < 128 && (CLASSES[c] & kind) != 0;
  }

  private static byte[] classes() {
    var classes = new byte[128];
    for (int c = 1; c < 128; c++) {
      boolean atom = c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0;
      int kinds = 0;
      if (atom) kinds |= ATOM;
      if (atom || c == ']') kinds |= ASTRING;
      if (atom || c == ']' || c == '%' || c == '*') kinds |= LIST;
      if ((atom || c == ']') && c != '+') kinds |= TAG;
      if (c != '"' && c != '\\' && c != '\r' && c != '\n') kinds |= QUOTED;
      classes[c] = (byte) kinds;
    }
    return classes;
  }
}

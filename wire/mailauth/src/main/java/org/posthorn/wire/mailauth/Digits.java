package org.posthorn.wire.mailauth;

/// Reads the unsigned decimal numbers of records and tags: ASCII digits and nothing else.
final class Digits {

  private Digits() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// The number, without needless zeros in front, or -1.
  static int number(String text, int maxDigits) {
    if (text.length() > 1 && text.charAt(0) == '0') return -1;
    long number = longNumber(text, Math.min(maxDigits, 9));
    return (int) number;
  }

  /// The number, zeros in front allowed, or -1.
  static long longNumber(String text, int maxDigits) {
    if (text.isEmpty() || text.length() > Math.min(maxDigits, 18)) return -1;
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) return -1;
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}

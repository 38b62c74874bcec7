package org.posthorn.wire.sieve;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.TextFolding;

/// The collations of RFC 4790 and RFC 5051.
enum Comparator {
  OCTET("i;octet"),
  ASCII_CASEMAP("i;ascii-casemap"),
  ASCII_NUMERIC("i;ascii-numeric"),
  UNICODE_CASEMAP("i;unicode-casemap");

  private final String id;

  Comparator(String id) {
    this.id = id;
  }

  static @Nullable Comparator named(String id) {
    for (var comparator : values()) if (comparator.id.equals(id)) return comparator;
    return null;
  }

  String id() {
    return id;
  }

  /// The capability that makes it available; null for the two that always are.
  @Nullable Extension extension() {
    return switch (this) {
      case OCTET, ASCII_CASEMAP -> null;
      case ASCII_NUMERIC -> Extension.COMPARATOR_ASCII_NUMERIC;
      case UNICODE_CASEMAP -> Extension.COMPARATOR_UNICODE_CASEMAP;
    };
  }

  boolean hasSubstrings() {
    return this != ASCII_NUMERIC;
  }

  /// The form in which equal strings are equal and substrings are substrings: of octets for the
  /// first two, of characters for the last.
  String fold(String text) {
    return switch (this) {
      case OCTET -> Octets.latin(text);
      case ASCII_CASEMAP -> upper(Octets.latin(text));
      case ASCII_NUMERIC -> number(text);
      case UNICODE_CASEMAP -> TextFolding.fold(text);
    };
  }

  int compare(String one, String other) {
    var left = fold(one);
    var right = fold(other);
    if (this == ASCII_NUMERIC) return compareNumbers(left, right);
    if (this == UNICODE_CASEMAP) return Octets.latin(left).compareTo(Octets.latin(right));
    return left.compareTo(right);
  }

  /// A to Z for a to z, and nothing else.
  static String upper(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) return slowUpper(text);
    }
    return text.toUpperCase(Locale.ROOT);
  }

  private static String slowUpper(String text) {
    var upper = text.toCharArray();
    for (int i = 0; i < upper.length; i++)
      if (upper[i] >= 'a' && upper[i] <= 'z') upper[i] = (char) (upper[i] - 0x20);
    return new String(upper);
  }

  // RFC 4790 §9.1.1: up to the first character that is no digit; no digit at all is infinity, which
  // is the empty string here
  private static String number(String text) {
    int end = 0;
    while (end < text.length() && Lexer.isDigit(text.charAt(end))) end++;
    int start = 0;
    while (start < end - 1 && text.charAt(start) == '0') start++;
    return text.substring(start, end);
  }

  private static int compareNumbers(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) return Boolean.compare(left.isEmpty(), right.isEmpty());
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }
}

package org.posthorn.wire.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Octets as text and back without loss, since scripts and messages may hold any (RFC 5228 §2.4.2).
///
/// Text is UTF-8; an octet that belongs to no character is a lone surrogate, U+DC00 plus the octet.
/// Comparators of octets look at the `latin` form, in which each character is one octet.
final class Octets {

  private static final int ESCAPE = 0xdc00;

  private Octets() {}

  /// Text of octets; the inverse of `encode`.
  static String decode(byte[] octets, int from, int to) {
    if (isAscii(octets, from, to)) return new String(octets, from, to - from, ISO_8859_1);
    var text = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      int length = length(octets, at, to);
      if (length == 0) text.append((char) (ESCAPE | (octets[at++] & 0xff)));
      else text.append(new String(octets, at, length, UTF_8));
      at += length;
    }
    return text.toString();
  }

  static String decode(byte[] octets) {
    return decode(octets, 0, octets.length);
  }

  static byte[] encode(String text) {
    if (!hasEscape(text)) return text.getBytes(UTF_8);
    var octets = new ByteArrayOutputStream(text.length() + 16);
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int next = at + Character.charCount(c);
      if (isEscape(c)) octets.write(c & 0xff);
      else octets.writeBytes(text.substring(at, next).getBytes(UTF_8));
      at = next;
    }
    return octets.toByteArray();
  }

  /// The octets of a text, each as a character up to U+00FF; the text itself when it is ASCII.
  static String latin(String text) {
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) >= 0x80) return new String(encode(text), ISO_8859_1);
    return text;
  }

  /// The inverse of `latin`.
  static String text(String latin) {
    for (int i = 0; i < latin.length(); i++)
      if (latin.charAt(i) >= 0x80) return decode(latin.getBytes(ISO_8859_1));
    return latin;
  }

  /// Text whose escapes were put together anew, so that octets that make a character now are one.
  static String joined(String text) {
    return hasEscape(text) ? decode(encode(text)) : text;
  }

  static boolean isEscape(int c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }

  private static boolean hasEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) continue;
      if (!Character.isHighSurrogate(c)) return true;
      if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(++i))) return false;
    }
    return false;
  }

  static boolean isAscii(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) if (octets[i] < 0) return false;
    return true;
  }

  /// The octets of the well-formed character at `at`, or 0.
  private static int length(byte[] octets, int at, int to) {
    int first = octets[at] & 0xff;
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (at + length > to) return 0;
    for (int i = 1; i < length; i++) if ((octets[at + i] & 0xc0) != 0x80) return 0;
    int second = octets[at + 1] & 0xff;
    boolean overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    boolean beyond = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
    return overlong || beyond ? 0 : length;
  }

  /// As `Arrays.copyOf`, for building messages.
  static byte[] join(byte[]... pieces) {
    int length = 0;
    for (var piece : pieces) length += piece.length;
    var all = new byte[length];
    int at = 0;
    for (var piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return Arrays.copyOf(all, at);
  }
}

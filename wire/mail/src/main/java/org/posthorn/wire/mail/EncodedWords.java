package org.posthorn.wire.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// RFC 2047 encoded words (with the language tags of RFC 2231 §5): written strictly, and decoded as
/// far as they can be; what is no encoded word stays as it is.
///
/// COMPAT(many, 2026-11): words longer than 75 characters, words inside quotes and glued to other
/// text, blanks inside Q words, missing padding, characters split over adjacent words of one
/// charset, unknown charsets (UTF-8 or windows-1252 are tried).
public final class EncodedWords {

  private static final int MAX_CHARSET_LENGTH = 80;

  /// 75 less `=?UTF-8?B?` and `?=` leaves 63: 15 groups of four, which hold 45.
  private static final int WORD_OCTETS = 45;

  private final String text;
  private final StringBuilder decoded;

  /// Octets of adjacent words of one charset, decoded together.
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private @Nullable String pendingCharset;

  private EncodedWords(String text) {
    this.text = text;
    this.decoded = new StringBuilder(text.length());
  }

  /// Text for people: line ends and zero bytes that came out of encoded words are blanks.
  public static String decode(String text) {
    return text.contains("=?") ? new EncodedWords(text).run() : text;
  }

  /// As many encoded words in base64 as are needed (RFC 2047 §2 and §4.1), each a whole number of
  /// characters of UTF-8 and at most 75 octets. Readers put them together without what separates
  /// them, which is a blank, or a fold with one.
  public static String encode(String text, String separator) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var words = new StringBuilder();
    for (int from = 0; from < octets.length; ) {
      int to = Math.min(octets.length, from + WORD_OCTETS);
      while (to < octets.length && (octets[to] & 0xC0) == 0x80) to--;
      if (from > 0) words.append(separator);
      var word = Base64.getEncoder().encodeToString(Arrays.copyOfRange(octets, from, to));
      words.append("=?UTF-8?B?").append(word).append("?=");
      from = to;
    }
    return words.toString();
  }

  private String run() {
    int at = 0;
    while (true) {
      int start = text.indexOf("=?", at);
      if (start < 0) break;
      int end = word(at, start);
      if (end == Integer.MIN_VALUE) break; // no terminator in the rest of the text
      if (end < 0) {
        flush();
        decoded.append(text, at, start + 2);
        at = start + 2;
      } else {
        at = end;
      }
    }
    flush();
    return decoded.append(text, at, text.length()).toString();
  }

  /// Takes the word at `start`, with the plain text from `at` before it; returns where it ends, or
  /// less than zero.
  private int word(int at, int start) {
    int charsetEnd = questionMark(start + 2);
    if (charsetEnd < 0 || charsetEnd + 2 >= text.length()) return -1;
    char encoding = text.charAt(charsetEnd + 1);
    if (text.charAt(charsetEnd + 2) != '?') return -1;
    boolean base64 = encoding == 'B' || encoding == 'b';
    if (!base64 && encoding != 'Q' && encoding != 'q') return -1;
    int end = text.indexOf("?=", charsetEnd + 3);
    if (end < 0) return Integer.MIN_VALUE;
    var charset = charset(start + 2, charsetEnd);
    boolean adjacent = pendingCharset != null && isBlank(at, start);
    if (!adjacent || !charset.equalsIgnoreCase(pendingCharset)) flush();
    if (!adjacent) decoded.append(text, at, start);
    pendingCharset = charset;
    if (base64) base64(charsetEnd + 3, end);
    else quoted(charsetEnd + 3, end);
    return end + 2;
  }

  private int questionMark(int from) {
    int limit = Math.min(text.length(), from + MAX_CHARSET_LENGTH);
    for (int i = from; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '?') return i > from ? i : -1;
      if (c <= ' ') return -1;
    }
    return -1;
  }

  // RFC 2231 §5: encoded-word := "=?" charset ["*" language] "?" encoded-text "?="
  private String charset(int from, int to) {
    int star = text.indexOf('*', from);
    return text.substring(from, star > from && star < to ? star : to);
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) if (!Ascii.isSpace(text.charAt(i))) return false;
    return true;
  }

  private void flush() {
    if (pendingCharset == null) return;
    Charset charset = Charsets.named(pendingCharset);
    var bytes = pending.toByteArray();
    var plain = Charsets.decode(bytes, 0, bytes.length, charset);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      decoded.append(c == '\r' || c == '\n' || c == 0 ? ' ' : c);
    }
    pending.reset();
    pendingCharset = null;
  }

  private void base64(int from, int to) {
    int bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      int value = Base64Decoder.value(text.charAt(i));
      if (text.charAt(i) == '=') bits = 0; // a word may be two glued together
      if (value < 0) continue;
      held = (held << 6) | value;
      bits += 6;
      if (bits < 8) continue;
      bits -= 8;
      pending.write(held >> bits);
    }
  }

  private void quoted(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '_') {
        pending.write(' ');
      } else if (c == '=' && i + 2 < to && hex(i + 1) >= 0 && hex(i + 2) >= 0) {
        pending.write(hex(i + 1) << 4 | hex(i + 2));
        i += 2;
      } else if (c < 0x80) {
        pending.write(c);
      } else {
        raw(c);
      }
    }
  }

  /// A character that should have been encoded: it is already decoded, so it cannot join the
  /// octets.
  private void raw(char c) {
    var charset = pendingCharset;
    flush();
    decoded.append(c);
    pendingCharset = charset;
  }

  private int hex(int at) {
    return Character.digit(text.charAt(at), 16);
  }
}

package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The encoding of mailbox names in IMAP4rev1 (RFC 3501 §5.1.3): printable ASCII is itself, `&` is
/// `&-`, everything else is UTF-16 in base64 between `&` and `-`, with `,` for `/` and no padding.
public final class ModifiedUtf7 {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

  private ModifiedUtf7() {}

  public static String encode(String text) {
    int plain = 0;
    while (plain < text.length() && isDirect(text.charAt(plain))) plain++;
    if (plain == text.length()) return text;
    var out = new StringBuilder(text.length() + 16).append(text, 0, plain);
    int at = plain;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDirect(c)) {
        out.append(c);
        at++;
      } else if (c == '&') {
        out.append("&-");
        at++;
      } else {
        at = shift(text, at, out);
      }
    }
    return out.toString();
  }

  /// Writes the run of characters from `at` on that cannot stand for themselves; returns its end.
  private static int shift(String text, int from, StringBuilder out) {
    int at = from;
    int bits = 0;
    int held = 0;
    out.append('&');
    for (; at < text.length() && !isPrintable(text.charAt(at)); at++) {
      held = held << 16 | text.charAt(at);
      bits += 16;
      while (bits >= 6) {
        bits -= 6;
        out.append(ALPHABET.charAt(held >> bits & 63));
        held &= (1 << bits) - 1;
      }
    }
    if (bits > 0) out.append(ALPHABET.charAt(held << (6 - bits) & 63));
    out.append('-');
    return at;
  }

  /// The text of a name; absent when the octets are not what [#encode] makes of any text: the RFC
  /// allows one spelling for each name, so that no two names look alike to a client and differ
  /// here.
  public static @Nullable String decode(byte[] name) {
    var out = new StringBuilder(name.length);
    int at = 0;
    while (at < name.length) {
      int c = name[at++];
      if (!isPrintable((char) c)) return null;
      if (c != '&') {
        out.append((char) c);
        continue;
      }
      int end = at;
      while (end < name.length && name[end] != '-') end++;
      if (end == name.length) return null;
      if (end == at) out.append('&');
      else if (!unshift(name, at, end, out)) return null;
      at = end + 1;
    }
    var text = out.toString();
    if (!wellFormed(text)) return null;
    return encode(text).equals(new String(name, StandardCharsets.US_ASCII)) ? text : null;
  }

  private static boolean unshift(byte[] name, int from, int to, StringBuilder out) {
    int bits = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      int value = ALPHABET.indexOf(name[i]);
      if (value < 0) return false;
      held = held << 6 | value;
      bits += 6;
      if (bits < 16) continue;
      bits -= 16;
      out.append((char) (held >> bits));
      held &= (1 << bits) - 1;
    }
    return bits < 6 && held == 0;
  }

  private static boolean wellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }

  private static boolean isDirect(char c) {
    return isPrintable(c) && c != '&';
  }
}

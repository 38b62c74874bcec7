package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// `{310}`, `{310+}` or `~{310}` at the end of a line: octets follow before the command goes on
/// (RFC 9051 §4.3, RFC 7888, RFC 3516).
///
/// Whoever reads the connection looks for one after each line, decides whether the literal is
/// welcome, and asks for it with a continuation request when it is synchronising.
///
/// @param offset where the marker begins in its line
/// @param size octets; `Long.MAX_VALUE` also stands for every greater number
/// @param synchronising the client waits for a continuation request
/// @param binary a literal8, which may hold NUL
public record LiteralMarker(int offset, long size, boolean synchronising, boolean binary) {

  /// The largest non-synchronising literal that LITERAL- allows (RFC 7888 §5).
  public static final int LITERAL_MINUS_OCTETS = 4_096;

  /// The marker that ends the first `length` octets of `line` (which has no CRLF any more).
  ///
  /// ```
  /// literal  = "{" number64 ["+"] "}" CRLF *CHAR8
  /// literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
  /// ```
  public static @Nullable LiteralMarker atEndOf(byte[] line, int length) {
    int at = length - 1;
    if (at < 2 || line[at] != '}') return null;
    at--;
    boolean synchronising = line[at] != '+';
    if (!synchronising) at--;
    int last = at;
    while (at >= 0 && Chars.isDigit(line[at])) at--;
    if (at == last || at < 0 || line[at] != '{') return null;
    long size = size(line, at + 1, last + 1);
    boolean binary = at > 0 && line[at - 1] == '~';
    return new LiteralMarker(binary ? at - 1 : at, size, synchronising, binary);
  }

  private static long size(byte[] line, int from, int to) {
    long size = 0;
    for (int i = from; i < to; i++) {
      int digit = line[i] - '0';
      if (size > (Long.MAX_VALUE - digit) / 10) return Long.MAX_VALUE;
      size = size * 10 + digit;
    }
    return size;
  }
}

package org.posthorn.wire.mailauth;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a header field is brought into the form that is signed (RFC 6376 §3.4.1, §3.4.2); bodies are
/// the work of [BodyHash].
public enum Canonicalization {
  SIMPLE,
  RELAXED;

  /// As in the tag `c=`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Canonicalization parse(String text) {
    return switch (text) {
      case "simple" -> SIMPLE;
      case "relaxed" -> RELAXED;
      default -> null;
    };
  }

  /// Appends a field without its line end.
  void append(byte[] field, ByteArrayOutputStream out) {
    int end = contentEnd(field);
    if (this == SIMPLE) out.write(field, 0, end);
    else appendRelaxed(field, end, out);
  }

  private static int contentEnd(byte[] field) {
    int end = field.length;
    if (end > 0 && field[end - 1] == '\n') end--;
    if (end > 0 && field[end - 1] == '\r') end--;
    return end;
  }

  private static void appendRelaxed(byte[] field, int end, ByteArrayOutputStream out) {
    int colon = 0;
    while (colon < end && field[colon] != ':') colon++;
    int nameEnd = colon;
    while (nameEnd > 0 && isBlank(field[nameEnd - 1])) nameEnd--;
    for (int i = 0; i < nameEnd; i++) out.write(lower(field[i]));
    if (colon == end) return;
    out.write(':');
    boolean space = false;
    boolean started = false;
    for (int i = colon + 1; i < end; i++) {
      if (isLineEnd(field, i, end)) {
        i++;
        continue;
      }
      if (isBlank(field[i])) {
        space = true;
        continue;
      }
      if (space && started) out.write(' ');
      space = false;
      started = true;
      out.write(field[i]);
    }
  }

  private static boolean isLineEnd(byte[] field, int at, int end) {
    return field[at] == '\r' && at + 1 < end && field[at + 1] == '\n';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }
}

package org.posthorn.domain.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Locale;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.Span;

/// Finds the Return-Path of a message that was in a mailbox (RFC 5321 §4.4), which does not leave:
/// filters may have put fields before it.
final class ReturnPaths {

  private static final String NAME = "\nreturn-path:";

  /// Filters add at most as much to a header.
  private static final int MAX_OCTETS = 1 << 19;

  private ReturnPaths() {}

  /// Where that field is, with its line end; empty, at the beginning, when there is none.
  static Span of(Spool message) throws IOException {
    String start;
    try (var in = message.open()) {
      start = "\n" + new String(in.readNBytes(MAX_OCTETS), ISO_8859_1);
    }
    int blank = start.indexOf("\n\r\n");
    var header = (blank < 0 ? start : start.substring(0, blank + 1)).toLowerCase(Locale.ROOT);
    int from = header.indexOf(NAME);
    if (from < 0) return new Span(0, 0);
    int end = header.indexOf('\n', from + 1);
    while (end >= 0 && end + 1 < header.length() && isBlank(header.charAt(end + 1)))
      end = header.indexOf('\n', end + 1);
    // The first octet of the text above is not one of the message.
    return end < 0 ? new Span(0, 0) : new Span(from, end - from);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}

package org.posthorn.domain.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.posthorn.platform.storage.Spool;

/// Finds the Return-Path that every message in a mailbox begins with (RFC 5321 §4.4): filters may
/// have changed what follows it.
final class ReturnPaths {

  private static final String NAME = "return-path:";

  /// A longer one is none of ours.
  private static final int MAX_OCTETS = 2_000;

  private ReturnPaths() {}

  /// The length of that field with its line end; 0 when the message begins with another.
  static int octets(Spool message) throws IOException {
    try (var in = new BufferedInputStream(message.open())) {
      var start = new String(in.readNBytes(MAX_OCTETS), StandardCharsets.ISO_8859_1);
      if (!start.toLowerCase(Locale.ROOT).startsWith(NAME)) return 0;
      int end = start.indexOf('\n');
      while (end >= 0 && end + 1 < start.length() && isBlank(start.charAt(end + 1)))
        end = start.indexOf('\n', end + 1);
      return end + 1;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}

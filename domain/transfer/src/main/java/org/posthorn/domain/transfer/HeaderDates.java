package org.posthorn.domain.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.MailDate;

/// When a message was received, from itself: its first Received field, else its Date.
final class HeaderDates {
  /// The fields that matter are near the beginning; a header beyond this is not looked at.
  private static final int MAX_HEADER = 64 * 1024;

  /// Mail has been sent for some time, and none comes from the future of this century's end.
  private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private HeaderDates() {}

  static Instant of(Spool message, Instant otherwise) throws IOException {
    String head;
    try (var in = message.open()) {
      head = new String(in.readNBytes(MAX_HEADER), ISO_8859_1);
    }
    int end = head.indexOf("\r\n\r\n");
    if (end >= 0) head = head.substring(0, end + 2);
    var received = field(head, "received");
    var date = received == null ? null : date(received.substring(received.lastIndexOf(';') + 1));
    if (date == null) date = date(field(head, "date"));
    return date == null ? otherwise : date;
  }

  /// Null when it is none that a message can have.
  static @Nullable Instant sane(@Nullable Instant date) {
    return date == null || date.isBefore(EARLIEST) || date.isAfter(LATEST) ? null : date;
  }

  private static @Nullable Instant date(@Nullable String text) {
    var parsed = MailDate.parse(text == null ? null : text.trim());
    return parsed == null ? null : sane(parsed.toInstant());
  }

  /// The first field of a name, unfolded.
  private static @Nullable String field(String head, String name) {
    int at = 0;
    while (at < head.length()) {
      int end = head.indexOf("\r\n", at);
      if (end < 0) end = head.length();
      while (end + 2 < head.length() && isBlank(head.charAt(end + 2))) {
        int next = head.indexOf("\r\n", end + 2);
        end = next < 0 ? head.length() : next;
      }
      if (head.regionMatches(true, at, name + ":", 0, name.length() + 1))
        return head.substring(at + name.length() + 1, end).replace("\r\n", "");
      at = end + 2;
    }
    return null;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}

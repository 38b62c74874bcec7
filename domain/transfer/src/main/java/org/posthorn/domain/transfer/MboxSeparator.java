package org.posthorn.domain.transfer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The line `From romeo@example.org Mon Jan 5 10:00:00 2026` that begins a message in an mbox (RFC
/// 4155). Programs write it in many ways: what all have is a month, a time, and a year.
final class MboxSeparator {
  static final int MAX_OCTETS = 512;

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final Pattern MONTH =
      Pattern.compile("\\b(?:" + String.join("|", MONTHS) + ")\\b");
  private static final Pattern TIME = Pattern.compile("\\b\\d{1,2}:\\d{2}(?::\\d{2})?\\b");
  private static final Pattern YEAR = Pattern.compile("\\b(?:19[7-9]|20\\d)\\d\\b");

  /// As the C library's `asctime` has it, with a zone in one of two places or nowhere.
  private static final Pattern DATE =
      Pattern.compile(
          "\\b(?<month>[A-Z][a-z]{2}) {1,2}(?<day>\\d{1,2}) (?<hour>\\d{1,2}):(?<minute>\\d{2})"
              + "(?::(?<second>\\d{2}))?(?: (?:[A-Z]{1,5}|(?<before>[-+]\\d{4})))?"
              + " (?<year>\\d{4})(?: (?<after>[-+]\\d{4}))?");

  private MboxSeparator() {}

  static boolean is(String line) {
    return line.startsWith("From ")
        && MONTH.matcher(line).find()
        && TIME.matcher(line).find()
        && YEAR.matcher(line).find();
  }

  /// When the message was put into the file; null where the line does not say it as `asctime` does.
  static @Nullable Instant date(String line) {
    var matcher = DATE.matcher(line);
    if (!matcher.find()) return null;
    int month = MONTHS.indexOf(matcher.group("month")) + 1;
    var second = matcher.group("second");
    var zone = matcher.group("after") == null ? matcher.group("before") : matcher.group("after");
    try {
      var local =
          LocalDateTime.of(
              Integer.parseInt(matcher.group("year")),
              month,
              Integer.parseInt(matcher.group("day")),
              Integer.parseInt(matcher.group("hour")),
              Integer.parseInt(matcher.group("minute")),
              second == null ? 0 : Math.min(59, Integer.parseInt(second)));
      var offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
      return HeaderDates.sane(local.toInstant(offset));
    } catch (DateTimeException _) {
      return null;
    }
  }
}

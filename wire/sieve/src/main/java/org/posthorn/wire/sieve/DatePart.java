package org.posthorn.wire.sieve;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The date-parts of RFC 5260 §4.2.
enum DatePart {
  YEAR("uuuu"),
  MONTH("MM"),
  DAY("dd"),
  DATE("uuuu-MM-dd"),
  JULIAN(null),
  HOUR("HH"),
  MINUTE("mm"),
  SECOND("ss"),
  TIME("HH:mm:ss"),
  ISO8601(null),
  STD11("EEE, dd MMM uuuu HH:mm:ss xx"),
  ZONE("xx"),
  WEEKDAY(null);

  private final @Nullable DateTimeFormatter format;

  DatePart(@Nullable String pattern) {
    format = pattern == null ? null : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  static @Nullable DatePart named(String name) {
    for (var part : values()) if (part.name().equalsIgnoreCase(name)) return part;
    return null;
  }

  String of(OffsetDateTime moment) {
    if (format != null) return format.format(moment);
    return switch (this) {
      case JULIAN -> Long.toString(moment.toLocalDate().getLong(JulianFields.MODIFIED_JULIAN_DAY));
      case ISO8601 -> iso8601(moment);
      case WEEKDAY -> Integer.toString(moment.getDayOfWeek().getValue() % 7);
      case YEAR, MONTH, DAY, DATE, HOUR, MINUTE, SECOND, TIME, STD11, ZONE ->
          throw new IllegalStateException(name());
    };
  }

  /// The restricted form: capital letters, and `Z` for an offset of zero.
  static String iso8601(OffsetDateTime moment) {
    var pattern = moment.getOffset().equals(ZoneOffset.UTC) ? "'Z'" : "xxx";
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss" + pattern, Locale.ROOT)
        .format(moment);
  }
}

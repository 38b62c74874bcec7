package org.posthorn.wire.imap;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// `date` and `date-time` of RFC 9051 §9, read strictly.
public final class ImapDates {

  static final byte[] MONTHS =
      "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);

  private ImapDates() {}

  /// ```
  /// date-text = date-day "-" date-month "-" date-year
  /// date-day  = 1*2DIGIT
  /// ```
  static @Nullable LocalDate date(byte[] text) {
    if (text.length != 10 && text.length != 11) return null;
    int dash = text.length - 9;
    return date(number(text, 0, dash), text, dash);
  }

  /// The text between the quotes of
  ///
  /// ```
  /// date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
  /// date-day-fixed = (SP DIGIT) / 2DIGIT
  /// time           = 2DIGIT ":" 2DIGIT ":" 2DIGIT
  /// zone           = ("+" / "-") 4DIGIT
  /// ```
  public static @Nullable OffsetDateTime dateTime(byte[] text) {
    if (text.length != 26 || text[11] != ' ' || text[20] != ' ') return null;
    var date = date(number(text, text[0] == ' ' ? 1 : 0, 2), text, 2);
    int hour = number(text, 12, 14);
    int minute = number(text, 15, 17);
    int second = number(text, 18, 20);
    var zone = zone(text);
    if (date == null || zone == null || text[14] != ':' || text[17] != ':') return null;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
      return null;
    // A leap second is the second before for us, as java.time does not know them.
    return date.atTime(hour, minute, Math.min(second, 59)).atOffset(zone);
  }

  private static @Nullable LocalDate date(int day, byte[] text, int dash) {
    int month = month(text, dash + 1);
    int year = number(text, dash + 5, dash + 9);
    if (text[dash] != '-' || text[dash + 4] != '-') return null;
    if (day < 0 || month < 0 || year < 0) return null;
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static @Nullable ZoneOffset zone(byte[] text) {
    int hours = number(text, 22, 24);
    int minutes = number(text, 24, 26);
    if (text[21] != '+' && text[21] != '-') return null;
    // java.time ends at 18 hours; no zone on earth is beyond 14.
    if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) return null;
    int seconds = hours * 3600 + minutes * 60;
    return ZoneOffset.ofTotalSeconds(text[21] == '-' ? -seconds : seconds);
  }

  private static int month(byte[] text, int at) {
    for (int month = 0; month < 12; month++) {
      boolean same = true;
      for (int i = 0; i < 3; i++)
        same &= Chars.upper(text[at + i]) == Chars.upper(MONTHS[3 * month + i]);
      if (same) return month + 1;
    }
    return -1;
  }

  /// -1 when there is anything but digits.
  private static int number(byte[] text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!Chars.isDigit(text[i])) return -1;
      number = number * 10 + text[i] - '0';
    }
    return number;
  }
}

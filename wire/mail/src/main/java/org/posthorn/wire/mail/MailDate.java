package org.posthorn.wire.mail;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the date-time of RFC 5322 §3.3 with the obsolete forms of §4.3, and what is found in real
/// Date fields beside them: missing or wrong day names, missing zones, two-digit years, dashes
/// between the parts, `GMT+02:00`, AM and PM, the order of C's asctime, ISO 8601.
public final class MailDate {

  private static final int MAX_LENGTH = 200;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private static final Map<String, Integer> ZONE_HOURS =
      Map.of(
          "edt", -4, "est", -5, "cdt", -5, "cst", -6, "mdt", -6, "mst", -7, "pdt", -7, "pst", -8);

  private int day = -1;
  private int month = -1;
  private int year = -1;
  private @Nullable LocalTime time;
  private @Nullable ZoneOffset zone;

  private MailDate() {}

  /// The moment that an unfolded field value names, or null. A zone that says nothing is UTC.
  public static @Nullable OffsetDateTime parse(@Nullable String value) {
    if (value == null || value.length() > MAX_LENGTH) return null;
    var date = new MailDate();
    for (var token : withoutComments(value).split("[ \t,\r\n]+", -1))
      if (!token.isEmpty() && !date.take(Ascii.lower(token))) return null;
    return date.moment();
  }

  private @Nullable OffsetDateTime moment() {
    if (day < 0 || month < 0 || year < 0 || time == null) return null;
    try {
      var offset = zone == null ? ZoneOffset.UTC : zone;
      return OffsetDateTime.of(LocalDate.of(year, month, day), time, offset);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String withoutComments(String value) {
    if (value.indexOf('(') < 0) return value;
    var plain = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '(') depth++;
      if (depth == 0) plain.append(c);
      if (c == ')' && depth > 0 && --depth == 0) plain.append(' ');
    }
    return plain.toString();
  }

  /// False ends the attempt.
  private boolean take(String token) {
    char first = token.charAt(0);
    if (Ascii.isDigit(first)) return takeNumber(token);
    if ((first == '+' || first == '-') && time != null) return takeOffset(token);
    if (token.equals("am") || token.equals("pm")) return takeHalf(token.charAt(0) == 'p');
    if (takeMonth(token)) return true;
    if (time != null) takeZoneName(token);
    return true; // a day name, or chatter
  }

  private boolean takeNumber(String token) {
    int t = token.indexOf('t');
    if (t > 7 && token.indexOf('-') > 0)
      return take(token.substring(0, t)) && takeIsoTime(token, t);
    if (token.indexOf(':') > 0 || (time == null && token.split("\\.", -1).length == 3 && day >= 0))
      return takeTime(token.replace('.', ':'));
    if (token.indexOf('-') > 0 || token.indexOf('/') > 0)
      return takeDashed(token.split("[-/]", -1));
    int number = number(token);
    if (number < 0) return false;
    if (day < 0 && token.length() <= 2) day = number;
    else if (year < 0) return takeYear(number, token.length());
    return true;
  }

  // obs-year = 2*DIGIT (RFC 5322 §4.3)
  private boolean takeYear(int number, int digits) {
    if (digits == 2) year = number + (number < 50 ? 2000 : 1900);
    else if (digits == 3) year = number + 1900;
    else year = number;
    return digits >= 2 && digits <= 4;
  }

  /// `20-Nov-2026` or `2026-11-20`.
  private boolean takeDashed(String[] parts) {
    if (parts.length != 3) return false;
    boolean iso = parts[0].length() == 4;
    day = number(parts[iso ? 2 : 0]);
    if (!takeMonth(parts[1])) month = iso ? number(parts[1]) : -1;
    var yearText = parts[iso ? 0 : 2];
    int number = number(yearText);
    return number >= 0 && takeYear(number, yearText.length());
  }

  private boolean takeIsoTime(String token, int t) {
    int zoneAt = t + 1;
    while (zoneAt < token.length() && "0123456789:.".indexOf(token.charAt(zoneAt)) >= 0) zoneAt++;
    if (!takeTime(token.substring(t + 1, zoneAt).replaceFirst("\\.\\d*$", ""))) return false;
    return zoneAt == token.length() || take(token.substring(zoneAt));
  }

  private boolean takeTime(String token) {
    int zoneAt = Math.max(token.indexOf('+'), token.indexOf('-'));
    if (zoneAt > 0) return takeTime(token.substring(0, zoneAt)) && take(token.substring(zoneAt));
    if (token.endsWith("am") || token.endsWith("pm"))
      return takeTime(token.substring(0, token.length() - 2))
          && takeHalf(token.charAt(token.length() - 2) == 'p');
    var parts = token.split(":", -1);
    if (parts.length < 2 || parts.length > 4) return false;
    int hour = number(parts[0]);
    int minute = number(parts[1]);
    int second = parts.length > 2 ? number(parts[2]) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
      return false;
    time = LocalTime.of(hour, minute, Math.min(second, 59)); // leap seconds
    return true;
  }

  private boolean takeHalf(boolean afternoon) {
    var known = time;
    if (known == null || known.getHour() > 12) return true;
    time = known.withHour(known.getHour() % 12 + (afternoon ? 12 : 0));
    return true;
  }

  private boolean takeMonth(String token) {
    if (month >= 0 || token.length() < 3) return false;
    int found = MONTHS.indexOf(token.substring(0, 3));
    if (found < 0 || found % 3 != 0) return false;
    month = found / 3 + 1;
    return true;
  }

  // zone = ("+" / "-") 4DIGIT
  private boolean takeOffset(String token) {
    var digits = token.substring(1).replace(":", "");
    int number = number(digits);
    if (number < 0 || digits.length() > 4) return true; // chatter
    int hours = digits.length() <= 2 ? number : number / 100;
    int minutes = digits.length() <= 2 ? 0 : number % 100;
    if (hours >= 18 || minutes > 59) return true;
    int seconds = hours * 3600 + minutes * 60;
    zone = ZoneOffset.ofTotalSeconds(token.charAt(0) == '-' ? -seconds : seconds);
    return true;
  }

  // obs-zone; military zones were used both ways round and mean UTC (RFC 5322 §4.3)
  private void takeZoneName(String token) {
    if (zone != null) return;
    int sign = Math.max(token.indexOf('+'), token.indexOf('-'));
    if (sign > 0) takeOffset(token.substring(sign)); // GMT+0200
    else if (ZONE_HOURS.containsKey(token)) zone = ZoneOffset.ofHours(ZONE_HOURS.get(token));
  }

  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 4) return -1;
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!Ascii.isDigit(digits.charAt(i))) return -1;
      number = number * 10 + digits.charAt(i) - '0';
    }
    return number;
  }
}

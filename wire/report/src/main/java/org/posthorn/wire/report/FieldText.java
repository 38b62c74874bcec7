package org.posthorn.wire.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.MailDate;

/// The values of report fields: `*text`, dates, and the atom before a semicolon.
///
/// Text is data of strangers that goes into a message of ours, so nothing passes that could end a
/// line.
final class FieldText {

  /// The longest reply that a report repeats; some run over a dozen lines.
  static final int MAX_LENGTH = 4_000;

  /// The longest name of a type, and of an extension field.
  private static final int MAX_ATOM = 64;

  // RFC 5322 §3.3: years before 1900 cannot be written; the last one has four digits.
  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private FieldText() {}

  /// One line without controls, with single blanks, at most `MAX_LENGTH` characters.
  static String clean(String text) {
    return clean(text, MAX_LENGTH);
  }

  static String clean(String text, int maxLength) {
    var clean = new StringBuilder(Math.min(text.length(), maxLength));
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isLineBreaking(c)) c = ' ';
      if (Character.getType(c) == Character.SURROGATE) c = 0xFFFD;
      boolean needless = c == ' ' && (clean.isEmpty() || clean.charAt(clean.length() - 1) == ' ');
      if (needless) continue;
      if (clean.length() + Character.charCount(c) > maxLength) break;
      clean.appendCodePoint(c);
    }
    int end = clean.length();
    return clean.substring(0, end > 0 && clean.charAt(end - 1) == ' ' ? end - 1 : end);
  }

  /// The text, or null when there is none.
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /// As it was spelled but for what a field cannot carry: in an envelope id and in an address every
  /// blank counts (RFC 3464 §2.2.1).
  static String spelled(String text, int maxLength) {
    var spelled = new StringBuilder();
    var cut = text.length() > maxLength ? text.substring(0, maxLength) : text;
    cut.codePoints()
        .map(c -> isLineBreaking(c) && c != '\t' ? ' ' : c)
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(spelled::appendCodePoint);
    return spelled.toString().strip();
  }

  private static boolean isLineBreaking(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }

  // RFC 5321 §4.1.2: atom
  static boolean isAtom(String text) {
    if (text.isEmpty() || text.length() > MAX_ATOM) return false;
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F && "()<>[]:;@\\,.\"".indexOf(c) < 0);
  }

  // RFC 5322 §3.6.8: ftext
  static boolean isFieldName(String text) {
    if (text.isEmpty() || text.length() > MAX_ATOM) return false;
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /// The text up to a comment that ends it: `5.0.0 (permanent failure)`, `failed (lost)`.
  static String beforeComment(String text) {
    int open = text.indexOf('(');
    return (open < 0 ? text : text.substring(0, open)).strip();
  }

  /// Fields of no own component, checked; a name that has one is refused, or it would be there
  /// twice.
  static List<HeaderField> extensions(List<HeaderField> fields, Set<String> own) {
    for (var field : fields) {
      if (!isFieldName(field.name()) || own.contains(field.name().toLowerCase(Locale.ROOT)))
        throw new IllegalArgumentException("not an extension field: " + field.name());
    }
    return fields.stream()
        .map(field -> new HeaderField(field.name(), clean(field.value())))
        .toList();
  }

  /// The moment in the precision that a field has, or null when it cannot be written.
  static @Nullable Instant seconds(@Nullable Instant instant) {
    if (instant == null || instant.isBefore(FIRST) || instant.isAfter(LAST)) return null;
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  /// `date-time` with a numeric zone, as RFC 3464 §2.2.5 wants it.
  static String date(Instant instant) {
    return DATE_TIME.format(instant);
  }

  static @Nullable Instant parseDate(@Nullable String value) {
    var date = MailDate.parse(value);
    try {
      return date == null ? null : seconds(date.toInstant());
    } catch (DateTimeException _) {
      return null;
    }
  }
}

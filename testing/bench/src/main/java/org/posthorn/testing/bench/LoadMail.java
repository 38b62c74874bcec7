package org.posthorn.testing.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Plausible messages for load: words of a small vocabulary, so that searches find some of them.
final class LoadMail {
  /// In the subject of about one message in ten.
  static final String COMMON_WORD = "bicycle";

  private static final String[] WORDS =
      """
      time person year way day thing man world life hand part child eye woman place work week case \
      point government company number group problem fact budget meeting invoice offer draft review \
      schedule travel report server release garden music bicycle holiday recipe weather station\
      """
          .split(" ", -1);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  private LoadMail() {}

  /// A message of at least so many octets and at most a hundred more, or of its headers' size.
  static byte[] message(String to, int size, RandomGenerator random) {
    var text = new StringBuilder(size + 600);
    var date = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    text.append("Date: ").append(DATE.format(date.plusSeconds(random.nextInt(300 * 86_400))));
    text.append("\r\nFrom: ").append(word(random)).append(' ').append(word(random));
    text.append(" <sender@example.test>\r\nTo: <").append(to).append(">\r\nSubject: ");
    for (var i = 3 + random.nextInt(4); i > 0; i--) text.append(word(random)).append(' ');
    text.append(number(random)).append("\r\nMessage-ID: <").append(number(random));
    text.append("@example.test>\r\nMIME-Version: 1.0\r\n");
    text.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
    while (text.length() < size) {
      for (var i = 0; i < 11; i++) text.append(word(random)).append(' ');
      text.append("\r\n");
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static String word(RandomGenerator random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static String number(RandomGenerator random) {
    return Long.toUnsignedString(random.nextLong(), 36);
  }
}

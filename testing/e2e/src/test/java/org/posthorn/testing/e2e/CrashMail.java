package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.posthorn.testing.testkit.TestRandom;

/// The messages of the crash tests: each can be made again from its number, so that every octet
/// that comes back can be compared.
final class CrashMail {
  static final String HEADER = "X-Crash";
  private static final String END_OF_HEADER = "\r\n\r\n";
  private static final Pattern NUMBER = Pattern.compile("(?im)^X-Crash: (\\d{1,18})\r\n");
  private static final Pattern TRACE =
      Pattern.compile("((Return-Path|Received|Delivered-To):[^\r\n]*\r\n([ \t][^\r\n]*\r\n)*)*");

  private CrashMail() {}

  /// Mostly a few hundred octets, some 4 KiB, few 100 KiB.
  static byte[] message(long number) {
    var random = TestRandom.seeded(number);
    var text = new StringBuilder();
    text.append("From: ").append(CrashClients.address(0)).append("\r\nTo: reader@example.test\r\n");
    text.append("Subject: crash ").append(number).append("\r\n");
    text.append(HEADER).append(": ").append(number).append("\r\n");
    text.append("Message-ID: <").append(number).append("@example.test>\r\n\r\n");
    for (var lines = lines(random); lines > 0; lines--) {
      for (var i = 0; i < 70; i++) text.append((char) ('a' + random.nextInt(26)));
      text.append("\r\n");
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static int lines(RandomGenerator random) {
    return switch (random.nextInt(40)) {
      case 0 -> 1_400;
      case 1, 2, 3, 4, 5, 6, 7, 8 -> 57;
      default -> 1 + random.nextInt(8);
    };
  }

  /// Which message has this header.
  static long number(String header) {
    var found = NUMBER.matcher(header);
    if (!found.find()) throw new AssertionError("a message that nobody sent: " + header);
    return Long.parseLong(found.group(1));
  }

  /// Whether this is that message's body, whatever became of its header.
  static boolean hasBody(long number, String message) {
    return body(message).equals(body(new String(message(number), US_ASCII)));
  }

  private static String body(String message) {
    return message.substring(message.indexOf(END_OF_HEADER) + END_OF_HEADER.length());
  }

  /// Whether these octets are that message, with nothing but trace fields before it.
  static boolean isIntact(long number, byte[] octets) {
    var sent = message(number);
    var before = octets.length - sent.length;
    if (before < 0 || !Arrays.equals(octets, before, octets.length, sent, 0, sent.length))
      return false;
    return TRACE.matcher(new String(octets, 0, before, US_ASCII)).matches();
  }
}

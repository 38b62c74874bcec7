package org.posthorn.testing.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Messages for tests, the same at every run: ordinary ones, odd ones that people do send, and
/// broken ones that attackers send. A transcript inserts one as `{{{mails:NAME}}}`.
public final class Mails {
  /// The characters that mean something to a parser.
  private static final String TELLING = "\r\n\0 ;:=?\"()<>@-\\";

  private static final List<Mail> ALL =
      Stream.of(
              OrdinaryMails.all(),
              HeaderMails.all(),
              EncodedMails.all(),
              StructureMails.all(),
              BrokenMails.all())
          .flatMap(List::stream)
          .toList();

  static {
    var names = new HashSet<String>();
    for (var mail : ALL) {
      if (!names.add(mail.name())) throw new IllegalStateException("two mails " + mail.name());
    }
  }

  private Mails() {}

  /// All named messages.
  public static List<Mail> all() {
    return ALL;
  }

  /// Those that RFC 5322, MIME and SMTP allow as they are (lines of at most 998 bytes that end in
  /// CRLF, no NUL), so that every program takes them and gives them back unchanged.
  public static List<Mail> ordinary() {
    return OrdinaryMails.all();
  }

  /// One of [#all()].
  public static Mail named(String name) {
    return ALL.stream()
        .filter(mail -> mail.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no mail is called " + name));
  }

  /// A legal message of exactly so many bytes, at least 400; its text depends on the seed.
  public static Mail sized(int size, long seed) {
    var head = MailText.from("Message " + seed + " of " + size + " bytes").empty().named("head");
    if (size < head.bytes().length + 2) throw new IllegalArgumentException(size + " is too small");
    var random = TestRandom.seeded(seed);
    var bytes = new byte[size];
    System.arraycopy(head.bytes(), 0, bytes, 0, head.bytes().length);
    for (var at = head.bytes().length; at < size; ) {
      // Two bytes must never be left over alone: a line needs its CRLF.
      var left = size - at;
      var length = left <= 78 ? left : left < 80 ? left - 40 : 78;
      for (var i = 0; i < length - 2; i++) bytes[at + i] = (byte) ('a' + random.nextInt(26));
      bytes[at + length - 2] = '\r';
      bytes[at + length - 1] = '\n';
      at += length;
    }
    return new Mail("sized-" + size + "-" + seed, bytes);
  }

  /// Damaged copies of the named messages: bytes changed, cut out, doubled; for robustness tests.
  public static Stream<Mail> damaged(int count, long seed) {
    var random = TestRandom.seeded(seed);
    var small = ALL.stream().filter(mail -> mail.bytes().length < 20_000).toList();
    return IntStream.range(0, count)
        .mapToObj(i -> damaged(small.get(random.nextInt(small.size())), i, random));
  }

  private static Mail damaged(Mail mail, int number, RandomGenerator random) {
    var bytes = mail.bytes().clone();
    var hits = 1 + random.nextInt(8);
    for (var i = 0; i < hits && bytes.length > 0; i++) bytes = damage(bytes, random);
    return new Mail(mail.name() + "-damaged-" + number, bytes);
  }

  private static byte[] damage(byte[] bytes, RandomGenerator random) {
    var at = random.nextInt(bytes.length);
    var length = Math.min(bytes.length - at, 1 + random.nextInt(40));
    return switch (random.nextInt(4)) {
      case 0 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 1 -> {
        bytes[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
        yield bytes;
      }
      case 2 -> spliced(bytes, at, at + length);
      default -> spliced(bytes, at + length, at);
    };
  }

  /// The bytes up to one place followed by those from another.
  private static byte[] spliced(byte[] bytes, int end, int from) {
    var spliced = new byte[end + bytes.length - from];
    System.arraycopy(bytes, 0, spliced, 0, end);
    System.arraycopy(bytes, from, spliced, end, bytes.length - from);
    return spliced;
  }
}

package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;

/// A message in a mailbox that programs keep in step.
///
/// @param text with CRLF as line ends; a character for each octet where it was read
/// @param flags letters as in the name of a Maildir's file, sorted
record SyncedMail(String text, String flags) {
  private static final String SUBJECT = "Subject: ";

  /// Fields that programs add to find their own messages again.
  private static final List<String> ADDED = List.of("X-TUID: ", "X-OfflineIMAP: ");

  /// A message of many kinds of lines.
  static SyncedMail fresh(String subject, String flags) {
    var number = Math.floorMod(subject.hashCode(), 70);
    var text =
        """
        From: Bob <bob@example.test>
        To: alice@example.test
        %s%s
        Date: Mon, 2 Nov 2026 10:00:%02d +0000
        Message-ID: <%s@letters.test>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Grüße,
        From here to there it is %s.
        .
        ..and on

        """
            .formatted(
                SUBJECT, subject, number % 60, subject.replace(' ', '.'), "f" + "a".repeat(number));
    return new SyncedMail(text.replace("\n", "\r\n"), flags);
  }

  /// A message as it was read, without what the programs add to it.
  static SyncedMail of(String octets, String flags) {
    var lines = octets.replace("\r\n", "\n").split("\n", -1);
    var kept =
        List.of(lines).stream()
            .filter(line -> ADDED.stream().noneMatch(line::startsWith))
            .collect(Collectors.joining("\r\n"));
    return new SyncedMail(kept, sorted(flags));
  }

  String subject() {
    var start = text.indexOf(SUBJECT) + SUBJECT.length();
    return text.substring(start, text.indexOf("\r\n", start));
  }

  SyncedMail with(String letters) {
    return new SyncedMail(text, sorted(flags + letters));
  }

  SyncedMail without(String letter) {
    return new SyncedMail(text, flags.replace(letter, ""));
  }

  /// This message as it is read.
  SyncedMail asRead() {
    return of(new String(text.getBytes(UTF_8), ISO_8859_1), flags);
  }

  private static String sorted(String letters) {
    return letters
        .chars()
        .distinct()
        .sorted()
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}

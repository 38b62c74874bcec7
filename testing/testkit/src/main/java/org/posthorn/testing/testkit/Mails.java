package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Messages for tests, the same at every run.
public final class Mails {
  private static final Mail PLAIN =
      new Mail(
          "plain",
          """
          From: Juliet <juliet@example.test>
          To: Romeo <romeo@example.test>
          Subject: Wherefore art thou
          Date: Mon, 2 Nov 2026 10:00:00 +0000
          Message-ID: <balcony@example.test>

          What's in a name?
          """
              .replace("\n", "\r\n")
              .getBytes(UTF_8));

  private Mails() {}

  /// All named messages.
  public static List<Mail> all() {
    return List.of(PLAIN);
  }

  /// One of [#all()].
  public static Mail named(String name) {
    return all().stream()
        .filter(mail -> mail.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no mail is called " + name));
  }
}

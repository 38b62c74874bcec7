package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Builds the bytes of a message line by line; not one of its rules is enforced.
final class MailText {
  private final StringBuilder bytes = new StringBuilder();

  /// The header fields that every ordinary message has.
  static MailText from(String subject) {
    return new MailText()
        .line("From: Juliet Capulet <juliet@example.test>")
        .line("To: Romeo Montague <romeo@example.test>")
        .line("Subject: " + subject)
        .line("Date: Mon, 2 Nov 2026 10:00:00 +0000")
        .line("Message-ID: <" + Integer.toHexString(subject.hashCode()) + "@example.test>");
  }

  static MailText mime(String subject, String contentType) {
    return from(subject).line("MIME-Version: 1.0").line("Content-Type: " + contentType);
  }

  /// Text in UTF-8, with CRLF.
  MailText line(String text) {
    return raw(new String(text.getBytes(UTF_8), ISO_8859_1)).raw("\r\n");
  }

  /// Lines of a text block, each with CRLF.
  MailText lines(String block) {
    block.lines().forEach(this::line);
    return this;
  }

  /// One char per byte, nothing added.
  MailText raw(String text) {
    bytes.append(text);
    return this;
  }

  MailText empty() {
    return raw("\r\n");
  }

  Mail named(String name) {
    return new Mail(name, bytes.toString().getBytes(ISO_8859_1));
  }
}

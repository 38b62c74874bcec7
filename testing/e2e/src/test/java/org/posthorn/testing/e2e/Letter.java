package org.posthorn.testing.e2e;

import java.io.IOException;
import org.posthorn.testing.testkit.SmtpClient;

/// A letter in its envelope.
///
/// @param mailParameters of MAIL; may be empty
/// @param rcptParameters of RCPT; may be empty
/// @param word is in the subject, and in no other letter
record Letter(
    String from,
    String to,
    String mailParameters,
    String rcptParameters,
    String word,
    String body) {

  static Letter of(String from, String to, String word) {
    return new Letter(from, to, "BODY=8BITMIME", "", word, "Grüße.\r\n");
  }

  Letter withMail(String parameters) {
    return new Letter(from, to, parameters, rcptParameters, word, body);
  }

  Letter withRcpt(String parameters) {
    return new Letter(from, to, mailParameters, parameters, word, body);
  }

  /// @param text of lines that end with CRLF, with what begins with a dot stuffed
  Letter withBody(String text) {
    return new Letter(from, to, mailParameters, rcptParameters, word, text);
  }

  /// Hands it over on an open connection.
  void give(SmtpClient client) throws IOException {
    client.command("MAIL FROM:<%s> %s".formatted(from, mailParameters).strip()).want(250);
    client.command("RCPT TO:<%s> %s".formatted(to, rcptParameters).strip()).want(250);
    client.command("DATA").want(354);
    client.command(text() + ".").want(250);
  }

  private String text() {
    return """
    From: <%s>
    To: <%s>
    Subject: About %s
    Date: Mon, 2 Nov 2026 10:00:00 +0000
    Message-ID: <%s@letters.test>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    """
            .formatted(from, to, word, word)
            .replace("\n", "\r\n")
        + body;
  }
}

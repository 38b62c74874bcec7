package org.posthorn.domain.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.posthorn.wire.mail.EmailAddress;

/// A copy of a message for an archive: a part that says who has sent it to whom, which the message
/// itself does not, and the message, octet by octet.
///
/// The form is that of Exchange's journal reports, which archives read.
///
/// @param host our name, whose postmaster sends it
/// @param eightBit whether the message has octets above 127
/// @param token for the boundary: nothing that a sender could guess
public record JournalCopy(
    JournalFacts facts,
    JournalStage stage,
    EmailAddress to,
    String host,
    boolean eightBit,
    String token) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Writes it all; the caller closes both.
  ///
  /// @param received these fields of the message: the copy has come as far, so that a ring of
  ///   archives that copy each other's copies is found as any loop is (RFC 5321 §6.3)
  public void write(byte[] received, InputStream message, OutputStream out) throws IOException {
    out.write(received);
    out.write(before().getBytes(UTF_8));
    message.transferTo(out);
    out.write(("\r\n--" + boundary() + "--\r\n").getBytes(UTF_8));
  }

  private String boundary() {
    return "=_journal_" + token;
  }

  private String before() {
    // COMPAT(archives, 2026-11): they know a journal report by this field, which has no value.
    return """
    From: Journal <postmaster@%s>
    To: %s
    Subject: Journal copy of message %s
    Date: %s
    Message-ID: <journal.%s@%s>
    Auto-Submitted: auto-generated
    X-MS-Journal-Report:
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="%s"
    Content-Transfer-Encoding: 8bit

    --%s
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    %s
    --%s
    Content-Type: message/rfc822
    Content-Transfer-Encoding: %s

    """
        .formatted(
            host,
            to,
            facts.id(),
            DATE.format(facts.at()),
            token,
            host,
            boundary(),
            boundary(),
            envelope(),
            boundary(),
            eightBit ? "8bit" : "7bit") // RFC 2046 §5.2.1: it may not be encoded
        .replace("\n", "\r\n");
  }

  private String envelope() {
    var text = new StringBuilder();
    text.append("Sender: ").append(facts.sender() == null ? "<>" : facts.sender()).append('\n');
    if (facts.author() != null) text.append("On-Behalf-Of: ").append(facts.author()).append('\n');
    for (var recipient : facts.recipients())
      text.append("Recipient: ").append(recipient).append('\n');
    text.append("Message: ").append(facts.id()).append('\n');
    text.append("Stage: ").append(stage.name().toLowerCase(Locale.ROOT)).append('\n');
    text.append("Direction: ")
        .append(
            facts.directions().stream()
                .sorted()
                .map(direction -> direction.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")))
        .append('\n');
    return text.toString();
  }
}

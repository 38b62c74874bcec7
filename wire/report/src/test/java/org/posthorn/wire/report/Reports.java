package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.DeliveryReportWriter.Notice;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// Reports for tests, and short ways to write and read them.

final class Reports {

  static final DomainName HOST = new DomainName("mx.example.test");
  static final MtaName REPORTER = MtaName.dns(HOST);
  static final Instant ARRIVAL = Instant.parse("2026-11-02T09:58:03Z");

  static final String ORIGINAL =
      """
      Received: from client.example.test by mx.example.test
       with ESMTPSA; Mon, 2 Nov 2026 09:58:03 +0000
      From: Juliet <juliet@example.test>
      To: romeo@verona.example
      Subject: Tonight at the balcony
      Message-ID: <balcony@example.test>
      Date: Mon, 2 Nov 2026 09:58:00 +0000

      Come at nine.
      """
          .replace("\n", "\r\n");

  private Reports() {}

  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static ReportMail toJuliet() {
    return ReportMail.fromPostmaster(HOST, "Mail system", address("juliet@example.test"));
  }

  static RecipientReport recipient(String address, Action action, String code) {
    return RecipientReport.of(ReportedAddress.of(address(address)), action, EnhancedCode.of(code));
  }

  static DeliveryReport report(RecipientReport... recipients) {
    return new DeliveryReport(REPORTER, null, ARRIVAL, "QQ314159", List.of(recipients), List.of());
  }

  /// A mailbox that does not exist.
  static RecipientReport unknown() {
    var reply = Reply.of(550, "5.1.1", "<romeo@verona.example>: no such user here");
    return recipient("romeo@verona.example", Action.FAILED, "5.1.1")
        .withOriginal(new ReportedAddress("rfc822", "romeo@montague.example"))
        .withDiagnostic(
            MtaName.dns(new DomainName("mail.verona.example")), DiagnosticCode.smtp(reply))
        .withAttempts(Instant.parse("2026-11-02T10:00:00Z"), null);
  }

  /// A host that does not answer.
  static RecipientReport delayed() {
    return recipient("nurse@verona.example", Action.DELAYED, "4.4.1")
        .withAttempts(Instant.parse("2026-11-02T10:00:00Z"), Instant.parse("2026-11-07T09:58:03Z"));
  }

  @SuppressWarnings("ArrayRecordComponent") // not shared
  record Written(String text, byte[] bytes, WrittenReport facts) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Written write(Notice notice, ReportTransport transport, ReportTexts... texts) {
    var languages = texts.length == 0 ? List.of(ReportTexts.english()) : List.of(texts);
    var writer = new DeliveryReportWriter(languages, ManualClock.standing(), TestRandom.seeded(1));
    var out = new ByteArrayOutputStream();
    try {
      var facts = writer.write(notice, transport, out);
      return new Written(out.toString(UTF_8), out.toByteArray(), facts);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Written write(DeliveryReport report, String original, DsnReturn content) {
    var message = OriginalMessage.of(original.getBytes(UTF_8));
    var notice = new Notice(report, toJuliet(), message, content);
    return write(notice, ReportTransport.SEVEN_BIT);
  }

  static ReadReport read(byte[] message) {
    try {
      return ReportReader.read(MessageParser.parse(message), MessageSource.of(message));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Of lines that end with LF.
  static ReadReport read(String message) {
    return read(message.replace("\n", "\r\n").getBytes(UTF_8));
  }

  static DeliveryReport delivery(ReadReport report) {
    if (report instanceof ReadReport.Delivery delivery) return delivery.report();
    throw new AssertionError(report.toString());
  }
}

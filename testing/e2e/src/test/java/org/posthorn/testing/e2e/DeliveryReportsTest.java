package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.report.Action;
import org.posthorn.wire.report.DeliveryReport;
import org.posthorn.wire.report.DeliveryReportWriter;
import org.posthorn.wire.report.DiagnosticCode;
import org.posthorn.wire.report.MtaName;
import org.posthorn.wire.report.OriginalMessage;
import org.posthorn.wire.report.RecipientReport;
import org.posthorn.wire.report.ReportMail;
import org.posthorn.wire.report.ReportTexts;
import org.posthorn.wire.report.ReportTransport;
import org.posthorn.wire.report.ReportedAddress;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;

/// Our reports, as Python's mail package reads them.
class DeliveryReportsTest {

  private static final DomainName HOST = new DomainName("mx.example.test");

  private static final String READ =
      """
      import email, email.policy, sys
      message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
      print(message.get_content_type(), message.get_param('report-type'), message['Auto-Submitted'])
      print('Subject', message['Subject'])
      for part in message.walk():
          for defect in part.defects: print('DEFECT', part.get_content_type(), repr(defect))
          for name, value in part.items():
              for defect in getattr(value, 'defects', ()): print('DEFECT', name, repr(defect))
      text, status, original = message.iter_parts()
      print(text.get_content_type(), text.get_content().splitlines()[0])
      print(status.get_content_type())
      if status.get_content_type() == 'message/delivery-status':
          for group in status.get_payload():
              print('--')
              for name, value in group.items(): print(name, '=', ' '.join(value.split()))
      print(original.get_content_type())
      """;

  private static final String ORIGINAL =
      """
      From: juliet@example.test
      Subject: Tonight
      Message-ID: <1@example.test>

      Nine.
      """
          .replace("\n", "\r\n");

  @TestFactory
  Stream<DynamicTest> python_reads_a_report_of_failure() {
    var reply = Reply.of(550, "5.1.1", "<romeo@verona.example>: no such user here, and no relay");
    var report =
        new DeliveryReport(
            MtaName.dns(HOST),
            null,
            ManualClock.standing().instant(),
            "QQ1",
            List.of(
                recipient("rfc822", "romeo@verona.example")
                    .withDiagnostic(
                        new MtaName("dns", "mail.verona.example"), DiagnosticCode.smtp(reply)),
                recipient("utf-8", "rom\u00e9o@verona.example")),
            List.of());
    return Programs.HERE.test(
        "a report of failure",
        "python3",
        program ->
            assertThat(read(program, write(report, ReportTexts.english(), ORIGINAL)))
                .isEqualTo(
                    """
                    multipart/report delivery-status auto-replied
                    Subject Not delivered: Tonight
                    text/plain This is the mail system at mx.example.test.
                    message/delivery-status
                    --
                    Original-Envelope-Id = QQ1
                    Reporting-MTA = dns; mx.example.test
                    Arrival-Date = Mon, 2 Nov 2026 10:00:00 +0000
                    --
                    Final-Recipient = rfc822;romeo@verona.example
                    Action = failed
                    Status = 5.1.1
                    Remote-MTA = dns; mail.verona.example
                    Diagnostic-Code = smtp; 550 5.1.1 <romeo@verona.example>: no such user here, and no relay
                    --
                    Final-Recipient = utf-8;rom\\x{E9}o@verona.example
                    Action = failed
                    Status = 5.1.1
                    message/rfc822
                    """));
  }

  @TestFactory
  Stream<DynamicTest> python_reads_a_report_in_german_about_a_subject_in_japanese() {
    var report = DeliveryReport.of(MtaName.dns(HOST), List.of(recipient("rfc822", "a@b.example")));
    var original = ORIGINAL.replace("Tonight", "=?utf-8?B?5LuK5aSc?=") + "\u00fc\r\n";
    return Programs.HERE.test(
        "a report in German",
        "python3",
        program ->
            assertThat(read(program, write(report, ReportTexts.german(), original)))
                .startsWith(
                    """
                    multipart/report delivery-status auto-replied
                    Subject Nicht zugestellt: \u4eca\u591c
                    text/plain Hier ist das Mailsystem mx.example.test.
                    """)
                .doesNotContain("DEFECT")
                .endsWith("\ntext/rfc822-headers\n"));
  }

  private static RecipientReport recipient(String type, String address) {
    return RecipientReport.of(
        new ReportedAddress(type, address), Action.FAILED, EnhancedCode.of("5.1.1"));
  }

  private static String write(DeliveryReport report, ReportTexts texts, String original)
      throws IOException, AddressException {
    var writer =
        new DeliveryReportWriter(List.of(texts), ManualClock.standing(), TestRandom.seeded(1));
    var mail =
        ReportMail.fromPostmaster(HOST, "Mail system", EmailAddress.parse("juliet@example.test"));
    var message = OriginalMessage.of(original.getBytes(UTF_8));
    var out = new ByteArrayOutputStream();
    var notice = new DeliveryReportWriter.Notice(report, mail, message, DsnReturn.FULL);
    writer.write(notice, ReportTransport.SEVEN_BIT, out);
    return out.toString(UTF_8);
  }

  private static String read(Path python, String message) throws Exception {
    return Program.of(python, "-c", READ)
        .with("PYTHONIOENCODING", "utf-8")
        .input(message)
        .run()
        .well()
        .output();
  }
}

package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;

class DispositionReportTest {

  private static final DispositionReport DISPLAYED =
      new DispositionReport(
          "joes-pc.cs.example.com; Foomail 97.1",
          null,
          new ReportedAddress("rfc822", "Joe_Recipient@example.com"),
          new ReportedAddress("rfc822", "Joe_Recipient@example.com"),
          "199509192301.23456@example.org",
          new Disposition(
              Disposition.ActionMode.MANUAL,
              Disposition.SendingMode.MANUALLY,
              "displayed",
              List.of()),
          List.of(),
          List.of());

  // RFC 8098 §9
  @Test
  void the_example_is_read() {
    var message =
        """
        From: Joe Recipient <Joe_Recipient@example.com>
        Content-Type: multipart/report; report-type=disposition-notification;
           boundary="RAA14128.773615765/example.com"

        --RAA14128.773615765/example.com

        The message has been displayed.

        --RAA14128.773615765/example.com
        Content-Type: message/disposition-notification

        Reporting-UA: joes-pc.cs.example.com; Foomail 97.1
        Original-Recipient: rfc822;Joe_Recipient@example.com
        Final-Recipient: rfc822;Joe_Recipient@example.com
        Original-Message-ID: <199509192301.23456@example.org>
        Disposition: manual-action/MDN-sent-manually; displayed

        --RAA14128.773615765/example.com
        Content-Type: message/rfc822

        Subject: First draft of report

        --RAA14128.773615765/example.com--
        """;
    if (Reports.read(message) instanceof ReadReport.Disposition(var report, var original)) {
      assertThat(report).isEqualTo(DISPLAYED);
      assertThat(Objects.requireNonNull(original).value("Subject"))
          .isEqualTo("First draft of report");
    } else throw new AssertionError("not read");
  }

  @Test
  void it_is_written_with_the_header_of_the_original_only() throws IOException {
    var text = new String(write(DISPLAYED, "It was shown.\n", ReportTransport.SEVEN_BIT), UTF_8);
    assertThat(text)
        .contains("From: Joe <joe_recipient@example.com>\r\n")
        .contains("Subject: Shown: First draft\r\n")
        .contains("Auto-Submitted: auto-replied\r\n")
        .contains("report-type=disposition-notification;")
        .contains("It was shown.\r\n")
        .contains("Disposition: manual-action/MDN-sent-manually; displayed\r\n")
        .contains("Original-Message-ID: <199509192301.23456@example.org>\r\n")
        .contains("text/rfc822-headers\r\n")
        .doesNotContain("Disposition-Notification-To", "Come at nine");
  }

  static byte[] write(DispositionReport report, String text, ReportTransport transport)
      throws IOException {
    var mail =
        new ReportMail(
            Reports.address("joe_recipient@example.com"),
            "Joe",
            List.of(Reports.address("jane@example.org")),
            Reports.HOST);
    var notice =
        new DispositionReportWriter.Notice(
            report,
            mail,
            "Shown: First draft",
            text,
            OriginalMessage.of(Reports.ORIGINAL.getBytes(UTF_8)));
    var out = new ByteArrayOutputStream();
    new DispositionReportWriter(ManualClock.standing(), TestRandom.seeded(2))
        .write(notice, transport, out);
    return out.toByteArray();
  }

  @Test
  void odd_dispositions_are_read() {
    assertThat(Disposition.parse("AUTOMATIC-ACTION / mdn-sent-automatically ; Deleted / Error , x"))
        .isEqualTo(
            new Disposition(
                Disposition.ActionMode.AUTOMATIC,
                Disposition.SendingMode.AUTOMATICALLY,
                "deleted",
                List.of("error", "x")));
    assertThat(Disposition.parse("displayed")).isNull();
    assertThat(Disposition.parse("manual-action;")).isNull();
  }

  @Test
  void without_recipient_or_disposition_it_is_none() {
    for (var fields :
        new String[] {"Final-Recipient: rfc822;a@b\n", "Disposition: a/b; displayed\n", ""})
      assertThat(DispositionReport.parse(fields.getBytes(UTF_8))).isNull();
  }
}

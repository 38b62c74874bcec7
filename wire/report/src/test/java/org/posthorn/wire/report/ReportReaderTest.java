package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.wire.report.Reports.delivery;
import static org.posthorn.wire.report.Reports.read;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.smtp.EnhancedCode;

class ReportReaderTest {

  private static String message(String status) {
    return """
    From: postmaster@example.test
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b

    Something happened.
    --b
    Content-Type: message/delivery-status

    %s
    --b
    Content-Type: text/rfc822-headers

    Message-ID: <1@example.test>
    Subject: x
    --b--
    """
        .formatted(status);
  }

  // RFC 3464 Appendix E
  @Test
  void the_multi_recipient_example_is_read() {
    var report =
        delivery(
            read(
                message(
                    """
                    Reporting-MTA: dns; cs.utk.edu

                    Original-Recipient: rfc822;arathib@vnet.ibm.com
                    Final-Recipient: rfc822;arathib@vnet.ibm.com
                    Action: failed
                    Status: 5.0.0 (permanent failure)
                    Diagnostic-Code: smtp;  550 'arathib@vnet.IBM.COM' is not a
                     registered gateway user
                    Remote-MTA: dns; vnet.ibm.com

                    Original-Recipient: rfc822;johnh@hpnjld.njd.hp.com
                    Final-Recipient: rfc822;johnh@hpnjld.njd.hp.com
                    Action: delayed
                    Status: 4.0.0 (hpnjld.njd.jp.com: host name lookup failure)

                    Original-Recipient: rfc822;wsnell@sdcc13.ucsd.edu
                    Final-Recipient: rfc822;wsnell@sdcc13.ucsd.edu
                    Action: failed
                    Status: 5.0.0
                    Diagnostic-Code: smtp; 550 user unknown
                    Remote-MTA: dns; sdcc13.ucsd.edu
                    """)));
    assertThat(report.reportingMta()).isEqualTo(new MtaName("dns", "cs.utk.edu"));
    assertThat(report.recipients())
        .extracting(RecipientReport::action)
        .containsExactly(Action.FAILED, Action.DELAYED, Action.FAILED);
    var first = report.recipients().getFirst();
    assertThat(first.recipient()).isEqualTo(new ReportedAddress("rfc822", "arathib@vnet.ibm.com"));
    assertThat(first.diagnostic())
        .isEqualTo(
            new DiagnosticCode(
                "smtp", "550 'arathib@vnet.IBM.COM' is not a registered gateway user"));
    assertThat(first.remoteMta()).isEqualTo(new MtaName("dns", "vnet.ibm.com"));
    assertThat(first.status()).isEqualTo(new EnhancedCode(5, 0, 0));
  }

  @Test
  void the_example_of_a_gateway_is_read() {
    var report =
        delivery(
            read(
                message(
                    """
                    Reporting-MTA: mailbus; SYS30

                    Final-Recipient: unknown; nair_s
                    Status: 5.0.0 (unknown permanent failure)
                    Action: failed
                    """)));
    assertThat(report.reportingMta()).isEqualTo(new MtaName("mailbus", "SYS30"));
    assertThat(report.recipients())
        .containsExactly(
            RecipientReport.of(
                new ReportedAddress("unknown", "nair_s"),
                Action.FAILED,
                new EnhancedCode(5, 0, 0)));
  }

  @Test
  void the_simple_example_is_read_with_its_date_and_its_original() {
    var found =
        read(
            message(
                """
                Reporting-MTA: dns; cs.utk.edu

                Original-Recipient: rfc822;louisl@larry.slip.umd.edu
                Final-Recipient: rfc822;louisl@larry.slip.umd.edu
                Action: failed
                Status: 4.0.0
                Diagnostic-Code: smtp; 426 connection timed out
                Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400
                """));
    assertThat(delivery(found).recipients().getFirst().lastAttempt())
        .isEqualTo(Instant.parse("1994-07-07T21:15:49Z"));
    assertThat(delivery(found).recipients().getFirst().action()).isEqualTo(Action.FAILED);
    if (found instanceof ReadReport.Delivery(_, var original))
      assertThat(Objects.requireNonNull(original).value("Message-ID"))
          .isEqualTo("<1@example.test>");
  }

  @Test
  void unknown_fields_are_kept() {
    var report =
        delivery(
            read(
                message(
                    """
                    Reporting-MTA: dns; a.example
                    X-Postfix-Queue-ID: 4ABC
                    X-Postfix-Sender: rfc822; juliet@example.test
                    Arrival-Date: Mon,  2 Nov 2026 09:58:03 +0000 (UTC)

                    Final-Recipient: rfc822; romeo@verona.example
                    Original-Recipient: rfc822;romeo@verona.example
                    Action: failed
                    Status: 5.1.1
                    Localized-Diagnostic: de; kennt keiner
                    """)));
    assertThat(report.extensions())
        .containsExactly(
            new HeaderField("X-Postfix-Queue-ID", "4ABC"),
            new HeaderField("X-Postfix-Sender", "rfc822; juliet@example.test"));
    assertThat(report.arrival()).isEqualTo(Reports.ARRIVAL);
    assertThat(report.recipients().getFirst().extensions())
        .containsExactly(new HeaderField("Localized-Diagnostic", "de; kennt keiner"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "failed     | 5.1.1                | -                          | FAILED    | 5.1.1",
        "Failed     | 5.01.001 (comment)   | -                          | FAILED    | 5.1.1",
        "failure    | -                    | smtp; 550 5.7.1 no         | FAILED    | 5.7.1",
        "failed (x) | 550 5.2.2            | -                          | FAILED    | 5.2.2",
        "-          | 4.4.1                | -                          | DELAYED   | 4.4.1",
        "-          | -                    | -                          | FAILED    | 5.0.0",
        "delayed    | broken               | -                          | DELAYED   | 4.0.0",
        "delivered  | -                    | -                          | DELIVERED | 2.0.0",
        "strange    | 2.1.5                | -                          | DELIVERED | 2.1.5",
        "failed     | -                    | smtp; see 192.0.2.5.1.1    | FAILED    | 5.0.0",
        "failed     | 7.1.1                | -                          | FAILED    | 5.0.0",
      })
  void action_and_status_are_found_where_they_are(
      @Nullable String action,
      @Nullable String status,
      @Nullable String diagnostic,
      Action wanted,
      String code) {
    var fields =
        new StringBuilder("Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; a@b\n");
    if (action != null) fields.append("Action: ").append(action).append('\n');
    if (status != null) fields.append("Status: ").append(status).append('\n');
    if (diagnostic != null) fields.append("Diagnostic-Code: ").append(diagnostic).append('\n');
    var recipient = delivery(read(message(fields.toString()))).recipients().getFirst();
    assertThat(recipient.action()).isEqualTo(wanted);
    assertThat(recipient.status()).isEqualTo(EnhancedCode.of(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // no types, brackets
        "Reporting-MTA: a.example||Final-Recipient: <a@b.example>|Action: failed|"
            + "|Final-Recipient: c@d.example|Action: failed",
        // everything in one group
        "Reporting-MTA: dns; a.example|Final-Recipient: rfc822;a@b.example|Action: failed|"
            + "Final-Recipient: rfc822;c@d.example|Action: failed",
        // many empty lines, blanks on them
        "||Reporting-MTA: dns; a.example| \t|||Final-Recipient: rfc822;a@b.example|"
            + "Action: failed|||Original-Recipient: rfc822;c@d.example|Action: failed|||",
        // no fields of the message
        "Final-Recipient: rfc822;a@b.example|Action: failed|Reporting-MTA: dns; a.example||"
            + "Final-Recipient: rfc822;c@d.example|Action: failed",
      })
  void what_others_write_is_read(String status) {
    var report = delivery(read(message(status.replace('|', '\n'))));
    assertThat(report.reportingMta().name()).isEqualTo("a.example");
    assertThat(report.recipients())
        .extracting(recipient -> recipient.recipient().address())
        .containsExactly("a@b.example", "c@d.example");
  }

  @Test
  void a_report_about_nobody_is_none() {
    assertThat(read(message("Reporting-MTA: dns; a.example")))
        .isEqualTo(new ReadReport.None("a delivery report about nobody"));
    assertThat(read("Subject: x\n\nHello\n")).isInstanceOf(ReadReport.None.class);
    assertThat(read("")).isInstanceOf(ReadReport.None.class);
  }

  @Test
  void a_retry_time_of_what_is_not_retried_is_left_out() {
    var report =
        delivery(
            read(
                message(
                    "Final-Recipient: rfc822;a@b.example\nAction: failed\n"
                        + "Will-Retry-Until: Mon, 2 Nov 2026 09:58:03 +0000")));
    assertThat(report.recipients().getFirst().willRetryUntil()).isNull();
    assertThat(report.reportingMta()).isEqualTo(MtaName.UNKNOWN);
  }

  @Test
  void a_footer_of_a_list_does_not_hide_the_report_but_a_forward_does() {
    var report = message("Final-Recipient: rfc822;a@b.example\nAction: failed");
    var inner = report.substring(report.indexOf("Content-Type"));
    var mixed =
        "Content-Type: multipart/mixed; boundary=o\n\n--o\n" + inner + "\n--o\n\nfooter\n--o--\n";
    assertThat(delivery(read(mixed)).recipients()).hasSize(1);
    var forward =
        "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n"
            + report
            + "\n--o--\n";
    assertThat(read(forward)).isInstanceOf(ReadReport.None.class);
  }

  @Test
  void a_bounce_of_qmail_is_read() {
    var found =
        read(
            """
            From: MAILER-DAEMON@mail.example.test
            Subject: failure notice

            Hi. This is the qmail-send program at mail.example.test.
            I'm afraid I wasn't able to deliver your message to the following addresses.
            This is a permanent error; I've given up. Sorry it didn't work out.

            <romeo@verona.example>:
            Sorry, no mailbox here by that name. (#5.1.1)

            <nurse@verona.example>:
            192.0.2.7 failed after I sent the message.
            Remote host said: 552 over quota

            --- Below this line is a copy of the message.

            Return-Path: <juliet@example.test>
            Message-ID: <2@example.test>

            text
            """);
    var report = delivery(found);
    assertThat(report.reportingMta()).isEqualTo(new MtaName("dns", "mail.example.test"));
    assertThat(report.recipients())
        .extracting(r -> r.recipient().address() + " " + r.status())
        .containsExactly("romeo@verona.example 5.1.1", "nurse@verona.example 5.0.0");
    if (found instanceof ReadReport.Delivery(_, var original))
      assertThat(Objects.requireNonNull(original).value("Message-ID"))
          .isEqualTo("<2@example.test>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hi. This is the",
        "Hi. This is x\n\n",
        "Hi. This is x\n\n\n\n<a>:\n",
        "Hi. This is \n\n<>:\n"
      })
  void cut_bounces_of_qmail_do_no_harm(String text) {
    assertThat(read("Subject: x\n\n" + text)).isNotNull();
  }

  @Test
  void hostile_reports_cost_little() {
    var many = "Final-Recipient: rfc822;a@b.example\nAction: failed\n\n".repeat(30_000);
    var oneGroup = "Final-Recipient: rfc822;a@b.example\n".repeat(40_000);
    var empty = "\n".repeat(900_000);
    var fields = "X: y\n".repeat(200_000);
    var longField = "Final-Recipient: rfc822;" + "(".repeat(900_000);
    var codes = "Final-Recipient: rfc822;a@b\nStatus: " + "5.".repeat(400_000);
    var qmail = "Hi. This is \n\n" + "<a>:\nx\n\n".repeat(120_000);
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          assertThat(delivery(read(message(many))).recipients())
              .hasSizeBetween(4_000, DeliveryReport.MAX_RECIPIENTS);
          for (var text : new String[] {oneGroup, empty, fields, longField, codes})
            assertThat(read(message(text))).isNotNull();
          assertThat(read("Subject: x\n\n" + qmail)).isNotNull();
        });
  }

  @Test
  void a_utf_8_address_is_read_in_all_its_forms() {
    for (var form :
        new String[] {
          "rom\\x{E9}o@verona.example", "roméo@verona.example", "rom\\x{0E9}o@verona.example"
        })
      assertThat(ReportedAddress.parse("UTF-8; " + form))
          .isEqualTo(new ReportedAddress("utf-8", "roméo@verona.example"));
    assertThat(ReportedAddress.parse("utf-8;a\\x{FFFFFF}b"))
        .isEqualTo(new ReportedAddress("utf-8", "a\\x{FFFFFF}b"));
  }

  @Test
  void a_part_in_a_transfer_encoding_is_read() {
    var encoded =
        message("RmluYWwtUmVjaXBpZW50OiByZmM4MjI7YUBiLmV4YW1wbGUK")
            .replace(
                "message/delivery-status\n",
                "message/global-delivery-status\nContent-Transfer-Encoding: base64\n");
    assertThat(delivery(read(encoded.replace("\n", "\r\n").getBytes(UTF_8))).recipients())
        .hasSize(1);
  }
}

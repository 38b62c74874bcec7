package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.wire.mail.HeaderField;

class FeedbackReportTest {

  private static final String REQUIRED =
      """
      Feedback-Type: Abuse
      User-Agent: SomeGenerator/1.0
      Version: 1
      """;

  private static ReadReport read(String fields) {
    return Reports.read(
        """
        From: <abusedesk@example.com>
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b

        This is an email abuse report.
        --b
        Content-Type: message/feedback-report

        %s
        --b
        Content-Type: message/rfc822
        Content-Disposition: inline

        From: <somespammer@example.net>
        Subject: Earn money

        Spam Spam Spam
        --b--
        """
            .formatted(fields));
  }

  private static FeedbackReport good(ReadReport report) {
    if (report instanceof ReadReport.Feedback feedback) return feedback.report();
    throw new AssertionError(report.toString());
  }

  // RFC 5965 Appendix B.1
  @Test
  void the_simple_example_is_read() {
    var found = read(REQUIRED);
    assertThat(good(found).type()).isEqualTo("abuse");
    assertThat(good(found).incidents()).isEqualTo(1);
    assertThat(good(found).mailFrom()).isNull();
    if (found instanceof ReadReport.Feedback(_, var original))
      assertThat(original.value("Subject")).isEqualTo("Earn money");
  }

  // RFC 5965 Appendix B.2
  @Test
  void the_full_example_is_read() {
    var report =
        good(
            read(
                REQUIRED
                    + """
                    Original-Mail-From: <somespammer@example.net>
                    Original-Rcpt-To: <user@example.com>
                    Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT
                    Reporting-MTA: dns; mail.example.com
                    Source-IP: 192.0.2.1
                    Authentication-Results: mail.example.com;
                                   spf=fail smtp.mail=somespammer@example.com
                    Reported-Domain: example.net
                    Reported-Uri: http://example.net/earn_money.html
                    Reported-Uri: mailto:user@example.com
                    Removal-Recipient: user@example.com
                    """));
    assertThat(report.mailFrom()).isEqualTo("somespammer@example.net");
    assertThat(report.rcptTo()).containsExactly("user@example.com");
    assertThat(report.arrival()).isEqualTo(Instant.parse("2005-03-08T18:00:00Z"));
    assertThat(report.reportingMta()).isEqualTo(new MtaName("dns", "mail.example.com"));
    assertThat(report.sourceIp()).isEqualTo("192.0.2.1");
    assertThat(report.authenticationResults())
        .containsExactly("mail.example.com; spf=fail smtp.mail=somespammer@example.com");
    assertThat(report.domains()).containsExactly("example.net");
    assertThat(report.uris())
        .isEqualTo(List.of("http://example.net/earn_money.html", "mailto:user@example.com"));
    assertThat(report.extensions())
        .containsExactly(new HeaderField("Removal-Recipient", "user@example.com"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Version: 1        | Version: x                  | a feedback report without a version",
        "Version: 1        | Version: 99999              | a feedback report without a version",
        "Feedback-Type: A  | X-A: A                      | a feedback report without a type",
        "User-Agent:       | X-Agent:                    | a feedback report without a user agent",
        "Version: 1        | 'Version: 1\n"
            + "Version: 1'    | a feedback report with two fields version",
        "Version: 1        | 'Version: 1\nIncidents: 0'  | a feedback report with a wrong count",
        "Version: 1        | 'Version: 1\n"
            + "Incidents: 4294967296' | a feedback report with a wrong count",
      })
  void a_malformed_report_is_refused_with_the_cause(String from, String to, String reason) {
    assertThat(read(REQUIRED.replace(from, to))).isEqualTo(new ReadReport.None(reason));
  }

  @Test
  void two_dates_of_arrival_are_malformed_but_the_historic_one_is_read() {
    var date = " Mon, 2 Nov 2026 09:58:03 +0000\n";
    assertThat(good(read(REQUIRED + "Received-Date:" + date)).arrival()).isEqualTo(Reports.ARRIVAL);
    assertThat(read(REQUIRED + "Received-Date:" + date + "Arrival-Date:" + date))
        .isEqualTo(new ReadReport.None("a feedback report with two dates of arrival"));
  }

  @Test
  void the_count_and_the_null_sender_are_read() {
    var report = good(read(REQUIRED + "Incidents: 4294967295 (many)\nOriginal-Mail-From: <>\n"));
    assertThat(report.incidents()).isEqualTo(4_294_967_295L);
    assertThat(report.mailFrom()).isEmpty();
  }

  @Test
  void without_the_message_it_is_refused() {
    var message =
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n--b\r\n"
            + "Content-Type: message/feedback-report\r\n\r\n"
            + REQUIRED
            + "\r\n--b--\r\n";
    assertThat(Reports.read(message.getBytes(UTF_8)))
        .isEqualTo(new ReadReport.None("a feedback report without the message"));
  }
}

package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.DmarcAlignment;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.mailauth.SpfIdentity;
import org.posthorn.wire.report.StatisticsMail;
import org.posthorn.wire.report.StatisticsMail.Attachment;
import org.posthorn.wire.report.TlsReport;

/// Our daily reports, as Python's libraries for mail, gzip, XML and JSON read them.
class StatisticsTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Instant BEGIN = Instant.parse("2026-11-25T00:00:00Z");
  private static final Instant END = Instant.parse("2026-11-26T00:00:00Z");

  private static final String READ =
      """
      import email, email.policy, gzip, json, sys
      import xml.etree.ElementTree as tree
      message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
      text, file = message.iter_parts()
      print(message['subject'])
      print(message.get_content_type(), message.get_param('report-type'))
      print(file.get_content_type(), file.get_filename())
      report = gzip.decompress(file.get_content())
      if file.get_filename().endswith('.xml.gz'):
          root = tree.fromstring(report)
          print(root.findtext('report_metadata/org_name'), root.findtext('record/row/count'))
      else:
          root = json.loads(report)
          print(root['organization-name'], root['policies'][0]['summary'])
      """;

  private static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(String subject, Attachment file)
      throws IOException, InterruptedException {
    var mail =
        new StatisticsMail(
            address("postmaster@our.example"),
            address("dmarc@verona.example"),
            subject,
            List.of(new HeaderField("TLS-Report-Domain", "verona.example")),
            "A report.\n",
            file);
    return Program.of(PYTHON, "-c", READ)
        .input(new String(mail.write(END, TestRandom.seeded(1)), US_ASCII))
        .run()
        .well()
        .output();
  }

  @TestFactory
  Stream<DynamicTest> python_reads_an_aggregate_report() {
    var row =
        new AggregateReport.Row(
            "192.0.2.1",
            42,
            DmarcPolicy.NONE,
            Alignment.PASS,
            Alignment.FAIL,
            List.of(),
            new AggregateReport.Identifiers("verona.example", "verona.example", null),
            List.of(),
            List.of(
                new AggregateReport.SpfOutcome("verona.example", SpfIdentity.MAIL_FROM, "pass")));
    var report =
        new AggregateReport(
            new AggregateReport.Metadata(
                "Us & Co", "a@our.example", null, "1@our.example", BEGIN, END),
            new AggregateReport.Published(
                "verona.example",
                DmarcAlignment.RELAXED,
                DmarcAlignment.RELAXED,
                DmarcPolicy.NONE,
                DmarcPolicy.NONE,
                100,
                "0"),
            List.of(row));
    var octets = StatisticsMail.compressed(report.xml());
    var file = new Attachment(null, "application/gzip", report.fileName("our.example"), octets);
    return Programs.HERE.test(
        "an aggregate report",
        "python3",
        _ ->
            assertThat(read(report.subject("our.example"), file))
                .isEqualTo(
                    """
                    Report Domain: verona.example Submitter: our.example Report-ID: <1@our.example>
                    multipart/mixed None
                    application/gzip our.example!verona.example!1795564800!1795651200!1ourexample.xml.gz
                    Us & Co 42
                    """));
  }

  @TestFactory
  Stream<DynamicTest> python_reads_a_tls_report() {
    var result =
        new TlsReport.Result(
            "sts", List.of("version: STSv1"), "verona.example", List.of(), 7, 0, List.of());
    var report =
        new TlsReport("Us & Co", "a@our.example", "1@our.example", BEGIN, END, List.of(result));
    var octets = StatisticsMail.compressed(report.json());
    var name = report.fileName("our.example", "verona.example");
    var file = new Attachment("tlsrpt", "application/tlsrpt+gzip", name, octets);
    return Programs.HERE.test(
        "a TLS report",
        "python3",
        _ ->
            assertThat(read(report.subject("our.example", "verona.example"), file))
                .isEqualTo(
                    """
                    Report Domain: verona.example Submitter: our.example Report-ID: <1@our.example>
                    multipart/report tlsrpt
                    application/tlsrpt+gzip \
                    our.example!verona.example!1795564800!1795651200!1ourexample.json.gz
                    Us & Co {'total-successful-session-count': 7, 'total-failure-session-count': 0}
                    """));
  }
}

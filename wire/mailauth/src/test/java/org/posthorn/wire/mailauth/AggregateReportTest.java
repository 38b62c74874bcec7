package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.AggregateReport.PolicyOverride;

class AggregateReportTest {

  private static AggregateReport report(String text) {
    var row =
        new AggregateReport.Row(
            "2001:db8::1",
            42,
            DmarcPolicy.QUARANTINE,
            Alignment.PASS,
            Alignment.FAIL,
            List.of(new PolicyOverride(PolicyOverride.Reason.SAMPLED_OUT, text)),
            new AggregateReport.Identifiers("example.com", "bounce.example.com", null),
            List.of(new AggregateReport.DkimOutcome("example.com", "20261120r", "pass")),
            List.of(
                new AggregateReport.SpfOutcome("example.com", SpfIdentity.MAIL_FROM, "softfail"),
                new AggregateReport.SpfOutcome("mail.example.com", SpfIdentity.HELO, "pass")));
    return new AggregateReport(
        new AggregateReport.Metadata(
            text,
            "dmarc@receiver.example",
            null,
            "2026.11.20.1",
            Instant.ofEpochSecond(1_795_000_000L),
            Instant.ofEpochSecond(1_795_086_400L)),
        new AggregateReport.Published(
            "example.com",
            DmarcAlignment.RELAXED,
            DmarcAlignment.STRICT,
            DmarcPolicy.REJECT,
            DmarcPolicy.NONE,
            50,
            "1:d"),
        List.of(row, row));
  }

  private static ReportReading read(String xml) {
    return AggregateReportReader.read(xml.getBytes(UTF_8));
  }

  @Test
  void what_is_written_is_read_however_it_is_packed() throws IOException {
    var report = report("Receiver & <Söhne>");
    var expected = new ReportReading.Read(report);
    var xml = report.xml().getBytes(UTF_8);
    assertThat(AggregateReportReader.read(xml)).isEqualTo(expected);
    assertThat(AggregateReportReader.read(gzip(xml))).isEqualTo(expected);
    var zipped = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(zipped)) {
      zip.putNextEntry(new ZipEntry("report.xml"));
      zip.write(xml);
    }
    assertThat(AggregateReportReader.read(zipped.toByteArray())).isEqualTo(expected);
  }

  private static byte[] gzip(byte[] octets) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(octets);
    }
    return packed.toByteArray();
  }

  @Test
  void file_and_subject_are_named_by_the_rules() {
    assertThat(report("x").fileName("mail.receiver.example"))
        .isEqualTo("mail.receiver.example!example.com!1795000000!1795086400!202611201.xml.gz");
    assertThat(report("x").subject("mail.receiver.example"))
        .isEqualTo(
            "Report Domain: example.com Submitter: mail.receiver.example Report-ID:"
                + " <2026.11.20.1>");
  }

  @Test
  void reports_with_a_namespace_and_without_half_of_it_are_read() {
    var xml =
        """
        <feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">
          <report_metadata><org_name>x</org_name>
            <date_range><begin>1</begin><end>2</end></date_range></report_metadata>
          <policy_published><domain>example.com</domain><p>reject</p></policy_published>
          <extension><a><b/></a></extension>
          <record><row><source_ip>192.0.2.1</source_ip><count>1</count>
            <policy_evaluated><disposition>none</disposition></policy_evaluated></row>
            <identifiers><header_from>example.com</header_from></identifiers></record>
        </feedback>
        """;
    assertThat(read(xml)).isInstanceOf(ReportReading.Read.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no xml",
        "<html/>",
        "<feedback/>",
        "<feedback>",
        "<feedback><report_metadata/><policy_published/></feedback>",
        "<feedback><report_metadata><date_range/></report_metadata><policy_published/></feedback>",
        "<feedback><record/></feedback>",
        "<!DOCTYPE feedback [<!ENTITY x \"y\">]><feedback>&x;</feedback>",
        "<!DOCTYPE feedback SYSTEM \"file:///etc/passwd\"><feedback/>",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]><feedback/>",
        "<feedback><a>&unknown;</a></feedback>",
        "PK",
        "\u001f\u008b"
      })
  void what_is_no_report_is_refused(String xml) {
    assertThat(read(xml)).isInstanceOf(ReportReading.Refused.class);
  }

  @Test
  void bombs_do_not_go_off() throws IOException {
    var head = "<feedback><a>".getBytes(UTF_8);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(head);
      var chunk = "x".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 80; i++) gzip.write(chunk);
    }
    assertThat(AggregateReportReader.read(packed.toByteArray()))
        .isInstanceOf(ReportReading.Refused.class);
    assertThat(read("<feedback>" + "<a>".repeat(100_000)))
        .isInstanceOf(ReportReading.Refused.class);
    assertThat(read("<feedback><a>" + "<b/>".repeat(100_000) + "</a></feedback>"))
        .isInstanceOf(ReportReading.Refused.class);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(40).map(String::strip).filter(it -> !it.isEmpty());
  }

  @Property
  void any_text_can_be_reported(@ForAll("texts") String text) {
    assertThat(read(report(text).xml())).isInstanceOf(ReportReading.Read.class);
  }
}

package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReportTest {

  private static final TlsReport REPORT =
      new TlsReport(
          "Söhne & \"Co\"",
          "tls@our.example",
          "2026-11-25.tls.1@our.example",
          Instant.parse("2026-11-25T00:00:00Z"),
          Instant.parse("2026-11-26T00:00:00Z"),
          List.of(
              new TlsReport.Result(
                  "tlsa", List.of("3 1 1 00ff"), "verona.example", List.of(), 7, 0, List.of()),
              new TlsReport.Result(
                  "sts",
                  List.of("version: STSv1", "mode: enforce"),
                  "verona.example",
                  List.of("*.verona.example"),
                  0,
                  3,
                  List.of(
                      new TlsReport.Failure(
                          "certificate-expired",
                          "192.0.2.1",
                          "mx.verona.example",
                          null,
                          3,
                          "x")))));

  private static TlsReportReader.Reading read(String json) {
    return TlsReportReader.read(json.getBytes(UTF_8));
  }

  @Test
  void what_is_written_is_read() throws IOException {
    var expected = new TlsReportReader.Reading.Read(REPORT);
    assertThat(read(REPORT.json())).isEqualTo(expected);
    assertThat(TlsReportReader.read(StatisticsMail.compressed(REPORT.json()))).isEqualTo(expected);
  }

  @Test
  void file_and_subject_are_named_by_the_rules() {
    assertThat(REPORT.fileName("our.example", "verona.example"))
        .isEqualTo(
            "our.example!verona.example!1795564800!1795651200!20261125tls1ourexample.json.gz");
    assertThat(REPORT.subject("our.example", "verona.example"))
        .isEqualTo(
            "Report Domain: verona.example Submitter: our.example Report-ID:"
                + " <2026-11-25.tls.1@our.example>");
  }

  @Test
  void a_policy_may_be_one_text_and_a_time_have_a_zone() {
    var json =
        """
        {"date-range":{"start-datetime":"2026-11-25T01:00:00+01:00",
        "end-datetime":"2026-11-25T23:59:59Z"},
        "policies":[{"policy":{"policy-type":"sts","policy-string":"a","mx-host":"mx"}}],"x":[1]}
        """;
    assertThat(read(json))
        .isInstanceOfSatisfying(
            TlsReportReader.Reading.Read.class,
            read -> {
              assertThat(read.report().begin()).isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
              assertThat(read.report().results().getFirst().hosts()).containsExactly("mx");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"policies\":[]}",
        "{\"date-range\":{\"start-datetime\":\"today\",\"end-datetime\":\"\"},\"policies\":[]}",
        "\u001f\u008b"
      })
  void what_is_no_report_is_refused(String json) {
    assertThat(read(json)).isInstanceOf(TlsReportReader.Reading.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e400", "99999999999999999999", "\"7\""})
  void counts_are_whole_numbers(String count) {
    var json =
        """
        {"date-range":{"start-datetime":"2026-11-25T00:00:00Z",
        "end-datetime":"2026-11-26T00:00:00Z"},
        "policies":[{"summary":{"total-successful-session-count":%s}}]}
        """;
    assertThat(read(json.formatted(count))).isInstanceOf(TlsReportReader.Reading.Refused.class);
    assertThat(read(json.formatted("7"))).isInstanceOf(TlsReportReader.Reading.Read.class);
  }

  @Test
  void bombs_do_not_go_off() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      var chunk = " ".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 20; i++) gzip.write(chunk);
    }
    assertThat(TlsReportReader.read(packed.toByteArray()))
        .isEqualTo(new TlsReportReader.Reading.Refused("too large"));
    assertThat(read("[".repeat(100_000))).isInstanceOf(TlsReportReader.Reading.Refused.class);
    assertThat(
            read(
                REPORT
                    .json()
                    .replace(
                        "\"policies\":[",
                        "\"policies\":[" + "{},".repeat(TlsReportReader.MAX_POLICIES))))
        .isInstanceOf(TlsReportReader.Reading.Refused.class);
  }

  @Property
  void any_octets_are_read_or_refused(@ForAll byte[] octets) {
    assertThat(TlsReportReader.read(octets)).isNotNull();
  }
}

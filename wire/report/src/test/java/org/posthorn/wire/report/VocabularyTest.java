package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.OriginalRecipient;
import org.posthorn.wire.smtp.Reply;

class VocabularyTest {

  // RFC 3461 §9.2
  @Test
  void a_reply_of_several_lines_becomes_one() {
    var reply =
        new Reply(
            550, null, List.of("mailbox unavailable", "user has moved with no forwarding address"));
    assertThat(DiagnosticCode.smtp(reply).field())
        .isEqualTo("smtp; 550-mailbox unavailable 550 user has moved with no forwarding address");
  }

  @Test
  void what_orcpt_said_is_decoded() {
    assertThat(ReportedAddress.of(new OriginalRecipient("rfc822", "romeo+2Bx@verona.example")))
        .isEqualTo(new ReportedAddress("rfc822", "romeo+x@verona.example"));
    assertThat(ReportedAddress.of(new OriginalRecipient("utf-8", "rom\\x{E9}o@verona.example")))
        .isEqualTo(new ReportedAddress("utf-8", "roméo@verona.example"));
  }

  @Test
  void text_is_one_line_of_bounded_length() {
    assertThat(new DiagnosticCode("SMTP", " a\r\n\t b\0\u0085c\u2029 ").text()).isEqualTo("a b c");
    assertThat(new DiagnosticCode("smtp", "x".repeat(100_000)).text()).hasSize(4_000);
    assertThat(new DiagnosticCode("smtp", "\ud83d").text()).isEqualTo("\ufffd");
    assertThat(new DiagnosticCode("smtp", "x" + "\ud83d\udcec".repeat(3_000)).text())
        .doesNotContain("\ufffd")
        .hasSize(3_999);
  }

  @Test
  void what_cannot_be_written_is_refused() {
    assertThatThrownBy(() -> new ReportedAddress("a b", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReportedAddress("rfc822", " \r\n "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MtaName("dns", "")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DeliveryReport.of(Reports.REPORTER, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    for (var name : new String[] {"Status", "ACTION", "a:b", "a b", "", "ä"})
      assertThatThrownBy(() -> extended(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reports.unknown().withAttempts(null, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RecipientReport extended(String name) {
    return new RecipientReport(
        null,
        new ReportedAddress("rfc822", "a@b"),
        Action.FAILED,
        EnhancedCode.of("5.0.0"),
        null,
        null,
        null,
        null,
        null,
        List.of(new HeaderField(name, "x")));
  }

  @Test
  void moments_are_cut_to_seconds_and_to_what_a_field_can_say() {
    var report = Reports.delayed();
    var moment = Instant.parse("2026-11-02T10:00:00.999Z");
    assertThat(report.withAttempts(moment, Instant.MAX))
        .isEqualTo(report.withAttempts(Instant.parse("2026-11-02T10:00:00Z"), null));
  }

  @Test
  void long_fields_are_folded_and_long_subjects_encoded() {
    var fields = new FieldWriter().field("X", "word ".repeat(40).strip()).toString();
    assertThat(fields.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    assertThat(new FieldWriter().field("X", "x".repeat(3_000)).toString().split("\r\n", -1))
        .allMatch(line -> line.length() <= 998);
    var subject = new FieldWriter().unstructured("Subject", "ü".repeat(200)).toString();
    assertThat(subject.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    var decoded = HeaderFields.of((subject + "\r\n").getBytes(US_ASCII));
    assertThat(decoded.field(0).decoded()).isEqualTo("ü".repeat(200));
    assertThat(FieldWriter.phrase("Mail \"system\"")).isEqualTo("\"Mail \\\"system\\\"\"");
  }
}

package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthorn.wire.report.Reports.ORIGINAL;
import static org.posthorn.wire.report.Reports.recipient;
import static org.posthorn.wire.report.Reports.report;
import static org.posthorn.wire.report.Reports.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.report.DeliveryReportWriter.Notice;
import org.posthorn.wire.smtp.DsnReturn;

class DeliveryReportWriterTest {

  @ParameterizedTest
  @ValueSource(strings = {"failed-en", "delayed-en", "delivered-en", "mixed-en-de", "failed-de"})
  void the_default_reports_are_what_a_reviewer_saw(String name) throws IOException {
    var written = golden(name).text().replace("\r\n", "\n");
    try (var in = getClass().getResourceAsStream(name + ".eml")) {
      if (in == null) throw new AssertionError(name + ".eml is missing:\n" + written);
      assertThat(written).isEqualTo(new String(in.readAllBytes(), UTF_8));
    }
  }

  private static Reports.Written golden(String name) {
    var original = OriginalMessage.of(ORIGINAL.getBytes(UTF_8));
    var report =
        switch (name) {
          case "failed-en", "failed-de" -> report(Reports.unknown());
          case "delayed-en" -> report(Reports.delayed());
          case "delivered-en" ->
              report(recipient("romeo@verona.example", Action.DELIVERED, "2.1.5"));
          default ->
              report(
                  Reports.unknown(),
                  Reports.delayed(),
                  recipient("friar@verona.example", Action.RELAYED, "2.0.0"),
                  recipient("all@verona.example", Action.EXPANDED, "2.0.0"));
        };
    var texts =
        switch (name) {
          case "failed-de" -> new ReportTexts[] {ReportTexts.german()};
          case "mixed-en-de" -> new ReportTexts[] {ReportTexts.english(), ReportTexts.german()};
          default -> new ReportTexts[] {ReportTexts.english()};
        };
    var notice = new Notice(report, Reports.toJuliet(), original, DsnReturn.FULL);
    return write(notice, ReportTransport.SEVEN_BIT, texts);
  }

  @Test
  void the_header_is_that_of_an_automatic_answer() {
    var written = write(report(Reports.unknown()), ORIGINAL, DsnReturn.HDRS);
    var header = written.text().substring(0, written.text().indexOf("\r\n\r\n"));
    assertThat(header)
        .contains("Date: Mon, 2 Nov 2026 10:00:00 +0000\r\n")
        .contains("From: Mail system <postmaster@mx.example.test>\r\n")
        .contains("To: juliet@example.test\r\n")
        .contains("Subject: Not delivered: Tonight at the balcony\r\n")
        .contains("Message-ID: <" + written.facts().messageId() + ">\r\n")
        .contains("In-Reply-To: <balcony@example.test>\r\n")
        .contains("Auto-Submitted: auto-replied\r\n")
        .contains("multipart/report; report-type=delivery-status;")
        .doesNotContain("Return-Path");
  }

  @Test
  void all_returns_the_message_only_for_failures() {
    var failed = write(report(Reports.unknown()), ORIGINAL, DsnReturn.FULL);
    assertThat(failed.facts().returned()).isEqualTo(ReturnedContent.MESSAGE);
    assertThat(failed.text()).contains("message/rfc822\r\n", ORIGINAL);
    var delayed = write(report(Reports.delayed()), ORIGINAL, DsnReturn.FULL);
    assertThat(delayed.facts().returned()).isEqualTo(ReturnedContent.HEADER);
    assertThat(delayed.text()).contains("text/rfc822-headers\r\n").doesNotContain("Come at nine");
  }

  @Test
  void without_the_original_there_are_two_parts() {
    var notice = new Notice(report(Reports.unknown()), Reports.toJuliet(), null, DsnReturn.FULL);
    var written = write(notice, ReportTransport.SEVEN_BIT);
    assertThat(written.facts().returned()).isEqualTo(ReturnedContent.NOTHING);
    assertThat(written.text())
        .contains("Subject: Not delivered\r\n")
        .doesNotContain("rfc822-headers", "In-Reply-To");
  }

  @Test
  void an_eight_bit_original_goes_whole_only_where_eight_bits_go() {
    var original = ORIGINAL + "Grüße\r\n";
    var seven = write(report(Reports.unknown()), original, DsnReturn.FULL);
    assertThat(seven.facts().returned()).isEqualTo(ReturnedContent.HEADER);
    assertThat(seven.facts().eightBit()).isFalse();
    assertThat(seven.bytes()).doesNotContain((byte) 0xC3);
    var notice =
        new Notice(
            report(Reports.unknown()),
            Reports.toJuliet(),
            OriginalMessage.of(original.getBytes(UTF_8)),
            DsnReturn.FULL);
    var eight = write(notice, ReportTransport.EIGHT_BIT);
    assertThat(eight.facts().returned()).isEqualTo(ReturnedContent.MESSAGE);
    assertThat(eight.facts().eightBit()).isTrue();
    assertThat(eight.facts().smtpUtf8()).isFalse();
    assertThat(eight.text()).contains("Content-Transfer-Encoding: 8bit\r\n\r\nReceived:");
  }

  @Test
  void an_internationalized_original_is_a_global_message() {
    var original = ORIGINAL.replace("To: romeo", "To: roméo");
    var whole = write(report(Reports.unknown()), original, DsnReturn.FULL);
    assertThat(whole.text()).contains("message/global\r\nContent-Transfer-Encoding: base64\r\n");
    assertThat(whole.facts().returned()).isEqualTo(ReturnedContent.MESSAGE);
    var header = write(report(Reports.unknown()), original, DsnReturn.HDRS);
    assertThat(header.text())
        .contains("message/global-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n")
        .contains("To: rom=C3=A9o@verona.example\r\n");
    assertThat(header.facts().eightBit()).isFalse();
  }

  @Test
  void a_header_in_no_known_charset_is_returned_as_it_is() {
    var original = ORIGINAL.replace("Tonight", "Heut\u00e4bend").getBytes(ISO_8859_1);
    var notice =
        new Notice(
            report(Reports.unknown()),
            Reports.toJuliet(),
            OriginalMessage.of(original),
            DsnReturn.HDRS);
    var written = write(notice, ReportTransport.EIGHT_BIT);
    assertThat(written.text())
        .contains("text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n")
        .contains("Subject: Heut=E4bend at the balcony\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare\nline", "bare\rreturn", "zero\0", "long"})
  void what_smtp_cannot_carry_is_not_returned_whole(String body) {
    var text = body.equals("long") ? "x".repeat(1_500) : body;
    var written = write(report(Reports.unknown()), ORIGINAL + text, DsnReturn.FULL);
    assertThat(written.facts().returned()).isEqualTo(ReturnedContent.HEADER);
    assertSound(written.bytes());
  }

  @Test
  void an_original_of_bare_line_ends_gives_its_header_with_crlf() {
    var written = write(report(Reports.unknown()), ORIGINAL.replace("\r\n", "\n"), DsnReturn.HDRS);
    assertThat(written.text()).contains("\r\nTo: romeo@verona.example\r\nSubject:");
    assertSound(written.bytes());
  }

  @Test
  void a_large_original_is_read_in_pieces_and_comes_back_as_its_header() {
    long size = 3L << 30;
    var pieces = new int[] {0};
    var message = new OriginalMessage(span -> new Endless(span, pieces), size);
    var notice = new Notice(report(Reports.unknown()), Reports.toJuliet(), message, DsnReturn.FULL);
    // Its facts are not needed beyond the limit, and are found without holding it.
    var written = write(notice, ReportTransport.SEVEN_BIT);
    assertThat(written.facts().returned()).isEqualTo(ReturnedContent.HEADER);
    assertThat(written.bytes().length).isLessThan(100_000);
    assertThat(pieces[0]).isLessThan(200);
  }

  /// A header of its own length, in lines.
  private static final class Endless extends InputStream {
    private final int[] pieces;
    private long left;
    private int column;

    Endless(Span span, int[] pieces) {
      left = span.length();
      this.pieces = pieces;
    }

    @Override
    public int read() {
      if (left-- <= 0) return -1;
      column = (column + 1) % 70;
      return column == 68
          ? '\r'
          : column == 69 ? '\n' : column == 1 ? 'X' : column == 2 ? ':' : 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      pieces[0]++;
      for (int i = 0; i < length; i++) {
        int octet = read();
        if (octet < 0) return i == 0 ? -1 : i;
        bytes[offset + i] = (byte) octet;
      }
      return length;
    }
  }

  @Test
  void what_strangers_said_ends_no_line_and_no_part() {
    var evil = "x\r\n\r\n--=_ \r\nContent-Type: text/html\r\n\r\n<b>\u2028\u0000";
    var report =
        new DeliveryReport(
            REPORTER_WITH_LINES,
            null,
            null,
            "id\r\nX-Injected: 1",
            List.of(
                Reports.unknown()
                    .withOriginal(new ReportedAddress("rfc822", "a\r\nX-Injected: 2"))
                    .withDiagnostic(null, new DiagnosticCode("smtp", evil))),
            List.of());
    var subject = ORIGINAL.replace("Tonight", "=?utf-8?q?a=0D=0AX-Injected:_3=00?=");
    var written = write(report, subject, DsnReturn.FULL);
    assertSound(written.bytes());
    assertThat(written.text().lines()).noneMatch(line -> line.startsWith("X-Injected"));
    assertThat(Reports.delivery(Reports.read(written.bytes())).recipients()).hasSize(1);
  }

  private static final MtaName REPORTER_WITH_LINES = new MtaName("dns", "mx\r\nX-Injected: 0");

  @Test
  void braces_of_strangers_are_no_template() {
    var report =
        report(
            Reports.unknown()
                .withDiagnostic(
                    null, new DiagnosticCode("smtp", "550 {{postmaster}} {{#failed}}")));
    assertThat(write(report, ORIGINAL, DsnReturn.HDRS).text())
        .contains("550 {{postmaster}} {{#failed}}");
  }

  @Test
  void a_sender_beyond_ascii_makes_the_report_one_for_smtputf8() {
    var mail =
        ReportMail.fromPostmaster(
            Reports.HOST, "Postamt Köln", Reports.address("jülia@exämple.test"));
    var notice = new Notice(report(Reports.unknown()), mail, null, DsnReturn.HDRS);
    var written = write(notice, ReportTransport.SEVEN_BIT);
    assertThat(written.facts().smtpUtf8()).isTrue();
    assertThat(written.text())
        .contains("To: jülia@exämple.test\r\n")
        .contains("From: =?utf-8?B?UG9zdGFtdCBLw7Zsbg==?= <postmaster@mx.example.test>\r\n");
    var domainOnly =
        new Notice(
            report(Reports.unknown()),
            ReportMail.fromPostmaster(Reports.HOST, "", Reports.address("julia@exämple.test")),
            null,
            DsnReturn.HDRS);
    var ascii = write(domainOnly, ReportTransport.SEVEN_BIT);
    assertThat(ascii.facts().smtpUtf8()).isFalse();
    assertThat(ascii.text()).contains("To: julia@xn--exmple-cua.test\r\n");
  }

  @Test
  void a_recipient_beyond_ascii_has_a_seven_bit_form() {
    var report = report(recipient("rom\u00e9o+a@verona.example", Action.FAILED, "5.1.1"));
    var written = write(report, ORIGINAL, DsnReturn.HDRS);
    assertThat(written.text())
        .contains("Content-Type: message/delivery-status\r\n")
        .contains("Final-Recipient: utf-8;rom\\x{E9}o\\x{2B}a@verona.example\r\n");
    assertThat(Reports.delivery(Reports.read(written.bytes()))).isEqualTo(report);
  }

  @Test
  void a_reply_beyond_ascii_needs_the_global_form() {
    var report =
        report(
            recipient("rom\u00e9o@verona.example", Action.FAILED, "5.1.1")
                .withDiagnostic(
                    null, new DiagnosticCode("smtp", "550 unbekannter Empf\u00e4nger")));
    var notice = new Notice(report, Reports.toJuliet(), null, DsnReturn.HDRS);
    var eight = write(notice, ReportTransport.EIGHT_BIT);
    assertThat(eight.text())
        .contains("message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n")
        .contains("Final-Recipient: utf-8;rom\u00e9o@verona.example\r\n");
    var seven = write(notice, ReportTransport.SEVEN_BIT);
    assertThat(seven.facts().eightBit()).isFalse();
    assertThat(Reports.delivery(Reports.read(eight.bytes()))).isEqualTo(report);
    assertThat(Reports.delivery(Reports.read(seven.bytes()))).isEqualTo(report);
  }

  @Test
  void a_broken_source_or_stream_is_the_callers_to_know() {
    var broken =
        new OriginalMessage(
            _ -> {
              throw new IOException("gone");
            },
            10);
    var writer =
        new DeliveryReportWriter(
            List.of(ReportTexts.english()), ManualClock.standing(), TestRandom.seeded(1));
    var notice = new Notice(report(Reports.unknown()), Reports.toJuliet(), broken, DsnReturn.FULL);
    assertThatThrownBy(
            () -> writer.write(notice, ReportTransport.SEVEN_BIT, OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
  }

  /// CRLF, no long lines, no zero bytes.
  static void assertSound(byte[] message) {
    var facts = OriginalMessageTest.facts(message).content();
    assertThat(facts.soundText()).isTrue();
    assertThat(facts.nul()).isFalse();
    assertThat(facts.longestLine()).isLessThanOrEqualTo(1000);
    assertThat(facts.endsWithCrLf()).isTrue();
  }
}

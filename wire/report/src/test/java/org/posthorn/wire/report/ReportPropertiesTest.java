package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.report.DeliveryReportWriter.Notice;
import org.posthorn.wire.smtp.DsnReturn;
import org.posthorn.wire.smtp.EnhancedCode;

class ReportPropertiesTest {

  @Property
  void what_is_written_is_read(
      @ForAll("reports") DeliveryReport report,
      @ForAll("mails") String mail,
      @ForAll DsnReturn content,
      @ForAll ReportTransport transport) {
    var notice = notice(report, mail, content);
    var written = Reports.write(notice, transport, ReportTexts.english(), ReportTexts.german());
    assertThat(Reports.delivery(Reports.read(written.bytes()))).isEqualTo(report);
  }

  @Property
  void every_report_is_sound_and_says_truly_what_it_needs(
      @ForAll("reports") DeliveryReport report,
      @ForAll("mails") String mail,
      @ForAll DsnReturn content,
      @ForAll ReportTransport transport) {
    var written = Reports.write(notice(report, mail, content), transport);
    DeliveryReportWriterTest.assertSound(written.bytes());
    boolean eightBit = false;
    for (byte octet : written.bytes()) eightBit |= octet < 0;
    assertThat(written.facts().eightBit()).isEqualTo(eightBit);
    if (transport == ReportTransport.SEVEN_BIT) assertThat(eightBit).isFalse();
  }

  @Property
  void mime4j_sees_the_same_parts(
      @ForAll("reports") DeliveryReport report,
      @ForAll("mails") String mail,
      @ForAll DsnReturn content,
      @ForAll ReportTransport transport)
      throws IOException, MimeException {
    var written = Reports.write(notice(report, mail, content), transport);
    var parts = oracle(written.bytes());
    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).type()).isEqualTo("text/plain");
    assertThat(parts.get(1).type())
        .isIn("message/delivery-status", "message/global-delivery-status");
    assertThat(parts.get(1).content()).isEqualTo(DeliveryStatus.of(report).text());
    var original = Mails.named(mail).bytes();
    if (written.facts().returned() == ReturnedContent.MESSAGE) {
      assertThat(parts.get(2).type()).isIn("message/rfc822", "message/global");
      assertThat(parts.get(2).content().getBytes(ISO_8859_1)).isEqualTo(latin(original));
    } else {
      assertThat(parts.get(2).type()).isIn("text/rfc822-headers", "message/global-headers");
      var header = OriginalMessageTest.facts(original).headerLines();
      assertThat(parts.get(2).content()).isEqualTo(new String(header, UTF_8));
    }
  }

  /// What `Part` would hold of these octets if they were read as UTF-8.
  private static byte[] latin(byte[] octets) {
    return new String(octets, UTF_8).getBytes(ISO_8859_1);
  }

  private record Part(String type, String content) {}

  private static List<Part> oracle(byte[] message) throws IOException, MimeException {
    var config = MimeConfig.custom().setMaxLineLen(-1).setMaxHeaderLen(-1).setMaxHeaderCount(-1);
    var stream = new MimeTokenStream(config.build());
    stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
    stream.parse(new ByteArrayInputStream(message));
    var parts = new ArrayList<Part>();
    for (var state = stream.getState();
        state != EntityState.T_END_OF_STREAM;
        state = stream.next()) {
      if (state != EntityState.T_BODY) continue;
      var content = stream.getDecodedInputStream().readAllBytes();
      parts.add(new Part(stream.getBodyDescriptor().getMimeType(), new String(content, UTF_8)));
    }
    return parts;
  }

  @Property
  void a_disposition_that_is_written_is_read(@ForAll("dispositions") DispositionReport report)
      throws IOException {
    var written =
        DispositionReportTest.write(report, "Es ist da: \u00fc\n", ReportTransport.SEVEN_BIT);
    DeliveryReportWriterTest.assertSound(written);
    if (Reports.read(written) instanceof ReadReport.Disposition(var read, _))
      assertThat(read).isEqualTo(report);
    else throw new AssertionError("not read");
  }

  @Property(tries = 1000)
  void damaged_reports_do_no_harm(
      @ForAll("damages") String damage, @ForAll @IntRange(max = 999) int perMille) {
    var report = Reports.report(Reports.unknown(), Reports.delayed());
    var text =
        Reports.write(notice(report, "plain", DsnReturn.FULL), ReportTransport.SEVEN_BIT).text();
    int at = text.length() * perMille / 1000;
    var damaged = text.substring(0, at) + damage + text.substring(Math.min(text.length(), at + 3));
    assertThat(Reports.read(damaged.getBytes(ISO_8859_1))).isNotNull();
  }

  @Property(tries = 1000)
  void any_fields_at_all_are_read_or_not(@ForAll("fields") String fields) {
    var octets = fields.getBytes(UTF_8);
    DeliveryStatusParser.parse(octets);
    DispositionReport.parse(octets);
    assertThat(FeedbackReport.parse(octets)).isNotNull();
    QmailBounce.parse(("Hi. This is " + fields).getBytes(UTF_8));
  }

  private static Notice notice(DeliveryReport report, String mail, DsnReturn content) {
    var original = OriginalMessage.of(Mails.named(mail).bytes());
    return new Notice(report, Reports.toJuliet(), original, content);
  }

  @Provide
  Arbitrary<String> mails() {
    return Arbitraries.of(
        Mails.all().stream().filter(mail -> mail.bytes().length < 50_000).map(Mail::name).toList());
  }

  @Provide
  Arbitrary<String> damages() {
    return Arbitraries.of(
            "", "\r\n", "\n\n", "\0", ";", ":", "(", "<", "--", "\u00e4", "=?", "\r", " ")
        .list()
        .ofMaxSize(6)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> fields() {
    var pieces =
        Arbitraries.of(
            "Final-Recipient: ",
            "Original-Recipient: ",
            "Action: ",
            "Status: ",
            "Disposition: ",
            "Will-Retry-Until: ",
            "Arrival-Date: ",
            "Version: 1",
            "Incidents: ",
            "99999999999",
            "Feedback-Type: abuse",
            "User-Agent: x",
            "Reporting-MTA: ",
            "rfc822;",
            "utf-8;",
            "\\x{110000}",
            "\\x{D800}",
            "<a@b>",
            "failed",
            "delayed",
            "5.1.1",
            "/",
            ",",
            ";",
            "(",
            "\n",
            "\n",
            "\r\n",
            " ",
            "\t",
            "\0",
            "\u00e4",
            "Mon, 2 Nov 0001 09:58:03 +0000",
            "manual-action/MDN-sent-manually; displayed",
            "--- ",
            "<a>:",
            ":",
            "X-\u00e4: y");
    return pieces.list().ofMaxSize(25).map(list -> String.join("", list));
  }

  private static Arbitrary<String> text() {
    var words =
        Arbitraries.of(
            "550",
            "5.1.1",
            "no",
            "such",
            "user",
            "(lost)",
            ";",
            "a@b",
            "\u00fcber",
            "\u6771\u4eac",
            "=?utf-8?q?x?=",
            "{{x}}",
            "\\x{41}",
            ":",
            "--",
            ".",
            "x".repeat(80),
            "\ud83d\udcec");
    return words.list().ofMinSize(1).ofMaxSize(30).map(list -> String.join(" ", list));
  }

  private static Arbitrary<ReportedAddress> addresses() {
    return Arbitraries.of(
        new ReportedAddress("rfc822", "romeo@verona.example"),
        new ReportedAddress("rfc822", "\"a  b;c\"@verona.example"),
        new ReportedAddress("utf-8", "rom\u00e9o+x=y@verona.example"),
        new ReportedAddress("utf-8", "a\\x{41}b c@example"),
        new ReportedAddress("utf-8", "\ud83d\udcec@example"),
        new ReportedAddress("rfc822", "stra\u00dfe@verona.example"),
        new ReportedAddress("x400", "/G=Romeo/S=Montague/"));
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(-2_000_000_000L, 200_000_000_000L)
        .map(Instant::ofEpochSecond);
  }

  private static Arbitrary<List<HeaderField>> extensions() {
    return text()
        .list()
        .ofMaxSize(2)
        .map(texts -> texts.stream().map(t -> new HeaderField("X-Extra", t)).toList());
  }

  private static Arbitrary<RecipientReport> recipients() {
    var code =
        Combinators.combine(
                Arbitraries.of(2, 4, 5),
                Arbitraries.of(0, 1, 7, 999),
                Arbitraries.of(0, 1, 20, 999))
            .as(EnhancedCode::new);
    var mta = Arbitraries.of(new MtaName("dns", "mail.example"), new MtaName("x-local", "A b (c)"));
    var said = text().map(text -> new DiagnosticCode("smtp", text));
    return Combinators.combine(
            addresses().injectNull(0.5),
            addresses(),
            Arbitraries.of(Action.class),
            code,
            mta.injectNull(0.3),
            said.injectNull(0.3),
            instants().injectNull(0.3),
            extensions())
        .as((original, recipient, action, status, remote, diagnostic, last, extra) ->
            new RecipientReport(
                original,
                recipient,
                action,
                status,
                remote,
                diagnostic,
                last,
                diagnostic == null ? null : "log 1",
                action == Action.DELAYED ? last : null,
                extra));
  }

  @Provide
  Arbitrary<DeliveryReport> reports() {
    return Combinators.combine(
            instants().injectNull(0.2),
            Arbitraries.of("QQ314159", "a  b\tc", "=+(").injectNull(0.3),
            recipients().list().ofMinSize(1).ofMaxSize(5),
            extensions())
        .as((arrival, id, recipients, extra) ->
            new DeliveryReport(
                Reports.REPORTER,
                id == null ? null : new MtaName("dns", "client (192.0.2.1)"),
                arrival,
                id,
                recipients,
                extra));
  }

  @Provide
  Arbitrary<DispositionReport> dispositions() {
    var disposition =
        Combinators.combine(
                Arbitraries.of(Disposition.ActionMode.class),
                Arbitraries.of(Disposition.SendingMode.class),
                Arbitraries.of("displayed", "deleted", "dispatched", "processed"),
                Arbitraries.of("error", "x-odd").list().ofMaxSize(3))
            .as(Disposition::new);
    return Combinators.combine(
            text().injectNull(0.3),
            addresses().injectNull(0.5),
            addresses(),
            Arbitraries.of("1@example.test", "a.b-c@d").injectNull(0.3),
            disposition,
            text().list().ofMaxSize(3),
            extensions())
        .as((ua, original, recipient, id, done, errors, extra) ->
            new DispositionReport(ua, null, original, recipient, id, done, errors, extra));
  }
}

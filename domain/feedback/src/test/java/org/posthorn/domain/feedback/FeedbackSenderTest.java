package org.posthorn.domain.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.feedback.ReportPost.Posted;
import org.posthorn.domain.feedback.ReportPost.Secrecy;
import org.posthorn.domain.relay.TlsResult;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReportReader;
import org.posthorn.wire.mailauth.ReportReading;

class FeedbackSenderTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-25");
  private static final Reporter REPORTER =
      new Reporter(
          Seen.address("reports@our.example"), "Us & Co", Seen.address("help@contact.example"));

  @TempDir Path folder;
  private final FakeDns dns =
      FakeDns.of("_dmarc.verona.example TXT v=DMARC1; p=reject; rua=mailto:dmarc@verona.example");
  private final FakePost post = new FakePost();
  private Instant now = Seen.NOON;
  private Storage storage;
  private FeedbackStore store;
  private Observations observations;

  @BeforeEach
  void open() {
    var config = TestStorage.config(Dialect.SQLITE, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(FeedbackStore.SCHEMA), List.of()));
    store = new FeedbackStore(storage.directory());
    observations = new Observations(store, List.of(), () -> now);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private FeedbackSender sender(Set<ReportKind> kinds, DnsName... except) {
    var rules = new FeedbackSender.Rules(kinds, Set.of(except));
    return new FeedbackSender(store, dns, post, rules, () -> now, TestRandom.seeded(1));
  }

  private FeedbackSender sender() {
    return sender(EnumSet.allOf(ReportKind.class));
  }

  private void see(String source) {
    observations.observed(Seen.observation(Seen.NOON, Seen.VERONA, source), List.of());
    observations.flush();
  }

  private void tryTls(TlsResult result, String detail) {
    observations.tried(Seen.attempt("verona.example", result, detail));
    observations.flush();
  }

  private KeptReport kept(ReportKind kind) {
    return kept(new ReportKey(kind, DAY, Seen.VERONA));
  }

  private KeptReport kept(ReportKey key) {
    return Objects.requireNonNull(store.find(key));
  }

  private void waitUntilDue(ReportKind kind) {
    now = Objects.requireNonNull(kept(kind).due());
  }

  private String outcome(ReportKind kind) {
    waitUntilDue(kind);
    assertThat(sender().sendNext(REPORTER)).isTrue();
    return Objects.requireNonNull(kept(kind).outcome());
  }

  @Test
  void a_report_is_sent_once_when_it_is_due() throws Exception {
    see("192.0.2.1");
    assertThat(sender().sendNext(REPORTER)).isFalse();
    assertThat(outcome(ReportKind.DMARC)).isEqualTo("sent to dmarc@verona.example");
    assertThat(sender().sendNext(REPORTER)).isFalse();
    now = now.plus(Duration.ofDays(3));
    assertThat(sender().sendNext(REPORTER)).isFalse();
    assertThat(post.mails).hasSize(1);
    var mail = post.mails.getFirst();
    assertThat(mail.to()).isEqualTo("dmarc@verona.example");
    assertThat(mail.from()).isEqualTo("reports@our.example");
    assertThat(mail.secrecy()).isEqualTo(Secrecy.USUAL);
    assertThat(mail.header("Subject"))
        .matches(
            "Report Domain: verona.example Submitter: our.example Report-ID:"
                + " <2026-11-25\\.dmarc\\.[0-9a-f]{8}@our\\.example>");
    assertThat(mail.message())
        .contains("Content-Type: application/gzip")
        .containsPattern(
            "filename=\"our.example!verona.example!1795564800!1795651200!20261125dmarc[0-9a-f]{8}"
                + "ourexample.xml.gz\"");
    assertThat(AggregateReportReader.read(mail.file().getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            ReportReading.Read.class,
            read ->
                assertThat(read.report().rows())
                    .containsExactly(Seen.row("192.0.2.1", "bounce.verona.example")));
  }

  @Test
  void reports_keep_to_the_schema() throws Exception {
    see("192.0.2.1");
    see("2001:db8:0:0:0:0:0:1");
    observations.observed(
        new org.posthorn.domain.guard.DmarcObservation(
            Seen.NOON,
            Seen.VERONA,
            Seen.record("v=DMARC1; p=none; pct=5; fo=1:d; rua=mailto:dmarc@verona.example"),
            Seen.row("192.0.2.3", "<&>\u00fc")),
        List.of());
    observations.flush();
    outcome(ReportKind.DMARC);
    var schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    schema
        .newSchema(FeedbackSenderTest.class.getResource("rfc7489.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(post.mails.getFirst().file())));
  }

  @Test
  void addresses_elsewhere_have_to_agree() {
    dns.add("_dmarc.verona.example TXT v=DMARC1; p=none; rua=mailto:a@padua.example");
    see("192.0.2.1");
    waitUntilDue(ReportKind.DMARC);
    // Two records are none (RFC 7489 §6.6.3).
    assertThat(sender().sendNext(REPORTER)).isTrue();
    assertThat(kept(ReportKind.DMARC).outcome()).isEqualTo("not sent: not wanted any more");
    assertThat(post.mails).isEmpty();
  }

  @Test
  void only_addresses_that_agree_are_written_to() {
    var elsewhere = new DnsName("mantua.example");
    dns.add(
        """
        _dmarc.mantua.example TXT v=DMARC1; p=none; rua=mailto:a@padua.example,mailto:b@milan.example
        mantua.example._report._dmarc.milan.example TXT v=DMARC1
        """);
    observations.observed(Seen.observation(Seen.NOON, elsewhere, "192.0.2.1"), List.of());
    observations.flush();
    var key = new ReportKey(ReportKind.DMARC, DAY, elsewhere);
    now = key.due();
    assertThat(sender().sendNext(REPORTER)).isTrue();
    assertThat(post.mails).extracting(FakePost.Mail::to).containsExactly("b@milan.example");
  }

  @Test
  void a_report_that_is_too_large_for_all_is_only_announced() {
    var small = new DnsName("mantua.example");
    dns.add("_dmarc.mantua.example TXT v=DMARC1; p=none; rua=mailto:d@mantua.example!1k");
    observations.observed(Seen.observation(Seen.NOON, small, "192.0.2.1"), List.of());
    observations.flush();
    now = new ReportKey(ReportKind.DMARC, DAY, small).due();
    assertThat(sender().sendNext(REPORTER)).isTrue();
    assertThat(post.mails).hasSize(1);
    assertThat(post.mails.getFirst().message())
        .contains("Report-Domain: mantua.example")
        .contains("Submitting-URI: mailto:d@mantua.example")
        .containsPattern("Report-Size: [1-9][0-9]{3}\r\n")
        .doesNotContain("gzip");
    assertThat(kept(new ReportKey(ReportKind.DMARC, DAY, small)).outcome())
        .contains("larger than it takes");
  }

  @Test
  void who_is_excepted_or_turned_off_gets_nothing() {
    see("192.0.2.1");
    tryTls(TlsResult.SUCCESS, "");
    now = Seen.NOON.plus(Duration.ofDays(1)).plus(Duration.ofHours(12));
    var strict = sender(Set.of(ReportKind.DMARC), new DnsName("example"));
    assertThat(strict.sendNext(REPORTER)).isTrue();
    assertThat(strict.sendNext(REPORTER)).isTrue();
    assertThat(strict.sendNext(REPORTER)).isFalse();
    assertThat(kept(ReportKind.DMARC).outcome()).isEqualTo("not sent: excepted by configuration");
    assertThat(kept(ReportKind.TLS).outcome()).isEqualTo("not sent: tls reports are turned off");
    assertThat(post.mails).isEmpty();
  }

  @Test
  void while_dns_fails_a_report_waits_for_a_day_and_no_longer() {
    var mute = new DnsName("mute.example");
    dns.add("_dmarc.mute.example FAILS SERVER_FAILED");
    observations.observed(Seen.observation(Seen.NOON, mute, "192.0.2.1"), List.of());
    observations.flush();
    var key = new ReportKey(ReportKind.DMARC, DAY, mute);
    int tries = 0;
    for (var due = key.due(); due != null; due = kept(key).due()) {
      now = due;
      assertThat(sender().sendNext(REPORTER)).isTrue();
      tries++;
    }
    assertThat(now).isBefore(key.due().plus(Duration.ofHours(25)));
    assertThat(tries).isBetween(6, 12);
    assertThat(kept(key).outcome()).startsWith("not sent: ");
  }

  @Test
  void tls_reports_say_what_the_rfc_wants_and_do_not_insist_on_tls() throws Exception {
    dns.add("_smtp._tls.verona.example TXT v=TLSRPTv1; rua=mailto:tls@verona.example");
    tryTls(TlsResult.SUCCESS, "");
    tryTls(TlsResult.CERTIFICATE_HOST_MISMATCH, "the certificate is for \"x\"");
    assertThat(outcome(ReportKind.TLS)).isEqualTo("sent to tls@verona.example");
    var mail = post.mails.getFirst();
    assertThat(mail.secrecy()).isEqualTo(Secrecy.NONE);
    assertThat(mail.header("Content-Type")).startsWith("multipart/report; report-type=\"tlsrpt\";");
    assertThat(mail.header("TLS-Report-Domain")).isEqualTo("verona.example");
    assertThat(mail.header("TLS-Report-Submitter")).isEqualTo("contact.example");
    assertThat(mail.header("TLS-Required")).isEqualTo("No");
    assertThat(mail.header("Subject"))
        .startsWith("Report Domain: verona.example Submitter: contact.example Report-ID: <");
    assertThat(mail.message()).contains("Content-Type: application/tlsrpt+gzip");
    assertThat(mail.file().replaceFirst("\\.[0-9a-f]{8}@", ".x@"))
        .isEqualTo(
            """
            {"organization-name":"Us & Co","date-range":{"start-datetime":"2026-11-25T00:00:00Z",\
            "end-datetime":"2026-11-26T00:00:00Z"},"contact-info":"help@contact.example",\
            "report-id":"2026-11-25.tls.x@our.example","policies":[{"policy":{"policy-type":"sts",\
            "policy-string":["version: STSv1","mode: enforce","mx: *.verona.example",\
            "max_age: 86400"],"policy-domain":"verona.example","mx-host":["*.verona.example"]},\
            "summary":{"total-successful-session-count":1,"total-failure-session-count":1},\
            "failure-details":[{"result-type":"certificate-host-mismatch",\
            "sending-mta-ip":"198.51.100.1","receiving-mx-hostname":"mx.verona.example",\
            "receiving-ip":"192.0.2.25","failed-session-count":1,\
            "failure-reason-code":"the certificate is for \\"x\\""}]}]}\
            """);
  }

  @Test
  void tls_reports_go_by_https_too_and_are_tried_again() {
    dns.add("_smtp._tls.verona.example TXT v=TLSRPTv1; rua=https://t.verona.example/v1");
    tryTls(TlsResult.SUCCESS, "");
    post.answer = new Posted.Later("status 503");
    assertThat(outcome(ReportKind.TLS))
        .isEqualTo("not now to https://t.verona.example/v1: status 503");
    post.answer = new Posted.Taken();
    assertThat(outcome(ReportKind.TLS)).isEqualTo("sent to https://t.verona.example/v1");
    assertThat(post.posts).hasSize(2);
    assertThat(post.posts.getLast().mediaType()).isEqualTo("application/tlsrpt+gzip");
    assertThat(post.posts.getLast().report()).isEqualTo(post.posts.getFirst().report());
    assertThat(kept(ReportKind.TLS).due()).isNull();
  }

  @Test
  void who_publishes_no_record_gets_no_tls_report() {
    tryTls(TlsResult.SUCCESS, "");
    assertThat(outcome(ReportKind.TLS)).isEqualTo("not sent: not wanted");
  }

  @Test
  void what_is_sent_before_the_day_is_over_is_told_again_as_a_whole() throws Exception {
    see("192.0.2.1");
    assertThat(sender().sendNow(kept(ReportKind.DMARC), REPORTER)).startsWith("sent to");
    see("192.0.2.2");
    assertThat(outcome(ReportKind.DMARC)).startsWith("sent to");
    assertThat(post.mails).hasSize(2);
    assertThat(kept(ReportKind.DMARC).due()).isNull();
    // Whoever looks for doubles by their id must not throw the whole day away.
    assertThat(post.mails.getFirst().header("Subject"))
        .isNotEqualTo(post.mails.getLast().header("Subject"));
    assertThat(post.mails.getFirst().file()).contains("<end>" + Seen.NOON.getEpochSecond());
    assertThat(post.mails.getLast().file()).contains("<end>1795651200</end>");
  }
}

package org.posthorn.domain.feedback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Alignment;
import org.posthorn.wire.mailauth.DmarcPolicy;
import org.posthorn.wire.report.StatisticsMail;
import org.posthorn.wire.report.TlsReport;

/// What holds for what others report to us, on every engine.
abstract class ReceivedContract {
  private static final String OURS = "our.example";
  private static final LocalDate DAY = LocalDate.parse("2026-11-25");
  private static final ReportKey KEY = new ReportKey(ReportKind.DMARC, DAY, new DnsName(OURS));
  private static final Reporter THEM =
      new Reporter(Seen.address("noreply@them.example"), "Them", Seen.address("help@them.example"));

  @TempDir Path folder;
  private final Dialect dialect;
  private Instant now = Seen.NOON.plus(Duration.ofDays(1));
  private Storage storage;
  private ReceivedStore store;
  private ReportIntake intake;

  ReceivedContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(FeedbackStore.SCHEMA), List.of()));
    store = new ReceivedStore(storage.directory());
    var addresses =
        new ReportIntake.Addresses(
            List.of(Seen.address("dmarc@our.example")), List.of(Seen.address("tls@our.example")));
    intake = new ReportIntake(store, addresses, name -> name.text().equals(OURS), () -> now);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void deliver(String to, @Nullable String voucher, byte[] message) {
    intake.delivered(
        new Feedback.Arrival(
            List.of(Seen.address(to)), voucher, () -> new ByteArrayInputStream(message)));
  }

  private static AggregateReport.Row row(String source, long count, Alignment dkim) {
    return new AggregateReport.Row(
        source,
        count,
        dkim == Alignment.PASS ? DmarcPolicy.NONE : DmarcPolicy.REJECT,
        dkim,
        Alignment.FAIL,
        List.of(),
        new AggregateReport.Identifiers(OURS, "bounce.our.example", null),
        List.of(),
        List.of());
  }

  private static AggregateReport report(String domain, AggregateReport.Row... rows) {
    var key = new ReportKey(ReportKind.DMARC, DAY, new DnsName(domain));
    var kept = new KeptReport(key, "v=DMARC1; p=reject", rows.length, 0, null, 1, null);
    return ReportTexts.aggregate(kept, List.of(rows), THEM, key.end());
  }

  private static byte[] mail(AggregateReport report) {
    var compressed = StatisticsMail.compressed(report.xml());
    return ReportTexts.mail(report, compressed, THEM, Seen.address("dmarc@our.example"))
        .write(Seen.NOON, TestRandom.seeded(1));
  }

  private List<SourceCount> sources() {
    return store.sources(OURS, DAY, 100);
  }

  @Test
  void reports_are_added_up_by_the_host_that_sends() {
    var report =
        report(
            OURS,
            row("192.0.2.1", 7, Alignment.PASS),
            row("192.0.2.1", 2, Alignment.FAIL),
            row("198.51.100.9", 30, Alignment.FAIL));
    deliver("dmarc@our.example", "them.example", mail(report));
    deliver("DMARC@our.example", "others.example", mail(report));
    assertThat(sources())
        .containsExactly(
            new SourceCount("198.51.100.9", 60, 0, 0, 0, 60),
            new SourceCount("192.0.2.1", 18, 14, 14, 0, 4));
    assertThat(store.list(OURS, 10))
        .extracting(ReceivedReport::reporter, ReceivedReport::total, ReceivedReport::failed)
        .containsExactlyInAnyOrder(
            tuple("them.example", 39L, 32L), tuple("others.example", 39L, 32L));
    assertThat(store.sources(OURS, DAY.plusDays(1), 100)).isEmpty();
  }

  @Test
  void a_report_that_comes_twice_counts_once() {
    var mail = mail(report(OURS, row("192.0.2.1", 7, Alignment.PASS)));
    deliver("dmarc@our.example", "them.example", mail);
    deliver("dmarc@our.example", "them.example", mail);
    assertThat(sources()).containsExactly(new SourceCount("192.0.2.1", 7, 7, 7, 0, 0));
  }

  @Test
  void what_nobody_vouches_for_is_not_counted() {
    deliver("dmarc@our.example", null, mail(report(OURS, row("192.0.2.1", 7, Alignment.PASS))));
    assertThat(sources()).isEmpty();
  }

  @Test
  void mail_to_others_is_not_looked_at() {
    intake.delivered(
        new Feedback.Arrival(
            List.of(Seen.address("romeo@our.example")),
            "them.example",
            () -> {
              throw new AssertionError("opened");
            }));
    assertThat(sources()).isEmpty();
  }

  /// By then the message is stored, and its sender must not come again.
  @Test
  void a_bug_in_the_reading_is_not_the_senders_affair() {
    intake.delivered(
        new Feedback.Arrival(
            List.of(Seen.address("dmarc@our.example")),
            "verona.example",
            () -> {
              throw new IllegalStateException("a bug");
            }));
    assertThat(sources()).isEmpty();
  }

  @Test
  void only_our_domains_and_these_days_count() {
    deliver(
        "dmarc@our.example",
        "them.example",
        mail(report("a.example", row("x", 1, Alignment.PASS))));
    now = now.plus(Duration.ofDays(90));
    deliver("dmarc@our.example", "them.example", mail(report(OURS, row("x", 1, Alignment.PASS))));
    now = now.minus(Duration.ofDays(180));
    deliver("dmarc@our.example", "them.example", mail(report(OURS, row("x", 1, Alignment.PASS))));
    assertThat(store.list(null, 10)).isEmpty();
  }

  @Test
  void a_domain_below_ours_is_ours() {
    var below = report("news.our.example", row("192.0.2.1", 7, Alignment.PASS));
    deliver("dmarc@our.example", "them.example", mail(below));
    assertThat(store.sources("news.our.example", DAY, 10)).hasSize(1);
  }

  @Test
  void many_hosts_are_added_up_as_others() {
    var rows = new ArrayList<AggregateReport.Row>();
    for (int i = 0; i < ReportIntake.MAX_SUMS + 3; i++)
      rows.add(row("host" + i, 1, Alignment.FAIL));
    deliver(
        "dmarc@our.example",
        "them.example",
        mail(report(OURS, rows.toArray(AggregateReport.Row[]::new))));
    assertThat(sources().getFirst()).isEqualTo(new SourceCount(ReportIntake.OTHERS, 3, 0, 0, 0, 3));
  }

  private static byte[] message(String type, byte[] octets) {
    var base64 = java.util.Base64.getMimeEncoder().encodeToString(octets);
    return ("From: x@them.example\r\nMIME-Version: 1.0\r\nContent-Type: "
            + type
            + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64
            + "\r\n")
        .getBytes(ISO_8859_1);
  }

  @Test
  void hostile_attachments_do_no_harm() throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bomb)) {
      gzip.write("<feedback><a>".getBytes(UTF_8));
      var chunk = "x".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 70; i++) gzip.write(chunk);
    }
    var entities =
        """
        <!DOCTYPE feedback [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY x SYSTEM "file:///etc/passwd">]>
        <feedback><report_metadata><org_name>&b;&x;</org_name></report_metadata></feedback>
        """;
    deliver("dmarc@our.example", "them.example", message("application/gzip", bomb.toByteArray()));
    deliver("dmarc@our.example", "them.example", message("text/xml", entities.getBytes(UTF_8)));
    deliver("dmarc@our.example", "them.example", message("application/zip", "PK".getBytes(UTF_8)));
    deliver(
        "tls@our.example", "them.example", message("application/tlsrpt+gzip", bomb.toByteArray()));
    deliver("tls@our.example", "them.example", "no mail at all".getBytes(UTF_8));
    assertThat(store.list(null, 10)).isEmpty();
  }

  @Test
  void tls_reports_are_added_up_too() {
    var report =
        new TlsReport(
            "Them",
            "help@them.example",
            "1@them.example",
            KEY.begin(),
            KEY.end(),
            List.of(
                new TlsReport.Result(
                    "sts",
                    List.of(),
                    OURS,
                    List.of(),
                    40,
                    2,
                    List.of(
                        new TlsReport.Failure(
                            "certificate-expired", null, "mx.our.example", null, 2, null))),
                new TlsReport.Result("sts", List.of(), "a.example", List.of(), 9, 0, List.of())));
    var compressed = StatisticsMail.compressed(report.json());
    var mail =
        ReportTexts.mail(
                new ReportKey(ReportKind.TLS, DAY, new DnsName(OURS)),
                report,
                compressed,
                THEM,
                Seen.address("tls@our.example"))
            .write(Seen.NOON, TestRandom.seeded(1));
    deliver("tls@our.example", "them.example", mail);
    deliver("tls@our.example", "them.example", mail);
    assertThat(store.sessions(OURS, DAY, 10))
        .containsExactly(
            new SessionCount("them.example", "sts", "success", "", 40),
            new SessionCount("them.example", "sts", "certificate-expired", "mx.our.example", 2));
    assertThat(store.list(null, 10))
        .extracting(ReceivedReport::domain, ReceivedReport::total)
        .containsExactly(tuple(OURS, 42L));
  }

  @Test
  void old_sums_are_forgotten() {
    deliver("dmarc@our.example", "them.example", mail(report(OURS, row("x", 1, Alignment.PASS))));
    store.forget(DAY);
    assertThat(sources()).hasSize(1);
    store.forget(DAY.plusDays(2));
    assertThat(sources()).isEmpty();
    assertThat(store.list(null, 10)).isEmpty();
  }
}

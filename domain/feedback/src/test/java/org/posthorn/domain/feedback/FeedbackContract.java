package org.posthorn.domain.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.guard.DmarcObservation;
import org.posthorn.domain.relay.TlsResult;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport;

/// What holds for what is kept for reports on every engine.
abstract class FeedbackContract {
  private static final Instant NOON = Seen.NOON;
  private static final LocalDate DAY = LocalDate.parse("2026-11-25");
  private static final DnsName VERONA = Seen.VERONA;
  private static final DnsName MANTUA = new DnsName("mantua.example");

  @TempDir Path folder;
  private final Dialect dialect;
  private Storage storage;
  private FeedbackStore store;
  private Observations observations;

  FeedbackContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(FeedbackStore.SCHEMA), List.of()));
    store = new FeedbackStore(storage.directory());
    observations = new Observations(store, List.of(Seen.address("dmarc@our.example")), () -> NOON);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void see(Instant at, DnsName domain, String source) {
    observations.observed(Seen.observation(at, domain, source), List.of());
  }

  private KeptReport kept() {
    return Objects.requireNonNull(store.find(dmarc(VERONA)));
  }

  private static ReportKey dmarc(DnsName domain) {
    return new ReportKey(ReportKind.DMARC, DAY, domain);
  }

  @Test
  void messages_that_have_all_in_common_are_one_row() {
    see(NOON, VERONA, "192.0.2.1");
    see(NOON.plusSeconds(1), VERONA, "192.0.2.1");
    see(NOON, VERONA, "192.0.2.2");
    observations.flush();
    see(NOON, VERONA, "192.0.2.1");
    observations.flush();
    assertThat(store.mail(DAY, VERONA))
        .extracting(AggregateReport.Row::source, AggregateReport.Row::count)
        .containsExactly(tuple("192.0.2.1", 3L), tuple("192.0.2.2", 1L));
    var kept = kept();
    assertThat(kept.entries()).isEqualTo(2);
    assertThat(kept.missed()).isZero();
    assertThat(kept.due()).isBetween(kept.key().end(), kept.key().end().plus(Duration.ofHours(7)));
    assertThat(kept.published())
        .isEqualTo("v=DMARC1; p=reject; sp=reject; adkim=r; aspf=r; pct=100; fo=0");
  }

  @Test
  void a_row_comes_back_as_it_was_seen() {
    see(NOON, VERONA, "2001:db8:0:0:0:0:0:1");
    observations.flush();
    assertThat(store.mail(DAY, VERONA))
        .containsExactly(Seen.row("2001:db8:0:0:0:0:0:1", "bounce.verona.example"));
  }

  @Test
  void texts_of_strangers_are_kept_short_and_plain() {
    var long_ = "x".repeat(1_000);
    var row = Seen.row("192.0.2.1", "a\tb\nc\0d\u2028e\ud800" + long_);
    observations.observed(new DmarcObservation(NOON, VERONA, Seen.RECORD, row), List.of());
    observations.flush();
    assertThat(store.mail(DAY, VERONA).getFirst().identifiers().envelopeFrom())
        .startsWith("a?b?c?d?e?xxx")
        .hasSize(Columns.MAX_TEXT);
  }

  @Test
  void days_and_domains_are_kept_apart() {
    see(NOON, VERONA, "192.0.2.1");
    see(NOON, MANTUA, "192.0.2.1");
    see(Instant.parse("2026-11-25T23:59:59.999Z"), VERONA, "192.0.2.1");
    see(Instant.parse("2026-11-26T00:00:00Z"), VERONA, "192.0.2.1");
    observations.flush();
    assertThat(store.mail(DAY, VERONA).getFirst().count()).isEqualTo(2);
    assertThat(store.mail(DAY.plusDays(1), VERONA).getFirst().count()).isEqualTo(1);
    assertThat(store.list(null, 10)).extracting(it -> it.key().domain().text()).hasSize(3);
    assertThat(store.list(MANTUA, 10)).extracting(KeptReport::key).containsExactly(dmarc(MANTUA));
  }

  @Test
  void who_asks_for_no_reports_is_not_counted() {
    var silent = Seen.record("v=DMARC1; p=reject");
    observations.observed(
        new DmarcObservation(NOON, VERONA, silent, Seen.row("192.0.2.1", "x")), List.of());
    observations.flush();
    assertThat(store.list(null, 10)).isEmpty();
  }

  @Test
  void reports_that_we_get_are_not_reported_on() {
    var seen = Seen.observation(NOON, VERONA, "192.0.2.1");
    observations.observed(seen, List.of(Seen.address("DMARC@our.example")));
    observations.flush();
    assertThat(store.list(null, 10)).isEmpty();
    observations.observed(
        seen, List.of(Seen.address("dmarc@our.example"), Seen.address("romeo@our.example")));
    observations.flush();
    assertThat(store.list(null, 10)).hasSize(1);
  }

  @Test
  void sessions_that_are_safe_are_told_by_their_number_and_others_with_all_that_is_known() {
    observations.tried(Seen.attempt("verona.example", TlsResult.SUCCESS, ""));
    observations.tried(Seen.attempt("verona.example", TlsResult.SUCCESS, ""));
    observations.tried(Seen.attempt("verona.example", TlsResult.CERTIFICATE_EXPIRED, "in May"));
    observations.tried(Seen.attempt("[192.0.2.1]", TlsResult.SUCCESS, ""));
    observations.flush();
    var policy = Seen.attempt("verona.example", TlsResult.SUCCESS, "").policy();
    assertThat(store.tls(DAY, VERONA))
        .containsExactly(
            new TlsCount(policy, TlsResult.SUCCESS, null, null, null, null, 2),
            new TlsCount(
                policy,
                TlsResult.CERTIFICATE_EXPIRED,
                "mx.verona.example",
                "192.0.2.25",
                "198.51.100.1",
                "in May",
                1));
    assertThat(store.list(null, 10)).hasSize(1);
  }

  @Test
  void a_report_has_so_many_rows_and_no_more() {
    var counts = new ArrayList<FeedbackStore.Counted>();
    for (int i = 0; i < FeedbackStore.MAX_ROWS + 7; i++)
      counts.add(
          new FeedbackStore.Counted(
              dmarc(VERONA), "", DmarcColumns.of(Seen.row("192.0.2.1", "d" + i)), 3));
    store.add(counts);
    assertThat(kept().entries()).isEqualTo(FeedbackStore.MAX_ROWS);
    assertThat(kept().missed()).isEqualTo(21);
    assertThat(store.mail(DAY, VERONA)).hasSize(FeedbackStore.MAX_ROWS);
  }

  @Test
  void what_is_counted_in_memory_is_bounded() {
    for (int i = 0; i < Observations.MAX_PENDING + 5; i++)
      see(NOON, new DnsName("d" + i + ".example"), "192.0.2.1");
    observations.flush();
    assertThat(store.list(null, FeedbackStore.MAX_LIMIT)).hasSize(Observations.MAX_PENDING);
    // A day has that many domains; the next one gets no report.
    see(NOON, VERONA, "192.0.2.1");
    observations.flush();
    assertThat(store.find(dmarc(VERONA))).isNull();
  }

  @Test
  void a_report_is_taken_by_one_and_is_due_again_when_he_dies() {
    see(NOON, VERONA, "192.0.2.1");
    observations.flush();
    var due = Objects.requireNonNull(kept().due());
    var until = due.plusSeconds(600);
    assertThat(store.claim(due.minusMillis(1), until)).isNull();
    var taken = Objects.requireNonNull(store.claim(due, until));
    assertThat(taken.key()).isEqualTo(dmarc(VERONA));
    assertThat(taken.tries()).isEqualTo(1);
    assertThat(store.claim(due, until)).isNull();
    assertThat(store.claim(until, until.plusSeconds(600)))
        .isNotNull()
        .extracting(KeptReport::tries)
        .isEqualTo(2);
    store.settle(dmarc(VERONA), "sent", null);
    assertThat(store.claim(until.plus(Duration.ofDays(2)), until)).isNull();
    assertThat(kept().outcome()).isEqualTo("sent");
  }

  @Test
  void two_who_want_the_same_report_do_not_both_get_it() {
    see(NOON, VERONA, "192.0.2.1");
    observations.flush();
    var seenByBoth = kept();
    var until = Objects.requireNonNull(seenByBoth.due()).plusSeconds(600);
    assertThat(store.claim(seenByBoth, until)).isNotNull();
    assertThat(store.claim(seenByBoth, until)).isNull();
  }

  @Test
  void old_days_are_forgotten() {
    see(NOON, VERONA, "192.0.2.1");
    see(NOON.plus(Duration.ofDays(1)), VERONA, "192.0.2.1");
    observations.tried(Seen.attempt("verona.example", TlsResult.SUCCESS, ""));
    observations.flush();
    assertThat(store.forget(DAY.plusDays(1))).isEqualTo(4);
    assertThat(store.mail(DAY, VERONA)).isEmpty();
    assertThat(store.mail(DAY.plusDays(1), VERONA)).hasSize(1);
    assertThat(store.list(null, 10)).hasSize(1);
  }

  @Test
  void what_cannot_be_written_is_counted_later() {
    see(NOON, VERONA, "192.0.2.1");
    storage.close();
    observations.flush();
    var counts = new Tally<String>(1);
    counts.count("a");
    var taken = counts.take();
    counts.count("a");
    counts.giveBack(taken.counts());
    assertThat(counts.take().counts()).containsEntry("a", 2L);
  }
}

package org.posthorn.domain.feedback;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthorn.domain.guard.DmarcObservation;
import org.posthorn.domain.relay.TlsAttempt;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.DmarcRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what is seen, in memory, and writes the counts in batches: a message costs a step in a
/// table and no input or output. What was seen since the last [#flush] is lost when the process is
/// killed: seconds of statistics.
///
/// Domains that ask for no DMARC reports are not counted; whether a domain wants TLS reports is
/// only known when one is due. Mail to the addresses where we get reports ourselves is not counted,
/// or else two servers would report on each other's reports for ever. Any thread may call.
public final class Observations {

  private static final Logger LOG = LoggerFactory.getLogger(Observations.class);

  /// Different things to count between two writes; more are lost. Some ten MB.
  public static final int MAX_PENDING = 10_000;

  private final FeedbackStore store;
  private final InstantSource clock;
  private final Set<String> ownAddresses;
  private final Tally<Seen> mail = new Tally<>(MAX_PENDING);
  private final Tally<Attempted> tls = new Tally<>(MAX_PENDING);

  /// @param own where reports of others come to, and ours from
  public Observations(FeedbackStore store, List<EmailAddress> own, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    ownAddresses = own.stream().map(EmailAddress::key).collect(Collectors.toUnmodifiableSet());
  }

  private record Seen(ReportKey report, DmarcRecord record, AggregateReport.Row row) {}

  private record Attempted(ReportKey report, TlsCount count) {}

  /// A message came, and its author's domain wants to know what became of it.
  ///
  /// @param recipients whom it was for
  public void observed(DmarcObservation observation, List<EmailAddress> recipients) {
    if (observation.record().aggregate().isEmpty() || isReport(recipients)) return;
    var report = ReportKey.of(ReportKind.DMARC, observation.at(), observation.policyDomain());
    mail.count(new Seen(report, observation.record(), observation.row()));
  }

  private boolean isReport(List<EmailAddress> recipients) {
    return !recipients.isEmpty()
        && recipients.stream().allMatch(it -> ownAddresses.contains(it.key()));
  }

  /// Somebody tried to be safe on the way to a domain's host.
  public void tried(TlsAttempt attempt) {
    var domain = DnsName.parse(attempt.domain());
    // Nobody publishes anything for an address literal.
    if (domain == null || attempt.domain().startsWith("[")) return;
    var report = ReportKey.of(ReportKind.TLS, clock.instant(), domain);
    tls.count(new Attempted(report, TlsCount.of(attempt)));
  }

  /// Writes what was counted. What cannot be written now is kept for the next time.
  public void flush() {
    write(mail, Observations::countedMail);
    write(tls, Observations::countedTls);
  }

  private static FeedbackStore.Counted countedMail(Map.Entry<Seen, Long> entry) {
    var seen = entry.getKey();
    return new FeedbackStore.Counted(
        seen.report(),
        DmarcColumns.published(seen.record()),
        DmarcColumns.of(seen.row()),
        entry.getValue());
  }

  private static FeedbackStore.Counted countedTls(Map.Entry<Attempted, Long> entry) {
    var attempted = entry.getKey();
    return new FeedbackStore.Counted(
        attempted.report(), "", attempted.count().columns(), entry.getValue());
  }

  private <K> void write(
      Tally<K> tally, Function<Map.Entry<K, Long>, FeedbackStore.Counted> columns) {
    var taken = tally.take();
    if (taken.missed() > 0)
      LOG.warn(
          "{} observations for reports had no room and are not counted: more than {} different ones"
              + " within seconds",
          taken.missed(),
          MAX_PENDING);
    if (taken.counts().isEmpty()) return;
    try {
      store.add(taken.counts().entrySet().stream().map(columns).toList());
    } catch (StorageException e) {
      tally.giveBack(taken.counts());
      LOG.warn("counts for reports could not be written, it is tried again: {}", e.getMessage());
    }
  }
}

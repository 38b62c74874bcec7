package org.posthorn.domain.feedback;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.posthorn.domain.relay.ReportedPolicy;
import org.posthorn.domain.relay.TlsResult;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mailauth.AggregateReport;
import org.posthorn.wire.mailauth.AggregateReport.Metadata;
import org.posthorn.wire.mailauth.AggregateReport.Published;
import org.posthorn.wire.mailauth.DmarcRecord;
import org.posthorn.wire.report.StatisticsMail;
import org.posthorn.wire.report.StatisticsMail.Attachment;
import org.posthorn.wire.report.TlsReport;

/// Writes what was counted as reports, and the messages that carry them.
final class ReportTexts {

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private ReportTexts() {}

  /// The same for each try, so that who gets a report twice can tell. One about a part of a day is
  /// another than that about all of it.
  static String id(ReportKey key, Reporter reporter, Instant now) {
    var part = now.isBefore(key.end()) ? "." + now.getEpochSecond() : "";
    return "%s.%s.%08x%s@%s"
        .formatted(
            key.day(),
            key.kind().word(),
            key.domain().text().hashCode(),
            part,
            reporter.receiver());
  }

  /// The day, or as much of it as has passed.
  private static Instant end(ReportKey key, Instant now) {
    return now.isBefore(key.end()) ? now : key.end();
  }

  static AggregateReport aggregate(
      KeptReport kept, List<AggregateReport.Row> rows, Reporter reporter, Instant now) {
    var key = kept.key();
    var record = Objects.requireNonNull(DmarcRecord.parse(kept.published()));
    return new AggregateReport(
        new Metadata(
            reporter.organization(),
            reporter.from().ascii(),
            reporter.contact().ascii(),
            id(key, reporter, now),
            key.begin(),
            end(key, now)),
        Published.of(key.domain().text(), record),
        rows);
  }

  static StatisticsMail mail(
      AggregateReport report, byte[] compressed, Reporter reporter, EmailAddress to) {
    var receiver = reporter.receiver();
    var domain = report.published().domain();
    var text =
        """
        This is an aggregate report (RFC 7489) from %s
        about mail that came on %s (UTC)
        with an address of %s in its From field.
        """
            .formatted(receiver, day(report.metadata().begin()), domain);
    return new StatisticsMail(
        reporter.from(),
        to,
        report.subject(receiver),
        List.of(),
        text,
        new Attachment(null, "application/gzip", report.fileName(receiver), compressed));
  }

  /// RFC 7489 §7.2.2: there is a report that nobody can take.
  static StatisticsMail tooLarge(
      AggregateReport report,
      long octets,
      Reporter reporter,
      List<EmailAddress> tried,
      Instant now) {
    var text =
        """
        Report-Date: %s
        Report-Domain: %s
        Report-ID: %s
        Report-Size: %d
        Submitter: %s
        Submitting-URI: %s
        """
            .formatted(
                DATE_TIME.format(now),
                report.published().domain(),
                report.metadata().id(),
                octets,
                reporter.receiver(),
                String.join(", ", tried.stream().map(it -> "mailto:" + it.ascii()).toList()));
    return new StatisticsMail(
        reporter.from(),
        tried.getFirst(),
        report.subject(reporter.receiver()),
        List.of(),
        text,
        null);
  }

  /// Rows of one policy together, as RFC 8460 §4.4 has it.
  static TlsReport tls(ReportKey key, List<TlsCount> counts, Reporter reporter, Instant now) {
    var byPolicy = new LinkedHashMap<ReportedPolicy, List<TlsCount>>();
    for (var count : counts)
      byPolicy.computeIfAbsent(count.policy(), _ -> new ArrayList<>()).add(count);
    var results =
        byPolicy.entrySet().stream()
            .map(entry -> result(key, entry.getKey(), entry.getValue()))
            .toList();
    return new TlsReport(
        reporter.organization(),
        reporter.contact().ascii(),
        id(key, reporter, now),
        key.begin(),
        end(key, now),
        results);
  }

  private static TlsReport.Result result(
      ReportKey key, ReportedPolicy policy, List<TlsCount> counts) {
    long successes = 0;
    long failed = 0;
    var failures = new ArrayList<TlsReport.Failure>();
    for (var count : counts) {
      if (count.result() == TlsResult.SUCCESS) {
        successes += count.sessions();
      } else {
        failed += count.sessions();
        failures.add(
            new TlsReport.Failure(
                count.result().wireName(),
                count.sender(),
                count.mxHost(),
                count.address(),
                count.sessions(),
                count.detail()));
      }
    }
    return new TlsReport.Result(
        policy.type().wireName(),
        policy.text(),
        key.domain().text(),
        policy.hosts(),
        successes,
        failed,
        failures);
  }

  static StatisticsMail mail(
      ReportKey key, TlsReport report, byte[] compressed, Reporter reporter, EmailAddress to) {
    var submitter = reporter.submitter();
    var domain = key.domain().text();
    var text =
        """
        This is an aggregate TLS report (RFC 8460) from %s
        about connections to the mail hosts of %s on %s (UTC).
        """
            .formatted(submitter, domain, key.day());
    return new StatisticsMail(
        reporter.from(),
        to,
        report.subject(submitter, domain),
        List.of(
            new HeaderField("TLS-Report-Domain", domain),
            new HeaderField("TLS-Report-Submitter", submitter),
            // RFC 8689 §5: servers on the way are not to insist on TLS either.
            new HeaderField("TLS-Required", "No")),
        text,
        new Attachment(
            "tlsrpt", "application/tlsrpt+gzip", report.fileName(submitter, domain), compressed));
  }

  private static String day(Instant begin) {
    return begin.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}

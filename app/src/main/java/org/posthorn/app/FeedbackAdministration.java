package org.posthorn.app;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.FeedbackAnswer.FeedbackPage;
import org.posthorn.app.FeedbackAnswer.FeedbackRows;
import org.posthorn.app.FeedbackAnswer.FeedbackSums;
import org.posthorn.app.FeedbackAnswer.MailSeen;
import org.posthorn.app.FeedbackAnswer.OneFeedback;
import org.posthorn.app.FeedbackAnswer.OneReceived;
import org.posthorn.app.FeedbackAnswer.ReceivedPage;
import org.posthorn.app.FeedbackAnswer.TlsSeen;
import org.posthorn.app.FeedbackRequest.ListFeedback;
import org.posthorn.app.FeedbackRequest.ListReceived;
import org.posthorn.app.FeedbackRequest.ShowFeedback;
import org.posthorn.app.FeedbackRequest.SumFeedback;
import org.posthorn.domain.feedback.FeedbackStore;
import org.posthorn.domain.feedback.KeptReport;
import org.posthorn.domain.feedback.ReceivedReport;
import org.posthorn.domain.feedback.ReceivedStore;
import org.posthorn.domain.feedback.TlsCount;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mailauth.AggregateReport;

/// What is kept for reports to other domains, and what others have told us.
final class FeedbackAdministration {
  /// Lines of a summary.
  private static final int MAX_SUMS = 10_000;

  private final FeedbackStore feedback;
  private final ReceivedStore received;
  private final InstantSource clock;

  FeedbackAdministration(Store store) {
    feedback = store.feedback();
    received = store.received();
    clock = store.clock();
  }

  FeedbackPage list(ListFeedback request) throws AdminRefused {
    int limit = Math.clamp(request.limit(), 1, FeedbackStore.MAX_LIMIT);
    var domain = request.domain() == null ? null : name(request.domain());
    return new FeedbackPage(
        feedback.list(domain, limit).stream().map(FeedbackAdministration::answer).toList());
  }

  private static OneFeedback answer(KeptReport report) {
    return new OneFeedback(
        report.key().kind().word(),
        report.key().day().toString(),
        report.key().domain().text(),
        report.entries(),
        report.missed(),
        report.due(),
        report.outcome());
  }

  FeedbackRows show(ShowFeedback request) throws AdminRefused {
    var domain = name(request.domain());
    var day = day(request.day(), domain);
    return new FeedbackRows(
        day.toString(),
        feedback.mail(day, domain).stream().map(FeedbackAdministration::answer).toList(),
        feedback.tls(day, domain).stream().map(FeedbackAdministration::answer).toList());
  }

  /// Without one the newest that something is known of.
  private LocalDate day(@Nullable String text, DnsName domain) throws AdminRefused {
    if (text != null) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException _) {
        throw new AdminRefused("\"%s\" is not a day: write 2026-11-25.".formatted(text));
      }
    }
    var newest = feedback.list(domain, 1);
    if (newest.isEmpty())
      throw new AdminRefused(
          "Nothing is kept for reports to %s: no mail came in its name, or it asks for no reports."
              .formatted(domain));
    return newest.getFirst().key().day();
  }

  private static MailSeen answer(AggregateReport.Row row) {
    return new MailSeen(
        row.count(),
        row.source(),
        ConfigValues.word(row.disposition()),
        ConfigValues.word(row.dkim()),
        ConfigValues.word(row.spf()),
        row.identifiers().headerFrom(),
        row.identifiers().envelopeFrom());
  }

  private static TlsSeen answer(TlsCount count) {
    return new TlsSeen(
        count.sessions(),
        count.policy().type().wireName(),
        count.result().wireName(),
        count.mxHost(),
        count.detail());
  }

  FeedbackSums sums(SumFeedback request) throws AdminRefused {
    var domain = name(request.domain()).text();
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var first = today.minusDays(Math.clamp(request.days(), 0, FeedbackKeeping.RECEIVED_DAYS));
    int limit = Math.clamp(request.limit(), 1, MAX_SUMS);
    return new FeedbackSums(
        received.sources(domain, first, limit).stream()
            .map(one ->
                new FeedbackSums.Source(
                    one.source(),
                    one.messages(),
                    one.passed(),
                    one.dkim(),
                    one.spf(),
                    one.refused()))
            .toList(),
        received.sessions(domain, first, limit).stream()
            .map(one ->
                new FeedbackSums.Session(
                    one.reporter(), one.policy(), one.result(), one.mxHost(), one.sessions()))
            .toList());
  }

  ReceivedPage received(ListReceived request) throws AdminRefused {
    var domain = request.domain() == null ? null : name(request.domain()).text();
    int limit = Math.clamp(request.limit(), 1, ReceivedStore.MAX_LIMIT);
    return new ReceivedPage(
        received.list(domain, limit).stream().map(FeedbackAdministration::answer).toList());
  }

  private static OneReceived answer(ReceivedReport report) {
    return new OneReceived(
        report.kind().word(),
        report.domain(),
        report.reporter(),
        report.organization(),
        report.id(),
        report.begin(),
        report.end(),
        report.at(),
        report.total(),
        report.failed());
  }

  /// A domain as reports call it.
  static DnsName name(String text) throws AdminRefused {
    var name = DnsName.parse(Words.domain(text).ascii());
    if (name == null) throw new AdminRefused("\"%s\" is not a domain name.".formatted(text));
    return name;
  }
}

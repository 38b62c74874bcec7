package org.posthorn.domain.feedback;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.feedback.Destinations.Wanted;
import org.posthorn.domain.feedback.ReportPost.Posted;
import org.posthorn.domain.feedback.ReportPost.Secrecy;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.DmarcUri;
import org.posthorn.wire.report.StatisticsMail;
import org.posthorn.wire.report.TlsReportRecord.Destination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the reports that are due: to each domain that wants them one about each day. Of several
/// nodes the one that takes a report first sends it; when it dies with it, another sends it again
/// under the same id. Any thread may call.
public final class FeedbackSender {

  private static final Logger LOG = LoggerFactory.getLogger(FeedbackSender.class);

  /// How long a report belongs to who took it.
  private static final Duration LEASE = Duration.ofMinutes(15);

  /// RFC 8460 §5.5: tried for a day, with growing pauses.
  private static final Duration PATIENCE = Duration.ofHours(24);

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 5;

  /// Places that one report is sent to; more are the domain's own affair to pass on.
  static final int MAX_DESTINATIONS = 5;

  private final FeedbackStore store;
  private final Destinations destinations;
  private final ReportPost post;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Rules rules;

  /// Who gets reports.
  ///
  /// @param except these domains get none, nor do those below them
  public record Rules(Set<ReportKind> kinds, Set<DnsName> except) {
    public Rules {
      kinds = Set.copyOf(kinds);
      except = Set.copyOf(except);
    }

    @Nullable String objection(ReportKey key) {
      if (!kinds.contains(key.kind())) return key.kind().word() + " reports are turned off";
      return except.stream().anyMatch(key.domain()::isWithin) ? "excepted by configuration" : null;
    }
  }

  /// @param random thread-safe; nothing is secret that comes of it
  public FeedbackSender(
      FeedbackStore store,
      Dns dns,
      ReportPost post,
      Rules rules,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.destinations = new Destinations(dns, random);
    this.post = post;
    this.rules = rules;
    this.clock = clock;
    this.random = random;
  }

  /// What becomes of one try.
  ///
  /// @param again whether it is worth another
  private record Outcome(String words, boolean again) {
    static Outcome done(String words) {
      return new Outcome(words, false);
    }
  }

  /// Sends one report that is due.
  ///
  /// @return false when there is none
  public boolean sendNext(Reporter reporter) {
    var now = clock.instant();
    var kept = store.claim(now, now.plus(LEASE));
    if (kept == null) return false;
    send(kept, reporter);
    return true;
  }

  /// Sends a report now, due or not; null when another node has it.
  public @Nullable String sendNow(KeptReport report, Reporter reporter) {
    var kept = store.claim(report, clock.instant().plus(LEASE));
    return kept == null ? null : send(kept, reporter);
  }

  private String send(KeptReport kept, Reporter reporter) {
    var key = kept.key();
    var objection = rules.objection(key);
    var outcome =
        objection != null
            ? Outcome.done("not sent: " + objection)
            : switch (key.kind()) {
              case DMARC -> sendDmarc(kept, reporter);
              case TLS -> sendTls(key, reporter);
            };
    var now = clock.instant();
    var doublings = Math.min(Math.max(kept.tries() - 1, 0), MOST_DOUBLINGS);
    var pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    boolean again = outcome.again() && now.plus(pause).isBefore(key.due().plus(PATIENCE));
    // Of a day that is not over, all is told when it is.
    var early = now.isBefore(key.end()) ? key.due() : null;
    store.settle(key, outcome.words(), again ? now.plus(pause) : early);
    LOG.info("{}: {}{}", key, outcome.words(), again ? ", tried again in " + pause : "");
    return outcome.words();
  }

  private Outcome sendDmarc(KeptReport kept, Reporter reporter) {
    return switch (destinations.dmarc(kept.key().domain())) {
      case Wanted.Unknown<DmarcUri>(var reason) -> new Outcome("not sent: " + reason, true);
      case Wanted.Nowhere<DmarcUri> _ -> Outcome.done("not sent: not wanted any more");
      case Wanted.Here<DmarcUri>(var uris) when uris.isEmpty() ->
          Outcome.done("not sent: the addresses elsewhere have not agreed (RFC 7489 §7.1)");
      case Wanted.Here<DmarcUri>(var uris) -> sendDmarc(kept, uris, reporter);
    };
  }

  private Outcome sendDmarc(KeptReport kept, List<DmarcUri> uris, Reporter reporter) {
    var key = kept.key();
    var rows = store.mail(key.day(), key.domain());
    if (rows.isEmpty()) return Outcome.done("not sent: nothing was seen");
    var report = ReportTexts.aggregate(kept, rows, reporter, clock.instant());
    var compressed = StatisticsMail.compressed(report.xml());
    var sending = new Sending();
    var tooSmall = new ArrayList<EmailAddress>();
    long octets = 0;
    for (var uri : uris.subList(0, Math.min(uris.size(), MAX_DESTINATIONS))) {
      var to = uri.address();
      if (sending.isUnwritable(to)) continue;
      var message = bytes(ReportTexts.mail(report, compressed, reporter, to));
      octets = message.length;
      if (octets > uri.maxOctets()) {
        tooSmall.add(to);
        sending.note(to, new Posted.Refused("larger than it takes: %d octets".formatted(octets)));
      } else {
        sending.note(to, post.mail(message, reporter.from(), to, Secrecy.USUAL));
      }
    }
    // RFC 7489 §7.2.2
    if (sending.taken == 0 && !tooSmall.isEmpty())
      for (var to : tooSmall) {
        var told = ReportTexts.tooLarge(report, octets, reporter, tooSmall, clock.instant());
        var mail =
            new StatisticsMail(told.from(), to, told.subject(), told.fields(), told.text(), null);
        post.mail(bytes(mail), reporter.from(), to, Secrecy.USUAL);
      }
    return sending.outcome();
  }

  private byte[] bytes(StatisticsMail mail) {
    return mail.write(clock.instant(), random);
  }

  private Outcome sendTls(ReportKey key, Reporter reporter) {
    return switch (destinations.tls(key.domain())) {
      case Wanted.Unknown<Destination>(var reason) -> new Outcome("not sent: " + reason, true);
      case Wanted.Nowhere<Destination> _ -> Outcome.done("not sent: not wanted");
      case Wanted.Here<Destination>(var places) -> sendTls(key, places, reporter);
    };
  }

  private Outcome sendTls(ReportKey key, List<Destination> places, Reporter reporter) {
    var counts = store.tls(key.day(), key.domain());
    if (counts.isEmpty()) return Outcome.done("not sent: nothing was seen");
    var report = ReportTexts.tls(key, counts, reporter, clock.instant());
    var compressed = StatisticsMail.compressed(report.json());
    var sending = new Sending();
    for (var place : places.subList(0, Math.min(places.size(), MAX_DESTINATIONS)))
      switch (place) {
        case Destination.ByHttps(var uri) ->
            sending.note(uri, post.post(uri, "application/tlsrpt+gzip", compressed));
        case Destination.ByMail(var to) -> {
          if (sending.isUnwritable(to)) continue;
          var message = bytes(ReportTexts.mail(key, report, compressed, reporter, to));
          sending.note(to, post.mail(message, reporter.from(), to, Secrecy.NONE));
        }
      }
    return sending.outcome();
  }

  /// What came of the destinations of one report. Of one thread.
  private static final class Sending {
    private final List<String> words = new ArrayList<>();
    private int taken;
    private boolean later;

    void note(Object to, Posted posted) {
      switch (posted) {
        case Posted.Taken _ -> {
          taken++;
          words.add("sent to " + to);
        }
        case Posted.Later(var reason) -> {
          later = true;
          words.add("not now to %s: %s".formatted(to, reason));
        }
        case Posted.Refused(var reason) -> words.add("not to %s: %s".formatted(to, reason));
      }
    }

    /// Whether an address needs more than the header of a report can say; then it is left out.
    boolean isUnwritable(EmailAddress to) {
      if (!to.needsSmtputf8()) return false;
      note(to, new Posted.Refused("the address is not ASCII"));
      return true;
    }

    /// One place that has it is enough (RFC 8460 §3).
    Outcome outcome() {
      return new Outcome(String.join("; ", words), taken == 0 && later);
    }
  }
}

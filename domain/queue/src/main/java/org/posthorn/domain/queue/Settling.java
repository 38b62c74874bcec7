package org.posthorn.domain.queue;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.EntryRows.Rest;
import org.posthorn.domain.queue.Reporter.Draft;
import org.posthorn.domain.queue.Reporter.Said;
import org.posthorn.domain.queue.Reporter.Told;
import org.posthorn.domain.relay.RelayStep;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.platform.storage.Work;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.DeliveryOutcome;
import org.posthorn.wire.report.DiagnosticCode;
import org.posthorn.wire.smtp.DeliverBy.Mode;
import org.posthorn.wire.smtp.EhloKeyword;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Notify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what became of a leased entry, tells who has to hear of it, and keeps its story: all
/// in one transaction. When it returns, that is durable. Thread-safe.
final class Settling {

  private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

  /// Reports that are in memory at a time, a few MiB each at most.
  private static final int REPORTS_AT_ONCE = 4;

  private static final EnhancedCode TIME_OVER = EnhancedCode.of("4.4.7");
  private static final EnhancedCode DEADLINE_OVER = EnhancedCode.of("5.4.7");

  private final MailQueue queue;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Reporter reporter;
  private final ReportSink sink;
  private final Semaphore reports = new Semaphore(REPORTS_AT_ONCE);

  Settling(MailQueue queue, RandomGenerator random, Reporter reporter, ReportSink sink) {
    this.queue = queue;
    this.clock = queue.clock();
    this.random = random;
    this.reporter = reporter;
    this.sink = sink;
  }

  /// An attempt at an entry, and what it came to for each recipient.
  ///
  /// @param at null when it was given up without another try
  record Attempt(
      QueueEntry entry, List<Result> results, List<RelayStep> steps, @Nullable Instant at) {
    Attempt {
      results = List.copyOf(results);
      steps = List.copyOf(steps);
    }

    boolean isDone() {
      return results.stream().allMatch(Result.Done.class::isInstance);
    }

    /// Why some have to wait; null when none has.
    @Nullable Fault fault() {
      Fault last = null;
      for (var result : results) if (result instanceof Result.Later(var _, var fault)) last = fault;
      return last;
    }

    /// The same, but what would be reported as failed is kept for another time.
    Attempt failuresLater() {
      var kept =
          results.stream()
              .map(result ->
                  result instanceof Result.GivenUp(var pending, var fault)
                      ? Result.later(pending, fault)
                      : result)
              .toList();
      return new Attempt(entry, kept, steps, at);
    }
  }

  /// Settles an attempt.
  ///
  /// @throws StorageException when nothing could be written; the lease ends by itself then
  void settle(Attempt attempt) {
    var told = told(attempt);
    if (told.isEmpty()) {
      write(attempt, List.of());
      return;
    }
    reports.acquireUninterruptibly();
    try {
      var draft = reporter.draft(attempt.entry(), told, source(attempt.entry()));
      if (draft.report() == null) write(attempt, draft.events());
      else deliver(attempt, draft, draft.report());
    } finally {
      reports.release();
    }
  }

  /// Looks for the octets when they are wanted.
  private MessageSource source(QueueEntry entry) {
    var blob = entry.blob();
    return span -> new BlobSource(partition(entry).reader(List.of(blob)), blob).open(span);
  }

  private Partition partition(QueueEntry entry) {
    return queue.storage().partition(entry.id().partition());
  }

  private void deliver(Attempt attempt, Draft draft, Report report) {
    var change = new Change(attempt, draft.events());
    try {
      sink.deliver(report, attempt.entry().id().partition(), change);
      change.committed();
    } catch (StorageException e) {
      // To send again what was delivered is worse than not to tell of it; what failed is told of
      // another time.
      LOG.error("the report on {} could not be delivered", attempt.entry().id(), e);
      write(attempt.failuresLater(), List.of());
    } catch (LeaseLostException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void write(Attempt attempt, List<QueueEvent> events) {
    var change = new Change(attempt, events);
    try {
      partition(attempt.entry()).write(change);
      change.committed();
    } catch (LeaseLostException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private List<Told> told(Attempt attempt) {
    var at = attempt.at();
    var told = new ArrayList<Told>();
    for (var result : attempt.results()) {
      switch (result) {
        case Result.Done(var pending, var host, var reply, var promised) -> {
          if (!mayBeTold(attempt.entry(), pending)) continue;
          var given = reply.enhanced();
          var code = given != null && given.status() == 2 ? given : new EnhancedCode(2, 0, 0);
          told.add(
              new Told(
                  pending,
                  promised.contains(EhloKeyword.DSN)
                      ? DeliveryOutcome.RELAYED_WITH_DSN
                      : DeliveryOutcome.RELAYED_WITHOUT_DSN,
                  new Said(code, host, DiagnosticCode.smtp(reply)),
                  at,
                  promised));
        }
        case Result.GivenUp(var pending, var fault) ->
            told.add(new Told(pending, DeliveryOutcome.FAILED, Said.of(fault), at));
        case Result.Later _, Result.Untouched _ -> {}
      }
    }
    return told;
  }

  /// Nearly nobody asks for success, so nothing is drafted for it.
  private static boolean mayBeTold(QueueEntry entry, Pending pending) {
    var notify = pending.recipient().notifyOn();
    return (notify != null && notify.events().contains(Notify.Event.SUCCESS))
        || entry.times().by() != null;
  }

  /// What one attempt changes. May be run again, and alone knows which run was the last.
  private final class Change implements Work<@Nullable Void> {
    private final Attempt attempt;
    private final List<QueueEvent> events;
    private final List<Pending> left;
    private final Instant next;
    private final int attempts;

    Change(Attempt attempt, List<QueueEvent> events) {
      this.attempt = attempt;
      this.events = events;
      left = attempt.results().stream().filter(Settling::isLeft).map(Result::pending).toList();
      var later = attempt.results().stream().anyMatch(Result.Later.class::isInstance);
      attempts = attempt.entry().attempts() + (later ? 1 : 0);
      var now = clock.instant();
      next = later ? now.plus(queue.config().perMessage().after(attempts, random)) : now;
    }

    @Override
    public @Nullable Void run(Transaction tx) throws SQLException {
      if (!store(tx)) throw new LeaseLostException(attempt.entry());
      tell(tx);
      return null;
    }

    private boolean store(Transaction tx) throws SQLException {
      var entry = attempt.entry();
      if (!left.isEmpty())
        return EntryRows.putOff(tx, entry, new Rest(left, next, attempts, attempt.fault()));
      if (!attempt.isDone()) return EntryRows.giveUp(tx, entry);
      if (!EntryRows.remove(tx, entry.id()))
        LOG.warn("{} was settled by somebody else", entry.id());
      return true;
    }

    private void tell(Transaction tx) throws SQLException {
      var entry = attempt.entry();
      var trace = queue.trace();
      if (!attempt.steps().isEmpty())
        trace.event(
            tx,
            entry.messageId(),
            new QueueEvent.Tried(entry.destination(), entry.attempts() + 1, attempt.steps()));
      for (var event : outcomes()) trace.event(tx, entry.messageId(), event);
      for (var event : events) trace.event(tx, entry.messageId(), event);
    }

    /// Recipients with the same fate are one event.
    private List<QueueEvent> outcomes() {
      var groups = new LinkedHashMap<Fate, List<EmailAddress>>();
      for (var result : attempt.results()) {
        var fate =
            switch (result) {
              case Result.Done(var _, var host, var reply, var _) ->
                  new Fate.Delivered(host, RelayStep.shown(reply));
              case Result.GivenUp(var _, var fault) -> new Fate.Failed(fault);
              case Result.Later(var _, var fault) -> new Fate.Deferred(fault);
              case Result.Untouched _ -> null;
            };
        if (fate == null) continue;
        groups
            .computeIfAbsent(fate, _ -> new ArrayList<>())
            .add(result.pending().recipient().address());
      }
      var all = new ArrayList<QueueEvent>();
      groups.forEach((fate, recipients) -> all.add(event(fate, recipients)));
      return all;
    }

    private QueueEvent event(Fate fate, List<EmailAddress> recipients) {
      return switch (fate) {
        case Fate.Delivered(var host, var reply) ->
            new QueueEvent.Delivered(recipients, host, reply);
        case Fate.Failed(var fault) -> new QueueEvent.Failed(recipients, fault);
        case Fate.Deferred(var fault) -> new QueueEvent.Deferred(recipients, fault, next);
      };
    }

    void committed() {
      if (left.isEmpty()) return;
      var entry = attempt.entry();
      if (!entry.held())
        queue
            .lanes()
            .hint(
                entry.id().partition(), entry.destination(), entry.priority(), next.toEpochMilli());
    }
  }

  /// What recipients may have in common.
  private sealed interface Fate {
    record Delivered(String host, String reply) implements Fate {}

    record Failed(Fault fault) implements Fate {}

    record Deferred(Fault fault) implements Fate {}
  }

  private static boolean isLeft(Result result) {
    return switch (result) {
      case Result.Done _, Result.GivenUp _ -> false;
      case Result.Later _, Result.Untouched _ -> true;
    };
  }

  /// Gives up an entry with one fault for all its recipients.
  ///
  /// @param steps what was tried
  void giveUp(QueueEntry entry, Fault fault, List<RelayStep> steps) {
    var results =
        entry.recipients().stream()
            .map(pending -> (Result) new Result.GivenUp(pending, fault))
            .toList();
    settle(new Attempt(entry, results, steps, steps.isEmpty() ? null : clock.instant()));
  }

  /// Gives up an entry whose time is over: with what was wrong the last time, under the code that
  /// says so (RFC 2852 §4.1.3 for a deadline).
  void expire(QueueEntry entry) {
    var by = entry.times().by();
    boolean isDeadline =
        by != null && by.mode() == Mode.RETURN && !by.time().isAfter(entry.times().expires());
    var code = isDeadline ? DEADLINE_OVER : TIME_OVER;
    var gate = unreached(entry);
    var results =
        entry.recipients().stream()
            .map(pending -> (Result) new Result.GivenUp(pending, over(pending, gate, code)))
            .toList();
    settle(new Attempt(entry, results, List.of(), null));
  }

  private @Nullable Fault unreached(QueueEntry entry) {
    return partition(entry).read(tx -> GateRows.fault(tx, entry.destination()));
  }

  private static Fault over(Pending pending, @Nullable Fault gate, EnhancedCode code) {
    var last = pending.last() == null ? gate : pending.last();
    if (last == null) return new Fault(code, null, Fault.Voice.OURS, "delivery time expired");
    return new Fault(code, last.host(), last.voice(), last.text());
  }

  /// Tells the sender of a delay, once.
  void notice(QueueEntry entry) {
    var now = clock.instant();
    var gate = unreached(entry);
    var told =
        entry.recipients().stream()
            .map(pending ->
                new Told(
                    pending, DeliveryOutcome.DELAYED, Said.of(over(pending, gate, TIME_OVER)), now))
            .toList();
    reports.acquireUninterruptibly();
    try {
      var draft = reporter.draft(entry, told, source(entry));
      Work<@Nullable Void> work =
          tx -> {
            if (!EntryRows.noticed(tx, entry, now)) throw new LeaseLostException(entry);
            for (var event : draft.events()) queue.trace().event(tx, entry.messageId(), event);
            return null;
          };
      var report = draft.report();
      if (report == null) partition(entry).write(work);
      else sink.deliver(report, entry.id().partition(), work);
    } catch (LeaseLostException e) {
      LOG.warn("{}", e.getMessage());
    } finally {
      reports.release();
    }
    queue
        .lanes()
        .hint(entry.id().partition(), entry.destination(), entry.priority(), now.toEpochMilli());
  }
}

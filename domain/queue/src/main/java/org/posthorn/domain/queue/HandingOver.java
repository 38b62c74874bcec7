package org.posthorn.domain.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.queue.Passage.Blocked;
import org.posthorn.domain.queue.Passage.Open;
import org.posthorn.domain.queue.Settling.Attempt;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.OutgoingMail.AllTheWay;
import org.posthorn.domain.relay.RecipientOutcome;
import org.posthorn.domain.relay.RelayStep;
import org.posthorn.domain.relay.Sent;
import org.posthorn.domain.relay.Target;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.wire.smtp.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt at one message: by the open session, and for recipients whom that host cannot serve
/// by the other hosts of the destination. Used once, by the worker's thread.
final class HandingOver {

  private static final Logger LOG = LoggerFactory.getLogger(HandingOver.class);

  private final Passage passage;
  private final QueueEntry entry;
  private final OutgoingMail mail;
  private final Result[] results;
  private final Steps steps;
  private final Instant at;
  private boolean broken;

  HandingOver(Passage passage, QueueEntry entry, BlobReader reader, Instant at) {
    this.at = at;
    this.passage = passage;
    this.entry = entry;
    var source = new BlobSource(reader, entry.blob());
    var by = entry.times().by();
    mail =
        new OutgoingMail(
            entry.origin().sender(),
            entry.recipients().stream().map(Pending::recipient).toList(),
            ContentTrait.content(entry.traits(), source, entry.size()),
            entry.wishes(),
            by == null ? null : by.asOf(at));
    results = new Result[entry.recipients().size()];
    for (int i = 0; i < results.length; i++)
      results[i] = new Result.Untouched(entry.recipients().get(i));
    steps = passage.steps();
  }

  /// What came of it.
  ///
  /// @param isBroken the session is gone
  /// @param isFutile nobody got it, and all may get it later
  record Handed(Attempt attempt, boolean isBroken, boolean isFutile) {}

  Handed by(Open session) {
    var all = new ArrayList<Integer>();
    for (int i = 0; i < results.length; i++) all.add(i);
    var told = new ArrayList<RelayStep>();
    try {
      if (needsSafety()) safely(all);
      else told.addAll(session.steps().toList());
      if (!needsSafety()) ordinarily(session, all);
    } catch (RuntimeException e) {
      // One message that we cannot handle must not stop those behind it.
      LOG.error("{} cannot be handed over", entry.id(), e);
      var fault = Fault.ours("4.3.0", "internal error");
      for (int i = 0; i < results.length; i++)
        results[i] = Result.later(entry.recipients().get(i), fault);
      broken = true;
    }
    for (var step : steps.toList()) if (told.size() < QueueTrace.MAX_STEPS) told.add(step);
    var list = List.of(results);
    boolean futile = list.stream().allMatch(Result.Later.class::isInstance);
    return new Handed(new Attempt(entry, list, told, at), broken, futile);
  }

  /// RFC 8689 §5: reports are not held back.
  private boolean needsSafety() {
    return entry.wishes().tls() == AllTheWay.REQUIRETLS
        && entry.origin().sender() instanceof ReversePath.Mailbox;
  }

  private void ordinarily(Open session, List<Integer> all) {
    var sent = session.session().send(mail, steps);
    broken = sent instanceof Sent.Broken;
    elsewhere(note(sent, all, session.host()), session.others());
  }

  /// By sessions of its own, because those at hand may have been opened without looking at
  /// certificates.
  private void safely(List<Integer> all) {
    switch (passage.safelyTo(entry.destination())) {
      case Blocked(var fault, var _) -> blocked(all, fault);
      case Open opened -> {
        var left = by(opened, all);
        elsewhere(left, opened.others());
      }
    }
  }

  /// Sends by a session that is only for this, to some recipients; those whom another host could
  /// serve.
  private List<Integer> by(Open opened, List<Integer> some) {
    try (var session = opened.session()) {
      var part =
          new OutgoingMail(
              mail.from(),
              some.stream().map(index -> mail.recipients().get(index)).toList(),
              mail.content(),
              mail.wishes(),
              mail.by());
      return note(session.send(part, steps), some, opened.host());
    }
  }

  private void blocked(List<Integer> some, Fault fault) {
    for (int index : some) {
      var pending = entry.recipients().get(index);
      results[index] =
          fault.isPermanent() ? new Result.GivenUp(pending, fault) : Result.later(pending, fault);
    }
  }

  private List<Integer> note(Sent sent, List<Integer> some, String host) {
    var left = new ArrayList<Integer>();
    for (int i = 0; i < some.size(); i++) {
      int index = some.get(i);
      RecipientOutcome outcome = sent.outcomes().get(i);
      results[index] = Result.of(entry.recipients().get(index), outcome, host);
      if (Result.mayDiffer(outcome)) left.add(index);
    }
    return left;
  }

  /// Asks the other hosts for recipients whom one host cannot serve. What those cannot be asked is
  /// left as it was.
  private void elsewhere(List<Integer> some, List<Target> hosts) {
    var left = some;
    var others = hosts;
    while (!left.isEmpty() && !others.isEmpty()) {
      switch (passage.through(others, steps)) {
        case Blocked(var fault, var _) -> {
          // Whether they could is to be seen when they are there again.
          if (!fault.isPermanent()) blocked(left, fault);
          return;
        }
        case Open opened -> {
          left = by(opened, left);
          others = opened.others();
        }
      }
    }
  }
}

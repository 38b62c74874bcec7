package org.posthorn.domain.delivery;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.posthorn.domain.queue.QueueEvent;
import org.posthorn.domain.queue.QueueTrace;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceKind;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;

/// Puts what happens in the queue into words, for the story of the message.
public final class QueueStory implements QueueTrace {

  private final InstantSource clock;

  public QueueStory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void event(Transaction tx, String messageId, QueueEvent event) throws SQLException {
    Traces.add(tx, new TraceEvent(messageId, clock.instant(), kind(event), words(event)));
  }

  private static TraceKind kind(QueueEvent event) {
    return switch (event) {
      case QueueEvent.Queued _ -> TraceKind.QUEUED;
      case QueueEvent.Tried _ -> TraceKind.TRIED;
      case QueueEvent.Delivered _ -> TraceKind.RELAYED;
      case QueueEvent.Deferred _, QueueEvent.Unreached _ -> TraceKind.DEFERRED;
      case QueueEvent.Failed _ -> TraceKind.FAILED;
      case QueueEvent.Reported _, QueueEvent.NotReported _ -> TraceKind.REPORTED;
      case QueueEvent.Handled _ -> TraceKind.CHANGED;
    };
  }

  private static String words(QueueEvent event) {
    return switch (event) {
      case QueueEvent.Queued(var destination, var to, var priority, var due) ->
          "%s waits for %s (%s), to be tried at %s"
              .formatted(names(to), destination, lower(priority), due);
      case QueueEvent.Tried(var destination, var number, var steps) ->
          steps.stream()
              .map(step -> "\n  " + step.text())
              .collect(Collectors.joining("", "try %d of %s".formatted(number, destination), ""));
      case QueueEvent.Delivered(var to, var host, var reply) ->
          "%s: %s has it: %s".formatted(names(to), host, reply);
      case QueueEvent.Deferred(var to, var fault, var next) ->
          "%s: not now: %s; next try at %s".formatted(names(to), fault.text(), next);
      case QueueEvent.Unreached(var destination, var fault, var next) ->
          "%s was not reached: %s; next try at %s".formatted(destination, fault.text(), next);
      case QueueEvent.Failed(var to, var fault) ->
          "%s: given up: %s".formatted(names(to), fault.text());
      case QueueEvent.Reported(var who, var to, var action) ->
          "<%s> was told that %s is %s".formatted(who, names(to), lower(action));
      case QueueEvent.NotReported(var to, var reason) ->
          "nobody was told about %s: %s".formatted(names(to), reason);
      case QueueEvent.Handled(var deed, var destination, var detail) -> {
        var what = lower(deed).replace('_', ' ') + " " + destination;
        yield detail == null ? what.strip() : what + ": " + detail;
      }
    };
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String names(List<EmailAddress> addresses) {
    return addresses.stream().map(address -> "<" + address + ">").collect(Collectors.joining(", "));
  }
}

package org.posthorn.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminAnswer.QueueCount;
import org.posthorn.app.AdminAnswer.QueueCounts;
import org.posthorn.app.AdminAnswer.QueuePage;
import org.posthorn.app.AdminAnswer.QueuedMessage;
import org.posthorn.app.AdminRequest.ChangeQueue;
import org.posthorn.app.AdminRequest.CountQueue;
import org.posthorn.app.AdminRequest.ListQueue;
import org.posthorn.app.AdminRequest.QueueSelection;
import org.posthorn.domain.queue.EntryId;
import org.posthorn.domain.queue.EntryState;
import org.posthorn.domain.queue.ListedEntry;
import org.posthorn.domain.queue.QueueAdministration;
import org.posthorn.domain.queue.QueueFilter;
import org.posthorn.domain.queue.QueueSummary;
import org.posthorn.domain.queue.Routes;
import org.posthorn.domain.queue.Touched;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.smtp.ReversePath;

/// The queue of the running server: listed, counted, changed.
final class QueueRequests {
  private final QueueAdministration queue;
  private final Routes routes;
  private final InstantSource clock;

  QueueRequests(QueueAdministration queue, Routes routes, InstantSource clock) {
    this.queue = queue;
    this.routes = routes;
    this.clock = clock;
  }

  QueuePage list(ListQueue request) throws AdminRefused {
    int limit = Math.clamp(request.limit(), 1, QueueAdministration.MOST);
    var after = request.after() == null ? null : entryId(request.after());
    var found =
        queue.list(filter(request.selection()), after, limit).stream()
            .map(QueueRequests::answer)
            .toList();
    return new QueuePage(found, found.size() < limit ? null : found.getLast().entry());
  }

  QueueCounts count(CountQueue request) throws AdminRefused {
    var by = word(QueueSummary.By.class, request.by());
    int limit = Math.clamp(request.limit(), 1, QueueAdministration.MOST);
    return new QueueCounts(
        queue.summary(filter(request.selection()), by, limit).stream()
            .map(one -> new QueueCount(one.key(), one.entries(), one.octets(), one.oldest()))
            .toList());
  }

  Done change(ChangeQueue request) throws AdminRefused {
    var filter = filter(request.selection());
    var argument = request.argument() == null ? "" : request.argument();
    return switch (request.deed()) {
      case HOLD -> done("held", queue.hold(filter));
      case RELEASE -> done("released", queue.release(filter));
      case RETRY -> done("to be tried now", queue.retryNow(filter));
      case DELETE -> done("deleted", queue.delete(filter));
      case BOUNCE ->
          done(
              "sent back",
              queue.bounce(filter, argument.isEmpty() ? "by the administrator" : argument));
      case REROUTE -> reroute(filter, argument);
    };
  }

  private Done reroute(QueueFilter filter, String destination) throws AdminRefused {
    if (routes.hop(destination) == null)
      throw new AdminRefused(
          destination
              + " leads nowhere: it is no domain, no @ROUTE of [[outbound.routes]], no"
              + " HOST:PORT.");
    try {
      return done("sent to " + destination, queue.reroute(filter, destination));
    } catch (IllegalArgumentException e) {
      throw new AdminRefused("Not a destination: " + e.getMessage());
    }
  }

  private static Done done(String what, Touched touched) {
    var text = "%d %s".formatted(touched.entries(), what);
    return new Done(
        touched.sending() == 0
            ? text
            : "%s; %d are being sent at this moment and were left alone"
                .formatted(text, touched.sending()));
  }

  private QueueFilter filter(QueueSelection selection) throws AdminRefused {
    var older = selection.olderThan();
    return new QueueFilter(
        selection.destination(),
        selection.sender(),
        selection.recipient(),
        null,
        selection.message(),
        selection.state() == null ? null : word(EntryState.class, selection.state()),
        null,
        older == null ? null : clock.instant().minus(Duration.ofSeconds(older)),
        selection.reason());
  }

  private static <E extends Enum<E>> E word(Class<E> type, String text) throws AdminRefused {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      var known =
          Arrays.stream(type.getEnumConstants())
              .map(one -> one.name().toLowerCase(Locale.ROOT))
              .toList();
      throw new AdminRefused("%s is none of %s.".formatted(text, String.join(", ", known)));
    }
  }

  /// `p0001-17`
  private static EntryId entryId(String text) throws AdminRefused {
    if (!text.matches("p[0-9]{4}-[0-9]{1,18}"))
      throw new AdminRefused("Not an entry of the queue: " + text);
    return new EntryId(
        new PartitionId(Integer.parseInt(text.substring(1, 5))), Long.parseLong(text.substring(6)));
  }

  private static QueuedMessage answer(ListedEntry listed) {
    var entry = listed.entry();
    return new QueuedMessage(
        entry.id().toString(),
        entry.messageId(),
        entry.destination(),
        sender(entry.origin().sender()),
        entry.recipients().stream().map(one -> one.recipient().address().toString()).toList(),
        ConfigValues.word(listed.state()),
        ConfigValues.word(entry.priority()),
        entry.size(),
        entry.times().accepted(),
        listed.next(),
        entry.times().expires(),
        entry.attempts(),
        listed.reason());
  }

  private static String sender(@Nullable ReversePath path) {
    return path instanceof ReversePath.Mailbox(var address) ? address.toString() : "<>";
  }
}

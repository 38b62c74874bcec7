package org.posthorn.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.app.AdminAnswer.Done;
import org.posthorn.app.AdminRequest.ChangeQueue;
import org.posthorn.app.AdminRequest.CountQueue;
import org.posthorn.app.AdminRequest.ListQueue;
import org.posthorn.app.AdminRequest.QueueSelection;
import org.posthorn.app.QueueAnswer.QueueCount;
import org.posthorn.app.QueueAnswer.QueueCounts;
import org.posthorn.app.QueueAnswer.QueuePage;
import org.posthorn.app.QueueAnswer.QueuedMessage;
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
  private static final Touched NOTHING = new Touched(0, 0);

  private final QueueAdministration queue;
  private final WaitingParts parts;
  private final Routes routes;
  private final InstantSource clock;

  QueueRequests(QueueAdministration queue, WaitingParts parts, Routes routes, InstantSource clock) {
    this.queue = queue;
    this.parts = parts;
    this.routes = routes;
    this.clock = clock;
  }

  /// Parts that wait for each other are behind the last page.
  QueuePage list(ListQueue request) throws AdminRefused {
    int limit = Math.clamp(request.limit(), 1, QueueAdministration.MOST);
    var selection = request.selection();
    var after = request.after() == null ? null : entryId(request.after());
    var found = new ArrayList<QueuedMessage>();
    if (isOfQueue(selection))
      queue.list(filter(selection), after, limit).forEach(it -> found.add(answer(it)));
    if (found.size() == limit) return new QueuePage(found, found.getLast().entry());
    found.addAll(parts.list(selection, limit - found.size()));
    return new QueuePage(found, null);
  }

  private static boolean isOfQueue(QueueSelection selection) {
    return selection.state() == null || !WaitingParts.isTheirs(selection.state());
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
    var selection = request.selection();
    var argument = request.argument() == null ? "" : request.argument();
    return switch (request.deed()) {
      case HOLD -> done("held", queue.hold(filter(selection)));
      case RELEASE -> withParts(release(selection), parts.release(selection), "sent on");
      case RETRY -> done("to be tried now", queue.retryNow(filter(selection)));
      case DELETE -> withParts(delete(selection), parts.delete(selection), "deleted");
      case BOUNCE ->
          done(
              "sent back",
              queue.bounce(
                  filter(selection), argument.isEmpty() ? "by the administrator" : argument));
      case REROUTE -> reroute(filter(selection), argument);
    };
  }

  private Done release(QueueSelection selection) throws AdminRefused {
    return done("released", isOfQueue(selection) ? queue.release(filter(selection)) : NOTHING);
  }

  private Done delete(QueueSelection selection) throws AdminRefused {
    return done("deleted", isOfQueue(selection) ? queue.delete(filter(selection)) : NOTHING);
  }

  private static Done withParts(Done done, int messages, String what) {
    if (messages == 0) return done;
    return new Done("%s; parts of %d messages %s".formatted(done.what(), messages, what));
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

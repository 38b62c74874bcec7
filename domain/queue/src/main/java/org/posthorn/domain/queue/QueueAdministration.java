package org.posthorn.domain.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.EntryRows.Claim;
import org.posthorn.domain.queue.FilterSql.Page;
import org.posthorn.domain.queue.QueueEvent.Deed;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.smtp.DeliverBy.Mode;

/// What an administrator sees of the queue and does about it, in all partitions. Commands work a
/// thousand entries at a time, each in a transaction of its own, and leave alone what a worker has
/// at that moment. Thread-safe.
public final class QueueAdministration {

  /// Entries of one transaction, and the most that [#list] gives.
  public static final int MOST = 1_000;

  /// What was held for longer than mail is kept still has this long after its release.
  public static final Duration AFTER_HOLD = Duration.ofDays(1);

  private final MailQueue queue;
  private final QueueRunner.Crew crew;

  public QueueAdministration(MailQueue queue, QueueRunner runner) {
    this.queue = queue;
    this.crew = runner.crew();
  }

  /// Entries in the order of partitions and acceptance, a page at a time.
  ///
  /// @param after the last one of the page before; null for the first page
  public List<ListedEntry> list(QueueFilter filter, @Nullable EntryId after, int limit) {
    if (limit < 1 || limit > MOST) throw new IllegalArgumentException("limit " + limit);
    var now = queue.clock().instant();
    var all = new ArrayList<ListedEntry>();
    for (var id : queue.storage().partitions()) {
      if (all.size() == limit) break;
      int place = after == null ? 1 : Integer.compare(id.value(), after.partition().value());
      if (after == null || place >= 0) {
        long from = after != null && place == 0 ? after.number() : 0;
        var page = new Page(id, from, limit - all.size(), now);
        all.addAll(queue.storage().partition(id).read(tx -> FilterSql.list(tx, filter, page)));
      }
    }
    return all;
  }

  /// Counts entries by what they have in common, the largest groups first; at most `limit` groups,
  /// which are exact when no partition has more.
  public List<QueueSummary> summary(QueueFilter filter, QueueSummary.By by, int limit) {
    if (limit < 1 || limit > MOST) throw new IllegalArgumentException("limit " + limit);
    var now = queue.clock().instant();
    var groups = new HashMap<String, QueueSummary>();
    for (var id : queue.storage().partitions()) {
      var page = new Page(id, 0, limit, now);
      var here = queue.storage().partition(id).read(tx -> FilterSql.summary(tx, filter, by, page));
      for (var one : here) groups.merge(one.key(), one, QueueSummary::plus);
    }
    return groups.values().stream()
        .sorted(
            Comparator.comparingLong(QueueSummary::entries)
                .reversed()
                .thenComparing(QueueSummary::key))
        .limit(limit)
        .toList();
  }

  /// What is done to an entry that no worker has.
  private interface Act {
    /// False when there was nothing to do.
    boolean on(Transaction tx, QueueEntry entry, Instant now) throws SQLException;
  }

  /// What one transaction came to.
  private record Chunk(List<QueueEntry> done, long sending, long last, boolean isLast) {}

  private Touched act(QueueFilter filter, Act act) {
    return act(filter, act, _ -> {});
  }

  /// Calls `committed` for each afterwards.
  private Touched act(QueueFilter filter, Act act, Consumer<QueueEntry> committed) {
    var touched = Touched.NONE;
    for (var id : queue.storage().partitions()) {
      var chunk = new Chunk(List.of(), 0, 0, false);
      while (!chunk.isLast()) {
        chunk = chunk(id, filter, chunk.last(), act);
        touched = touched.plus(new Touched(chunk.done().size(), chunk.sending()));
        chunk.done().forEach(committed);
      }
    }
    return touched;
  }

  private Chunk chunk(PartitionId id, QueueFilter filter, long after, Act act) {
    var now = queue.clock().instant();
    var chunk =
        queue
            .storage()
            .partition(id)
            .write(tx -> {
              var found = FilterSql.list(tx, filter, new Page(id, after, MOST, now));
              var done = new ArrayList<QueueEntry>();
              long sending = 0;
              for (var one : found) {
                if (one.state() == EntryState.SENDING) sending++;
                else if (act.on(tx, one.entry(), now)) done.add(one.entry());
              }
              long last = found.isEmpty() ? after : found.getLast().entry().id().number();
              return new Chunk(done, sending, last, found.size() < MOST);
            });
    for (var entry : chunk.done()) hint(entry, now);
    return chunk;
  }

  private void hint(QueueEntry entry, Instant now) {
    queue
        .lanes()
        .hint(entry.id().partition(), entry.destination(), entry.priority(), now.toEpochMilli());
  }

  private void tell(Transaction tx, QueueEntry entry, Deed deed) throws SQLException {
    tell(tx, entry, new QueueEvent.Handled(deed, entry.destination(), null));
  }

  private void tell(Transaction tx, QueueEntry entry, QueueEvent event) throws SQLException {
    queue.trace().event(tx, entry.messageId(), event);
  }

  private static final String HOLD = "UPDATE queue_entry SET held = 1 WHERE entry_id = ?";

  /// Keeps entries from being tried, reported or given up, until they are released.
  public Touched hold(QueueFilter filter) {
    return act(
        filter,
        (tx, entry, _) -> {
          if (entry.held()) return false;
          Sql.update(tx, HOLD, entry.id().number());
          tell(tx, entry, Deed.HELD);
          return true;
        });
  }

  private static final String RELEASE =
      "UPDATE queue_entry SET held = 0, expires_ms = ?, check_ms = ? WHERE entry_id = ?";

  /// Ends the hold.
  public Touched release(QueueFilter filter) {
    return act(
        filter,
        (tx, entry, now) -> {
          if (!entry.held()) return false;
          var times = entry.times();
          var by = times.by();
          var least = now.plus(AFTER_HOLD);
          boolean isOver = times.expires().isBefore(least);
          // RFC 2852 §4.1.3: no attempt after a deadline, whatever kept it.
          boolean isDeadline = by != null && by.mode() == Mode.RETURN;
          var expires = isOver && !isDeadline ? least : times.expires();
          var notice = times.notice();
          var check = notice != null && notice.isBefore(expires) ? notice : expires;
          Sql.update(tx, RELEASE, expires, check, entry.id().number());
          tell(tx, entry, Deed.RELEASED);
          return true;
        });
  }

  private static final String RETRY = "UPDATE queue_entry SET due_ms = ? WHERE entry_id = ?";

  /// Tries entries now, and their destinations too; those that may not leave yet stay.
  public Touched retryNow(QueueFilter filter) {
    return act(
        filter,
        (tx, entry, now) -> {
          if (entry.held() || EntryState.of(entry, now) == EntryState.PLANNED) return false;
          Sql.update(tx, RETRY, now, entry.id().number());
          GateRows.open(tx, entry.destination());
          tell(tx, entry, Deed.RETRIED);
          return true;
        },
        entry -> queue.lanes().open(entry.destination()));
  }

  /// Removes entries, and nobody hears of it.
  public Touched delete(QueueFilter filter) {
    return act(
        filter,
        (tx, entry, _) -> {
          EntryRows.remove(tx, entry.id());
          tell(tx, entry, Deed.DELETED);
          return true;
        });
  }

  private static final String REROUTE =
      "UPDATE queue_entry SET destination = ?, due_ms = ? WHERE entry_id = ?";

  /// Sends entries another way.
  ///
  /// @param destination see [Routes]
  public Touched reroute(QueueFilter filter, String destination) {
    Parcel.check(destination);
    var now = queue.clock().instant();
    var touched =
        act(
            filter,
            (tx, entry, at) -> {
              if (entry.destination().equals(destination)) return false;
              boolean isPlanned = EntryState.of(entry, at) == EntryState.PLANNED;
              Sql.update(
                  tx, REROUTE, destination, isPlanned ? entry.due() : at, entry.id().number());
              tell(
                  tx,
                  entry,
                  new QueueEvent.Handled(Deed.REROUTED, entry.destination(), destination));
              return true;
            });
    for (var id : queue.storage().partitions())
      queue.lanes().hint(id, destination, Priority.NORMAL, now.toEpochMilli());
    return touched;
  }

  /// Gives entries up, and tells their senders.
  ///
  /// @param reason what they are told
  public Touched bounce(QueueFilter filter, String reason) {
    var fault = Fault.ours("5.7.1", reason.isBlank() ? "returned by the administrator" : reason);
    var touched = Touched.NONE;
    EntryId after = null;
    while (true) {
      var page = list(filter, after, MOST);
      for (var one : page) touched = touched.plus(bounce(one, fault));
      if (page.size() < MOST) return touched;
      after = page.getLast().entry().id();
    }
  }

  private Touched bounce(ListedEntry one, Fault fault) {
    var id = one.entry().id();
    var now = queue.clock().instant();
    var claim = new Claim(crew.leases().name(), now, now.plus(Leases.LENGTH), 1);
    var entry =
        queue
            .storage()
            .partition(id.partition())
            .write(tx -> {
              var leased = EntryRows.leaseOne(tx, id, claim);
              if (leased != null) tell(tx, leased, Deed.BOUNCED);
              return leased;
            });
    if (entry == null) return new Touched(0, 1);
    crew.settling().giveUp(entry, fault, List.of());
    return new Touched(1, 0);
  }
}

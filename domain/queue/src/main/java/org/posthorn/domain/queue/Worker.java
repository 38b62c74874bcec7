package org.posthorn.domain.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.EntryRows.Claim;
import org.posthorn.domain.queue.Lanes.Extent;
import org.posthorn.domain.queue.Lanes.Turn;
import org.posthorn.domain.queue.Leases.Batch;
import org.posthorn.domain.queue.Passage.Blocked;
import org.posthorn.domain.queue.Passage.Open;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One virtual thread with one connection to one destination: it leases a few messages, hands them
/// over one after the other, settles each before it begins the next, and takes more while there are
/// some. Killed at any moment, it loses none, and sends twice at most the one that it was at.
final class Worker implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /// Messages that are leased at a time: enough that leasing costs little beside sending, and few
  /// enough that those of a dead node do not wait in crowds.
  static final int BATCH = 32;

  /// Messages one after the other that a host takes for nobody now, before it is left alone.
  static final int FUTILE = 10;

  /// After a failure of our own store or program a destination rests.
  private static final Duration REST = Duration.ofSeconds(30);

  private final QueueRunner.Crew crew;
  private final Lanes lanes;
  private final Lane lane;
  private @Nullable Open open;

  /// Of the open session: messages that were answered, and those of the last ones that nobody got.
  private int answered;

  private int futile;

  Worker(QueueRunner.Crew crew, Lane lane) {
    this.crew = crew;
    this.lanes = crew.queue().lanes();
    this.lane = lane;
  }

  @Override
  public void run() {
    try {
      lanes.limit(lane, crew.routes().limits(lane.destination()));
      work();
    } catch (StorageException e) {
      LOG.warn("queue for {}: the store fails: {}", lane.destination(), e.getMessage());
      rest();
    } catch (RuntimeException e) {
      LOG.error("queue for {}: unexpected failure", lane.destination(), e);
      rest();
    } finally {
      hangUp();
      lanes.done(lane);
    }
  }

  private void rest() {
    hangUp();
    lanes.failed(lane, Extent.SESSION, _ -> REST);
  }

  private void work() {
    while (true) {
      var turn = lanes.turn(lane, BATCH);
      if (turn == null) {
        if (!waitForMore()) return;
        continue;
      }
      var entries = lease(turn);
      if (entries.isEmpty()) continue;
      if (!carry(entries) || lanes.mustYield()) return;
    }
  }

  /// Keeps the session open for a little while; whether there is more to do.
  private boolean waitForMore() {
    var now = crew.clock().instant();
    var session = open;
    boolean usable = session != null && !session.session().isExhausted();
    var until = usable ? now.plus(crew.queue().config().linger()) : now;
    if (!lanes.awaitMore(lane, until.toEpochMilli())) return false;
    if (session != null && !session.session().isAlive()) hangUp();
    return true;
  }

  /// What a transaction leased.
  ///
  /// @param next what is left; null when it leased all that it might
  private record Leased(
      List<QueueEntry> entries, @Nullable Dues next, GateRows.@Nullable Gate gate) {}

  private List<QueueEntry> lease(Turn turn) {
    var now = crew.clock().instant();
    var claim = new Claim(crew.leases().name(), now, now.plus(Leases.LENGTH), turn.most());
    var leased =
        crew.queue()
            .storage()
            .partition(turn.partition())
            .write(tx -> lease(tx, turn.partition(), claim));
    lanes.leased(lane, turn, leased.entries().size(), leased.next());
    if (leased.gate() != null) lanes.knownGate(lane, leased.gate());
    return leased.entries();
  }

  private Leased lease(Transaction tx, PartitionId partition, Claim claim) throws SQLException {
    var destination = lane.destination();
    var entries = EntryRows.lease(tx, partition, destination, claim);
    boolean isFull = entries.size() == claim.most() && claim.most() > 1;
    var next = isFull ? null : EntryRows.nextDue(tx, destination);
    return new Leased(entries, next, open == null ? GateRows.find(tx, destination) : null);
  }

  /// Hands over what was leased; whether there is a point in going on.
  private boolean carry(List<QueueEntry> entries) {
    var batch = crew.leases().begin(entries);
    var waiting = new ArrayList<>(entries);
    try {
      var blobs = entries.stream().map(QueueEntry::blob).distinct().toList();
      var reader = partition(batch).reader(blobs);
      boolean goOn = true;
      while (goOn && !waiting.isEmpty() && !lanes.isClosing())
        goOn = handOverNext(batch, waiting, reader);
      return goOn;
    } finally {
      free(batch, waiting, null);
      crew.leases().end(batch);
    }
  }

  private boolean handOverNext(Batch batch, List<QueueEntry> waiting, BlobReader reader) {
    if (!isReady() && connect(batch) instanceof Blocked blocked)
      return isForEver(blocked, batch, waiting);
    var entry = waiting.removeFirst();
    var fault = handOver(entry, reader);
    batch.settled(entry);
    if (fault == null) return true;
    hangUp();
    shut(batch, waiting, fault);
    return false;
  }

  private Partition partition(Batch batch) {
    return crew.queue().storage().partition(batch.partition());
  }

  private boolean isReady() {
    if (open == null) return false;
    if (!open.session().isExhausted()) return true;
    hangUp();
    return false;
  }

  private Passage.Result connect(Batch batch) {
    var result = crew.passage().to(lane.destination());
    if (result instanceof Open opened) {
      open = opened;
      answered = 0;
      futile = 0;
      if (lanes.connected(lane) instanceof Lanes.Opened(var partitions))
        for (var partition : with(partitions, batch.partition())) openGate(partition);
    }
    return result;
  }

  private void openGate(PartitionId partition) {
    crew.queue()
        .storage()
        .partition(partition)
        .<@Nullable Void>write(tx -> {
          GateRows.open(tx, lane.destination());
          return null;
        });
  }

  private static List<PartitionId> with(List<PartitionId> some, PartitionId one) {
    var all = new LinkedHashSet<>(some);
    all.add(one);
    return List.copyOf(all);
  }

  /// There is no session for these. For ever: they are given up. For now: the gate shuts, and they
  /// go back.
  private boolean isForEver(Blocked blocked, Batch batch, List<QueueEntry> waiting) {
    if (blocked.fault().isPermanent()) {
      while (!waiting.isEmpty() && !lanes.isClosing()) {
        var entry = waiting.removeFirst();
        crew.settling().giveUp(entry, blocked.fault(), blocked.steps().toList());
        batch.settled(entry);
      }
      return true;
    }
    shut(batch, waiting, blocked.fault());
    return false;
  }

  private void shut(Batch batch, List<QueueEntry> waiting, Fault fault) {
    var extent = futile < FUTILE ? Extent.SESSION : Extent.HOST;
    var backoff = crew.queue().config().perDestination();
    var shut = lanes.failed(lane, extent, failures -> backoff.after(failures, crew.random()));
    if (shut == null) return;
    LOG.debug("queue for {}: {}, next try {}", lane.destination(), fault.shown(), shut.gate());
    var others = new LinkedHashSet<>(shut.partitions());
    others.remove(batch.partition());
    free(batch, waiting, new Refusal(shut.gate(), fault));
    for (var partition : others)
      crew.queue()
          .storage()
          .partition(partition)
          .<@Nullable Void>write(tx -> {
            GateRows.shut(tx, lane.destination(), shut.gate(), fault);
            return null;
          });
  }

  /// Why a destination is left alone, and how long.
  private record Refusal(GateRows.Gate gate, Fault fault) {}

  /// Gives back what was not tried, in one transaction with the gate that keeps it back.
  private void free(Batch batch, List<QueueEntry> waiting, @Nullable Refusal refusal) {
    if (waiting.isEmpty() && refusal == null) return;
    var now = crew.clock().instant();
    var entries = List.copyOf(waiting);
    partition(batch)
        .<@Nullable Void>write(tx -> {
          if (refusal != null)
            GateRows.shut(tx, lane.destination(), refusal.gate(), refusal.fault());
          for (var entry : entries) {
            EntryRows.free(tx, entry, now);
            if (refusal != null) tellUnreached(tx, entry, refusal);
          }
          return null;
        });
    for (var entry : entries) {
      batch.settled(entry);
      lanes.hint(batch.partition(), entry.destination(), entry.priority(), now.toEpochMilli());
    }
    waiting.clear();
  }

  private void tellUnreached(Transaction tx, QueueEntry entry, Refusal refusal)
      throws SQLException {
    var event =
        new QueueEvent.Unreached(entry.destination(), refusal.fault(), refusal.gate().retry());
    crew.queue().trace().event(tx, entry.messageId(), event);
  }

  /// Hands one over and settles it.
  ///
  /// @return why the destination should be left alone now; null when it should not
  private @Nullable Fault handOver(QueueEntry entry, BlobReader reader) {
    Instant now = crew.clock().instant();
    if (!now.isBefore(entry.times().expires())) {
      crew.settling().expire(entry);
      return null;
    }
    var session = open;
    if (session == null) throw new IllegalStateException("no session");
    var handed = new HandingOver(crew.passage(), entry, reader, now).by(session);
    crew.settling().settle(handed.attempt());
    if (handed.isBroken()) {
      hangUp();
      // A session that did not live through one message says that there is something wrong there.
      return answered == 0 ? handed.attempt().fault() : null;
    }
    answered++;
    futile = handed.isFutile() ? futile + 1 : 0;
    return futile < FUTILE ? null : handed.attempt().fault();
  }

  private void hangUp() {
    var session = open;
    if (session == null) return;
    open = null;
    lanes.disconnected(lane);
    session.session().close();
  }
}

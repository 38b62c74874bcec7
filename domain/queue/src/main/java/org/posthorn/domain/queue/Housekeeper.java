package org.posthorn.domain.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.EntryRows.Claim;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One virtual thread that, every half minute, takes mail from workers that died, renews what live
/// ones have, tells of delays, gives up what is too old, and puts [Lanes] right. All of it by
/// indexes: what only waits costs nothing.
final class Housekeeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

  static final Duration PERIOD = Duration.ofSeconds(30);

  /// Late entries in one round, so that leases are renewed in between.
  static final int LATE_AT_ONCE = 200;

  /// Gates that nobody has looked at for so long belong to nobody.
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final QueueRunner.Crew crew;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private boolean closed;

  Housekeeper(QueueRunner.Crew crew) {
    this.crew = crew;
  }

  @Override
  public void run() {
    while (awaitPeriod()) {
      boolean more = round();
      while (more && !isClosed()) more = round();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // a round too early does no harm
  private boolean awaitPeriod() {
    lock.lock();
    try {
      if (!closed) closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
      return !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes back what this node had when it died, and sees what there is to do.
  void begin() {
    for (var id : crew.queue().storage().partitions()) {
      int freed = partition(id).write(tx -> EntryRows.freeOfNode(tx, crew.queue().config().node()));
      if (freed > 0) LOG.info("queue of {}: {} entries of an earlier run are free", id, freed);
      load(id);
    }
  }

  /// Looks after everything once. Whether there is more than that to do at once.
  boolean round() {
    boolean more = false;
    for (var id : crew.queue().storage().partitions()) {
      try {
        more |= round(id);
      } catch (StorageException e) {
        LOG.warn("queue of {}: {}, another time", id, e.getMessage());
      }
    }
    return more;
  }

  private boolean round(PartitionId id) {
    var now = crew.clock().instant();
    renew(now);
    int freed = partition(id).write(tx -> EntryRows.freeEnded(tx, now));
    if (freed > 0) LOG.warn("queue of {}: {} leases ended before their workers did", id, freed);
    int late = lookAfterLate(id);
    // last, because reports on what is late say why it was
    partition(id).write(tx -> GateRows.prune(tx, now.minus(FORGOTTEN)));
    load(id);
    return late == LATE_AT_ONCE;
  }

  private Partition partition(PartitionId id) {
    return crew.queue().storage().partition(id);
  }

  private void renew(Instant now) {
    for (var batch : crew.leases().endingAt(now)) {
      var until = now.plus(Leases.LENGTH);
      partition(batch.partition())
          .<@Nullable Void>write(tx -> {
            for (var number : batch.numbers()) EntryRows.renew(tx, number, batch.lease(), until);
            return null;
          });
      batch.renewed(until);
    }
  }

  /// Expired ones go back, and of delayed ones their senders hear.
  private int lookAfterLate(PartitionId id) {
    var now = crew.clock().instant();
    var claim = new Claim(crew.leases().name(), now, now.plus(Leases.LENGTH), LATE_AT_ONCE);
    var late = partition(id).write(tx -> EntryRows.leaseLate(tx, id, claim));
    for (var entry : late) {
      if (isClosed()) break; // freed when this node starts again
      lookAfter(entry, now);
    }
    return late.size();
  }

  private void lookAfter(QueueEntry entry, Instant now) {
    try {
      if (now.isBefore(entry.times().expires())) crew.settling().notice(entry);
      else crew.settling().expire(entry);
    } catch (StorageException e) {
      LOG.warn("{} is late, and that cannot be settled: {}", entry.id(), e.getMessage());
    } catch (RuntimeException e) {
      // One that we cannot handle must not keep the others; its lease ends by itself.
      LOG.error("{} is late, and that cannot be settled", entry.id(), e);
    }
  }

  private void load(PartitionId id) {
    var lanes = crew.queue().lanes();
    long begun = lanes.beginLoad();
    // three priorities each
    var waiting = partition(id).read(tx -> GateRows.overview(tx, 3 * Lanes.MOST));
    lanes.load(id, waiting, begun);
  }
}

package org.posthorn.domain.search;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills the index beside everything else: one thread, woken by changes of anybody's mail, that
/// lets some come together before it begins. Started once, closed before the store.
public final class IndexKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);

  /// After a change, so that what comes in a burst is indexed in one go.
  static final Duration GATHERING = Duration.ofSeconds(1);

  /// Without any change, and after a failure.
  static final Duration PERIOD = Duration.ofMinutes(1);

  /// Between two looks for what is of emails that are gone; the first is at the start, so that what
  /// was deleted does not stay for longer where nothing runs for so long.
  static final Duration COMPACTION_PERIOD = Duration.ofHours(6);

  /// How long what is being written is waited for at the end.
  static final Duration DRAIN = Duration.ofSeconds(10);

  private final SearchIndex index;
  private final Supplier<List<PartitionId>> partitions;
  private final InstantSource clock;
  private final Thread thread;

  /// Guards the rest.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition wake = lock.newCondition();
  private volatile boolean isWanted;
  private boolean isClosed;

  /// Of the thread alone.
  private Instant compacted = Instant.MIN;

  public IndexKeeper(
      SearchIndex index, Supplier<List<PartitionId>> partitions, InstantSource clock) {
    this.index = index;
    this.partitions = partitions;
    this.clock = clock;
    // a platform thread: it computes for minutes after an import, and sessions need the carriers
    this.thread = Thread.ofPlatform().daemon().name("search index").unstarted(this::run);
  }

  public void start() {
    index.onWork(this::wake);
    thread.start();
  }

  /// Something is to be indexed.
  private void wake() {
    if (isWanted) return;
    lock.lock();
    try {
      isWanted = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try (var _ = index.mail().changes().subscribe(_ -> wake())) {
      do round();
      while (awaitWork());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void round() {
    var now = clock.instant();
    boolean compacts = compacted.isBefore(now.minus(COMPACTION_PERIOD));
    if (compacts) compacted = now;
    for (var partition : partitions.get()) {
      try {
        index.catchUp(partition);
        if (compacts) index.compact(partition);
      } catch (StorageException | IndexDamaged e) {
        LOG.warn("{}: indexing failed, it is tried again in {}", partition, PERIOD, e);
      }
    }
  }

  /// False when it is closed.
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      long nanos = PERIOD.toNanos();
      while (!isWanted && !isClosed && nanos > 0) nanos = wake.awaitNanos(nanos);
      nanos = GATHERING.toNanos();
      while (!isClosed && nanos > 0) nanos = wake.awaitNanos(nanos);
      isWanted = false;
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    index.close();
    lock.lock();
    try {
      isClosed = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive() && !thread.join(DRAIN))
        LOG.warn("the search index is still being written after {}", DRAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

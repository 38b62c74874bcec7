package org.posthorn.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.domain.mailbox.Undelete;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go of messages that were deleted long ago, once an hour on a thread of its own, some at a
/// time so that other writes come in between.
final class DeletedRetention implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeletedRetention.class);
  private static final Duration PERIOD = Duration.ofHours(1);

  private final Undelete undelete;
  private final Storage storage;
  private final Duration kept;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  DeletedRetention(Undelete undelete, Storage storage, Duration kept, InstantSource clock) {
    this.undelete = undelete;
    this.storage = storage;
    this.kept = kept;
    this.clock = clock;
  }

  void start() {
    Thread.ofVirtual().name("deleted retention").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(PERIOD.toSeconds(), TimeUnit.SECONDS)) purge();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void purge() {
    try {
      var gone = 0L;
      for (var partition : storage.partitions()) gone += purge(partition);
      if (gone > 0) log.info("let go of {} deleted messages whose time was over", gone);
    } catch (StorageException e) {
      log.warn(
          "old deleted messages could not be let go of, it is tried again in an hour: {}",
          e.getMessage());
    }
  }

  private long purge(PartitionId partition) {
    var before = clock.instant().minus(kept);
    var gone = 0L;
    while (closed.getCount() > 0) {
      var now = undelete.purge(partition, before);
      gone += now;
      if (now < Undelete.CHUNK) return gone;
    }
    return gone;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

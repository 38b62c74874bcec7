package org.posthorn.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets the stories of messages that came long ago, once an hour on a thread of its own.
final class TraceRetention implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TraceRetention.class);

  /// Months later somebody asks where a message is; later than that nobody does.
  static final Duration KEPT = Duration.ofDays(180);

  private static final Duration PERIOD = Duration.ofHours(1);

  private final Traces traces;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  TraceRetention(Traces traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  void start() {
    Thread.ofVirtual().name("trace retention").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(PERIOD.toSeconds(), TimeUnit.SECONDS)) forget();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget() {
    try {
      var gone = traces.forget(clock.instant(), KEPT);
      if (gone > 0)
        log.info("forgot {} events of messages older than {} days", gone, KEPT.toDays());
    } catch (StorageException e) {
      log.warn(
          "old traces could not be forgotten, it is tried again in an hour: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

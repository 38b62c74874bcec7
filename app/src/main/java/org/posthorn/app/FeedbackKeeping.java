package org.posthorn.app;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.domain.feedback.FeedbackStore;
import org.posthorn.domain.feedback.Observations;
import org.posthorn.domain.feedback.ReceivedStore;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down every few seconds, and at the end, what was counted for reports to other domains,
/// and forgets old days, on a thread of its own.
final class FeedbackKeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeedbackKeeping.class);

  /// As much is lost when the process is killed.
  static final Duration PERIOD = Duration.ofSeconds(10);

  /// Somebody who was told wrong things asks within days.
  static final int KEPT_DAYS = 14;

  /// A domain's policy is made stricter over months.
  static final int RECEIVED_DAYS = 180;

  private static final Duration FORGETTING = Duration.ofHours(1);

  private final Observations observations;
  private final FeedbackStore store;
  private final ReceivedStore received;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  FeedbackKeeping(
      Observations observations, FeedbackStore store, ReceivedStore received, InstantSource clock) {
    this.observations = observations;
    this.store = store;
    this.received = received;
    this.clock = clock;
  }

  void start() {
    Thread.ofVirtual().name("feedback counts").start(this::run);
  }

  private void run() {
    try {
      var forgotten = clock.instant();
      while (!closed.await(PERIOD.toSeconds(), TimeUnit.SECONDS)) {
        observations.flush();
        var now = clock.instant();
        if (now.isBefore(forgotten.plus(FORGETTING))) continue;
        forget(LocalDate.ofInstant(now, ZoneOffset.UTC));
        forgotten = now;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget(LocalDate today) {
    try {
      store.forget(today.minusDays(KEPT_DAYS));
      received.forget(today.minusDays(RECEIVED_DAYS));
    } catch (StorageException e) {
      log.warn("old feedback could not be forgotten, it is tried again: {}", e.getMessage());
    }
  }

  /// Nothing is counted any more when this is called.
  @Override
  public void close() {
    closed.countDown();
    observations.flush();
  }
}

package org.posthorn.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.domain.feedback.FeedbackSender;
import org.posthorn.platform.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every few minutes which reports to other domains are due, on a thread of its own, and
/// sends them one after the other.
final class FeedbackSending implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeedbackSending.class);

  private static final Duration PERIOD = Duration.ofMinutes(2);

  /// Between two reports: they are nobody's hurry.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final FeedbackSender sender;
  private final ReporterChoice choice;
  private final CountDownLatch closed = new CountDownLatch(1);

  FeedbackSending(FeedbackSender sender, ReporterChoice choice) {
    this.sender = sender;
    this.choice = choice;
  }

  void start() {
    Thread.ofVirtual().name("feedback reports").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(PERIOD.toSeconds(), TimeUnit.SECONDS)) sendDue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendDue() throws InterruptedException {
    try {
      var reporter = choice.reporter();
      while (reporter != null
          && sender.sendNext(reporter)
          && !closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        // the next one
      }
    } catch (StorageException e) {
      log.warn("reports to other domains have to wait: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

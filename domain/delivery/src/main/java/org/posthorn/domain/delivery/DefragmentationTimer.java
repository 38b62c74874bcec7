package org.posthorn.domain.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One virtual thread that looks every half minute, by an index, for parts that have waited long
/// enough. Started once, closed before the store.
public final class DefragmentationTimer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DefragmentationTimer.class);

  static final Duration PERIOD = Duration.ofSeconds(30);

  /// How long a message that is being joined is waited for at the end. What is not done by then is
  /// undone, and done after the next start.
  static final Duration DRAIN = Duration.ofSeconds(10);

  private final @Nullable Defragmentation defragmentation;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// @param defragmentation null: there is nothing to do
  public DefragmentationTimer(@Nullable Defragmentation defragmentation) {
    this.defragmentation = defragmentation;
    this.thread = Thread.ofVirtual().name("parts of messages").unstarted(this::run);
  }

  public void start() {
    if (defragmentation != null) thread.start();
  }

  private void run() {
    try {
      while (!closing.await(PERIOD.toSeconds(), TimeUnit.SECONDS)) look();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    var known = defragmentation;
    if (known == null) return;
    boolean more = known.round(this::goesOn);
    while (more && goesOn()) more = known.round(this::goesOn);
  }

  private boolean goesOn() {
    return closing.getCount() > 0;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      if (thread.isAlive() && !thread.join(DRAIN))
        LOG.warn("parts of a message are still being delivered after {}", DRAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

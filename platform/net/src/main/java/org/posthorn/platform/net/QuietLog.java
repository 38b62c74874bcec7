package org.posthorn.platform.net;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Lets a warning that could come a thousand times a second through once in a while. Thread-safe.
final class QuietLog {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger held = new AtomicInteger();
  private boolean spoken;
  private long spokenNanos;

  QuietLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// How many events the line to be written now stands for; 0 if none is to be written.
  int due() {
    int waiting = held.incrementAndGet();
    if (!lock.tryLock()) return 0;
    try {
      long now = nanoTime.getAsLong();
      if (spoken && now - spokenNanos < INTERVAL_NANOS) return 0;
      spoken = true;
      spokenNanos = now;
      held.addAndGet(-waiting);
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}

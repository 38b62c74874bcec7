package org.posthorn.platform.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Ends what `SO_TIMEOUT` cannot bound: writes to a peer that does not read. One thread looks at
/// every connection each tick, so that watching costs a connection one volatile write.
final class Watchdog {
  private final Set<Connection> connections;
  private final LongSupplier nanoTime;
  private final Duration tick;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Watchdog(Set<Connection> connections, LongSupplier nanoTime, Duration tick) {
    this.connections = connections;
    this.nanoTime = nanoTime;
    this.tick = tick;
  }

  /// A platform thread: it must run when all carriers are busy.
  void start() {
    Thread.ofPlatform().name("net watchdog").daemon().start(this::run);
  }

  void stop() {
    stopped.countDown();
  }

  private void run() {
    try {
      while (!stopped.await(tick.toNanos(), TimeUnit.NANOSECONDS)) look();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  void look() {
    long now = nanoTime.getAsLong();
    for (var connection : connections) connection.checkOverdue(now);
  }
}

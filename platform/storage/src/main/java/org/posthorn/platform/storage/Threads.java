package org.posthorn.platform.storage;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Waiting that an interrupt does not end: what is waited for happens in any case, and the caller
/// finds its interrupt flag as it was.
final class Threads {

  private Threads() {}

  static void join(Thread thread) {
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  /// False when `deadline` (of [System#nanoTime]) has passed without a permit.
  static boolean acquire(Semaphore permits, long deadline) {
    var interrupted = false;
    while (true) {
      try {
        var got = permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (interrupted) Thread.currentThread().interrupt();
        return got;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }

  static void await(CountDownLatch latch) {
    var interrupted = false;
    while (true) {
      try {
        latch.await();
        if (interrupted) Thread.currentThread().interrupt();
        return;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }
}

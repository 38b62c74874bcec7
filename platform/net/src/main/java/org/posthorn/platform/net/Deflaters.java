package org.posthorn.platform.net;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;

/// Spare compressors, shared by all connections: each takes 256 KiB outside the heap, so a
/// connection borrows one from its first write to the next flush and has none while it is idle.
/// Thread-safe.
final class Deflaters {
  /// As many as can be at work at the same time on a large machine; more are made when they are
  /// needed, and ended afterwards.
  static final int MOST_SPARE = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Deflater> spare = new ArrayDeque<>();

  /// One without a past, for raw DEFLATE (RFC 1951).
  Deflater take() {
    lock.lock();
    try {
      var deflater = spare.pollLast();
      if (deflater != null) return deflater;
    } finally {
      lock.unlock();
    }
    // RFC 4978 §4: the setting that costs least makes a third of typical answers already.
    return new Deflater(Deflater.BEST_SPEED, true);
  }

  void giveBack(Deflater deflater) {
    deflater.reset();
    lock.lock();
    try {
      if (spare.size() < MOST_SPARE) {
        spare.addLast(deflater);
        return;
      }
    } finally {
      lock.unlock();
    }
    deflater.end();
  }

  int spare() {
    lock.lock();
    try {
      return spare.size();
    } finally {
      lock.unlock();
    }
  }
}

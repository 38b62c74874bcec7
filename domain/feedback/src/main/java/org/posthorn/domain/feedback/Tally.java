package org.posthorn.domain.feedback;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Counts by key, in memory, until somebody takes the counts away; of no more keys than it is told.
/// Any thread may call, and none waits for more than a step in a table.
final class Tally<K> {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<K, Long> counts = new HashMap<>();
  private long missed;

  Tally(int most) {
    this.most = most;
  }

  /// What was counted.
  ///
  /// @param missed events that had no room
  record Taken<K>(Map<K, Long> counts, long missed) {}

  void count(K key) {
    lock.lock();
    try {
      add(key, 1);
    } finally {
      lock.unlock();
    }
  }

  private void add(K key, long events) {
    if (counts.size() < most || counts.containsKey(key)) counts.merge(key, events, Long::sum);
    else missed += events;
  }

  /// Empties it.
  Taken<K> take() {
    lock.lock();
    try {
      var taken = new Taken<>(counts, missed);
      counts = new HashMap<>();
      missed = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Counts again what could not be written.
  void giveBack(Map<K, Long> taken) {
    lock.lock();
    try {
      taken.forEach(this::add);
    } finally {
      lock.unlock();
    }
  }
}

package org.posthorn.domain.queue;

import java.util.Arrays;

/// When the next entry of each priority is due, for one destination in one partition. Belongs to
/// its maker until it is handed to [Lanes], whose lock guards it then.
final class Dues {

  /// Nothing is due, ever.
  static final long NEVER = Long.MAX_VALUE;

  private final long[] millis = new long[Priority.values().length];

  Dues() {
    Arrays.fill(millis, NEVER);
  }

  void note(Priority priority, long due) {
    int index = priority.level();
    millis[index] = Math.min(millis[index], due);
  }

  void noteAll(Dues others) {
    for (var priority : Priority.values()) note(priority, others.millis[priority.level()]);
  }

  boolean isSameAs(Dues other) {
    return Arrays.equals(millis, other.millis);
  }

  long first() {
    long first = NEVER;
    for (long due : millis) first = Math.min(first, due);
    return first;
  }

  /// The most urgent of those that are due then; BULK when none is.
  Priority mostUrgent(long now) {
    for (var priority : Priority.values()) if (millis[priority.level()] <= now) return priority;
    return Priority.BULK;
  }
}

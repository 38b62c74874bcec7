package org.posthorn.domain.queue;

/// What goes first to one destination, and which destination is served first where there are more
/// than connections. The caller decides at acceptance.
public enum Priority {
  /// Somebody waits for it: a password that was forgotten, an alarm.
  URGENT(0),
  /// What people write.
  NORMAL(1),
  /// Lists and newsletters: they wait for all the others.
  BULK(2);

  private final int level;

  Priority(int level) {
    this.level = level;
  }

  /// As the rows have it; the lowest goes first.
  int level() {
    return level;
  }

  static Priority of(long level) {
    for (var priority : values()) if (priority.level == level) return priority;
    throw new IllegalArgumentException("priority " + level);
  }
}

package org.posthorn.domain.queue;

import java.time.Instant;

/// What an entry of the queue is doing.
public enum EntryState {
  /// A worker has it.
  SENDING,
  /// An administrator wants it to stay.
  HELD,
  /// It may not leave yet.
  PLANNED,
  /// It is tried when it is due.
  WAITING;

  static EntryState of(QueueEntry entry, Instant now) {
    var release = entry.times().release();
    if (entry.lease() != null) return SENDING;
    if (entry.held()) return HELD;
    return release != null && release.time().isAfter(now) ? PLANNED : WAITING;
  }
}

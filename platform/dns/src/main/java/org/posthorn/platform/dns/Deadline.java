package org.posthorn.platform.dns;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// A moment after which nobody waits any more, on the clock that only goes forward.
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return left().isZero();
  }

  /// Never negative.
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  Deadline earlier(Duration time) {
    return new Deadline(nanoTime - time.toNanos());
  }

  /// This, or in so much time from now if that is sooner.
  Deadline orIn(Duration time) {
    return time.compareTo(left()) < 0 ? in(time) : this;
  }

  /// For the time-outs of sockets, where 0 would mean for ever.
  ///
  /// @throws SocketTimeoutException when it is over
  int socketMillis() throws SocketTimeoutException {
    var left = left();
    if (left.isZero()) throw new SocketTimeoutException("no answer in time");
    return Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE);
  }
}

package org.posthorn.domain.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PartitionId;

/// What a node knows of one destination that has something to do. Guarded by the lock of [Lanes],
/// which alone changes it.
final class Lane {

  /// What is known of the destination's hosts.
  enum Standing {
    /// A session was opened, and none has failed since.
    PROVEN,
    /// Nobody knows.
    FRESH,
    /// The last one failed.
    SUSPECT
  }

  /// By where a lane is in an order of [Lanes]; never changed while it is there.
  ///
  /// @param busy whether it has a worker
  record Rank(boolean busy, Priority priority, long time) {}

  private final String destination;
  final Map<PartitionId, Dues> dues = HashMap.newHashMap(1);
  final Condition more;
  Standing standing = Standing.FRESH;
  DestinationLimits limits = DestinationLimits.DEFAULT;

  /// When a destination that failed may be tried, and how often that was, one after the other.
  long gate;

  int failures;

  /// Workers, those of them that have a session, and those that wait for more mail.
  int workers;

  int sessions;
  int idle;

  /// A batch was full, so one worker more would have something to do.
  boolean wantsMore;

  /// Workers that the host lets in; it has refused more.
  int ceiling = Integer.MAX_VALUE;

  /// Rises with each hint, so that what was read before is known to be old.
  long hints;

  /// The load before which the last hint came.
  long hintedAt;

  /// Messages that may go at once, as of `filled`; counts only where there is a rate.
  double tokens;

  long filled = Long.MIN_VALUE;

  /// What it counts as among the workers, from the start of its first.
  Standing counted = Standing.PROVEN;

  /// The load before which its gate was shut here.
  long shutAt;

  /// The order it is in, and by what.
  @Nullable Set<Lane> in;

  Rank rank = new Rank(false, Priority.BULK, Dues.NEVER);

  Lane(String destination, Condition more) {
    this.destination = destination;
    this.more = more;
  }

  String destination() {
    return destination;
  }

  long firstDue() {
    long first = Dues.NEVER;
    for (var here : dues.values()) first = Math.min(first, here.first());
    return first;
  }

  /// When a worker can do something.
  long readyAt() {
    long due = firstDue();
    return due == Dues.NEVER ? Dues.NEVER : Math.max(Math.max(due, gate), tokensAt());
  }

  Priority mostUrgent(long now) {
    var most = Priority.BULK;
    for (var here : dues.values()) {
      var urgent = here.mostUrgent(now);
      if (urgent.compareTo(most) < 0) most = urgent;
    }
    return most;
  }

  /// Workers that it may have.
  int allowed() {
    if (standing != Standing.PROVEN) return 1;
    return wantsMore ? Math.min(limits.connections(), ceiling) : 1;
  }

  /// Where the next batch should come from; null when nothing is due.
  @Nullable PartitionId partitionDue(long now) {
    PartitionId first = null;
    long earliest = now;
    for (var here : dues.entrySet()) {
      if (here.getValue().first() > earliest) continue;
      earliest = here.getValue().first();
      first = here.getKey();
    }
    return first;
  }

  boolean isNeeded() {
    return workers > 0 || !dues.isEmpty();
  }

  private void fill(DestinationLimits.Rate rate, long now) {
    if (filled == Long.MIN_VALUE) tokens = rate.messages();
    else tokens = Math.min(rate.messages(), tokens + Math.max(0, now - filled) * perMilli(rate));
    filled = now;
  }

  private static double perMilli(DestinationLimits.Rate rate) {
    return (double) rate.messages() / rate.interval().toMillis();
  }

  /// Takes what is allowed now of `wanted` messages; none when a whole one is not.
  int take(int wanted, long now) {
    var rate = limits.rate();
    if (rate == null) return wanted;
    fill(rate, now);
    int taken = Math.clamp((long) tokens, 0, wanted);
    tokens -= taken;
    return taken;
  }

  void giveBack(int unused) {
    if (limits.rate() != null) tokens += unused;
  }

  /// When a message is allowed by the rate.
  private long tokensAt() {
    var rate = limits.rate();
    if (rate == null || filled == Long.MIN_VALUE || tokens >= 1) return 0;
    return filled + Duration.ofMillis((long) Math.ceil((1 - tokens) / perMilli(rate))).toMillis();
  }
}

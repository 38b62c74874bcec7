package org.posthorn.domain.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait after a failure: doubled each time up to a limit, and spread, so that what
/// failed together does not come back together.
///
/// @param first after the first failure
/// @param longest the most, before it is spread
public record Backoff(Duration first, Duration longest) {

  /// A wait is this part shorter or longer at most.
  public static final double JITTER = 0.2;

  private static final int DOUBLINGS = 20;

  public Backoff {
    if (first.toMillis() < 1 || longest.compareTo(first) < 0)
      throw new IllegalArgumentException("waits from %s to %s".formatted(first, longest));
  }

  /// The wait after so many failures one after the other, at least one.
  public Duration after(int failures, RandomGenerator random) {
    int doublings = Math.clamp(failures - 1L, 0, DOUBLINGS);
    double plain =
        Math.min((double) first.toMillis() * (1L << doublings), (double) longest.toMillis());
    double spread = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.max(1, Math.round(plain * spread)));
  }
}

package org.posthorn.domain.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much a destination gets at a time from one node.
///
/// @param connections the most
/// @param rate null: as fast as it takes
public record DestinationLimits(int connections, @Nullable Rate rate) {

  /// More than this, large hosts answer with 421.
  public static final DestinationLimits DEFAULT = new DestinationLimits(20, null);

  /// So many messages in so much time, and so many at once after a pause.
  public record Rate(int messages, Duration interval) {
    public Rate {
      if (messages < 1 || interval.toMillis() < 1)
        throw new IllegalArgumentException("%d messages in %s".formatted(messages, interval));
    }
  }

  public DestinationLimits {
    if (connections < 1) throw new IllegalArgumentException("a destination without connections");
  }
}

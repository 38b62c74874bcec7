package org.posthorn.domain.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.DeliverBy.Mode;

/// By when the sender wants a message delivered (RFC 2852 §4).
///
/// @param time may be past for `NOTIFY`
public record Deadline(Instant time, Mode mode, Tracing tracing) {

  /// Whether the sender hears of each host that took it.
  public enum Tracing {
    NONE,
    RELAYED
  }

  /// What was asked for at that moment.
  public static Deadline of(DeliverBy by, Instant at) {
    return new Deadline(
        at.plusSeconds(by.seconds()), by.mode(), by.trace() ? Tracing.RELAYED : Tracing.NONE);
  }

  /// What is left of it, for the next host (RFC 2852 §4.1.4); of a message that would have to go
  /// back, at least a second.
  DeliverBy asOf(Instant now) {
    long most = DeliverBy.MAX_SECONDS;
    long left = Duration.between(now, time).toSeconds();
    long seconds = Math.clamp(left, mode == Mode.RETURN ? 1 : -most, most);
    return new DeliverBy((int) seconds, mode, tracing == Tracing.RELAYED);
  }

  /// by-mode and by-trace as they are on the wire.
  String column() {
    return (mode == Mode.RETURN ? "R" : "N") + (tracing == Tracing.RELAYED ? "T" : "");
  }

  static @Nullable Deadline of(@Nullable Instant time, @Nullable String column) {
    if (time == null || column == null) return null;
    return new Deadline(
        time,
        column.startsWith("R") ? Mode.RETURN : Mode.NOTIFY,
        column.endsWith("T") ? Tracing.RELAYED : Tracing.NONE);
  }
}

package org.posthorn.domain.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// By when the sender wants a message delivered (RFC 2852 §4).
///
/// @param time may be past for `NOTIFY`
public record DeliverBy(Instant time, Mode mode, Tracing tracing) {

  /// What happens when it was not.
  public enum Mode {
    /// The sender hears of the delay, and it is tried on.
    NOTIFY,
    /// It goes back.
    RETURN
  }

  /// Whether the sender hears of each host that took it.
  public enum Tracing {
    NONE,
    RELAYED
  }

  /// by-mode and by-trace as they are on the wire.
  String column() {
    return (mode == Mode.RETURN ? "R" : "N") + (tracing == Tracing.RELAYED ? "T" : "");
  }

  static @Nullable DeliverBy of(@Nullable Instant time, @Nullable String column) {
    if (time == null || column == null) return null;
    return new DeliverBy(
        time,
        column.startsWith("R") ? Mode.RETURN : Mode.NOTIFY,
        column.endsWith("T") ? Tracing.RELAYED : Tracing.NONE);
  }
}

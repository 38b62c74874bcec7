package org.posthorn.domain.relay;

import java.util.List;
import org.posthorn.wire.smtp.EnhancedCode;

/// What a hop means now.
public sealed interface Route {

  /// Try these in this order.
  ///
  /// @param targets at least one
  /// @param skipped why others are not among them, for people
  record Targets(List<Target> targets, List<String> skipped) implements Route {
    public Targets {
      targets = List.copyOf(targets);
      skipped = List.copyOf(skipped);
      if (targets.isEmpty()) throw new IllegalArgumentException("a route to nowhere");
    }
  }

  /// Nobody knows, or nobody may be used, at this time.
  ///
  /// @param code 4.x.x (RFC 3463)
  record TemporaryFailure(EnhancedCode code, String reason) implements Route {}

  /// There is no way.
  ///
  /// @param code 5.x.x (RFC 3463)
  record PermanentFailure(EnhancedCode code, String reason) implements Route {}
}

package org.posthorn.wire.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a delivery report says was done (RFC 3464 §2.3.3).
public enum Action {
  FAILED,
  DELAYED,
  DELIVERED,
  RELAYED,
  EXPANDED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The action of this name, letter case ignored; null when it is not known.
  public static @Nullable Action named(String name) {
    for (var action : values()) if (action.name().equalsIgnoreCase(name)) return action;
    return null;
  }
}

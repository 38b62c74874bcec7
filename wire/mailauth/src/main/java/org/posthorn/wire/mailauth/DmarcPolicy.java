package org.posthorn.wire.mailauth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a domain asks to be done with mail that only claims to be from it (RFC 7489 §6.3), mildest
/// first.
public enum DmarcPolicy {
  NONE,
  QUARANTINE,
  REJECT;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable DmarcPolicy parse(@Nullable String text) {
    for (var policy : values()) if (policy.name().equalsIgnoreCase(text)) return policy;
    return null;
  }

  /// What is done with those that `pct` spares (RFC 7489 §6.6.4).
  DmarcPolicy milder() {
    return this == REJECT ? QUARANTINE : NONE;
  }
}

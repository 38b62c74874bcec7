package org.posthorn.domain.mailbox;

import java.time.Duration;
import java.time.InstantSource;

/// For how long expunged messages can be put back; zero is not at all.
///
/// @param clock tells when they were expunged
record Retention(InstantSource clock, Duration kept) {

  Retention {
    if (kept.isNegative()) throw new IllegalArgumentException("kept for " + kept);
  }

  boolean keeps() {
    return kept.isPositive();
  }

  /// For what is removed at once whatever is configured.
  Retention nothing() {
    return new Retention(clock, Duration.ZERO);
  }
}

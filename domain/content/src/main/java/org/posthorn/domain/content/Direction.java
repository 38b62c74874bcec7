package org.posthorn.domain.content;

/// Where a message of our users goes.
public enum Direction {
  /// Somebody elsewhere gets it.
  OUTGOING,
  /// It stays here.
  INTERNAL
}

package org.posthorn.testing.walls.planted.wire.mail;

import java.time.Instant;

/// Planted to break a wall.
record ReadsClock(Instant at) {
  static ReadsClock now() {
    return new ReadsClock(Instant.now());
  }
}

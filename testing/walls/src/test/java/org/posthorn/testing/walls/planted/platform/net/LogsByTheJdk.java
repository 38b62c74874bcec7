package org.posthorn.testing.walls.planted.platform.net;

import java.util.logging.Logger;

/// Planted to break a wall.
final class LogsByTheJdk {
  private final Logger logger = Logger.getLogger("planted");

  void log() {
    logger.info("planted");
  }
}

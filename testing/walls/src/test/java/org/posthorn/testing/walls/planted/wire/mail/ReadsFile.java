package org.posthorn.testing.walls.planted.wire.mail;

import java.nio.file.Files;
import java.nio.file.Path;

/// Planted to break a wall.
record ReadsFile(Path path) {
  boolean isThere() {
    return Files.exists(path);
  }
}

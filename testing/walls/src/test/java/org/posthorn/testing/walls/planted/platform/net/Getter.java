package org.posthorn.testing.walls.planted.platform.net;

/// Planted to break a wall.
public final class Getter {
  public int getPort() {
    return 1;
  }
}

package org.posthorn.testing.walls.planted.platform.net;

/// Planted to break a wall.
final class StaticState {
  static int count;

  void count() {
    count++;
  }
}

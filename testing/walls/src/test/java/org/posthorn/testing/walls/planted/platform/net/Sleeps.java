package org.posthorn.testing.walls.planted.platform.net;

/// Planted to break a wall.
final class Sleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}

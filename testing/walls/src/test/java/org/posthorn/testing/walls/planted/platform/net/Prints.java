package org.posthorn.testing.walls.planted.platform.net;

/// Planted to break a wall.
final class Prints {
  void print() {
    System.out.println("planted");
  }
}

package org.posthorn.testing.walls.planted.platform.net;

import java.security.Principal;

/// Planted to break no wall.
public final class KeepsEveryRule implements Principal {
  private static final int PORT = 25;

  @Override
  public String getName() {
    return "port " + PORT;
  }
}

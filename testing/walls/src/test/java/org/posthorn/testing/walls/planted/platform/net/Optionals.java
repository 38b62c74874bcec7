package org.posthorn.testing.walls.planted.platform.net;

import java.util.Optional;

/// Planted to break a wall.
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // what is planted
final class Optionals {
  private final Optional<String> name = Optional.empty();

  boolean isNamed(Optional<String> other) {
    return name.equals(other);
  }
}

package org.posthorn.wire.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Which MIME part of a message: the way from the whole message down. It stays right while other
/// parts are replaced.
record PartPath(List<Integer> steps) {

  static final PartPath WHOLE = new PartPath(List.of());

  PartPath {
    steps = List.copyOf(steps);
  }

  PartPath child(int index) {
    var longer = new ArrayList<>(steps);
    longer.add(index);
    return new PartPath(longer);
  }

  boolean isWhole() {
    return steps.isEmpty();
  }

  @Override
  public String toString() {
    if (steps.isEmpty()) return "0";
    return steps.stream().map(step -> Integer.toString(step + 1)).collect(Collectors.joining("."));
  }
}

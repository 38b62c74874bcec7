package org.posthorn.app;

import java.util.List;

/// The configuration cannot be used. Each line of the message names the place, what is wrong there
/// and what would be right.
final class ConfigException extends Exception {
  private final List<String> faults;

  ConfigException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  List<String> faults() {
    return faults;
  }
}

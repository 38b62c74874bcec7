package org.posthorn.app;

/// What only the launcher knows, which tells it by system properties.
final class Terminal {
  private Terminal() {}

  /// Whether a person reads standard error; Java cannot tell.
  static boolean isOnErrors() {
    return Boolean.getBoolean("posthorn.terminal");
  }

  /// How the program was called, so that lines to paste are right.
  static String command() {
    return System.getProperty("posthorn.command", "posthorn");
  }
}

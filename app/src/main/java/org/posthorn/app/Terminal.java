package org.posthorn.app;

/// Whether a person is watching. Java cannot tell for standard error alone, so the launcher does.
final class Terminal {
  private Terminal() {}

  static boolean isOnErrors() {
    return Boolean.getBoolean("posthorn.terminal");
  }
}

package org.posthorn.app;

/// The server cannot start. The message says why and what to do.
final class CannotStart extends Exception {
  CannotStart(String message) {
    super(message);
  }
}

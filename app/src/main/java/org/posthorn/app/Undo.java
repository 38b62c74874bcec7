package org.posthorn.app;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened so far, closed in reverse when a start fails midway. One thread.
final class Undo {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T later(T resource) {
    opened.push(resource);
    return resource;
  }

  /// Closes all; what fails then is told beside the first failure.
  void now(Throwable reason) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }
}

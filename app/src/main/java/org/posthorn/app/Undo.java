package org.posthorn.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What was opened so far, closed in reverse when a start fails midway. One thread.
final class Undo {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  <T> T later(T opened, Consumer<T> close) {
    closings.push(() -> close.accept(opened));
    return opened;
  }

  /// Closes all; what fails then is told beside the first failure.
  void now(Throwable reason) {
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }
}

package org.posthorn.app;

import java.io.PrintWriter;

/// Shows progress in one line that is overwritten, on a terminal only.
final class ProgressLine implements Progress {
  private static final long STEP_NANOS = 200_000_000;

  private final PrintWriter err;
  private final boolean shown = Terminal.isOnErrors();
  private long next = System.nanoTime() + STEP_NANOS;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void at(long done, long of, String what) {
    if (!shown || (done < of && System.nanoTime() < next)) return;
    next = System.nanoTime() + STEP_NANOS;
    var total = of > 0 ? " of %,d (%d %%)".formatted(of, 100 * done / of) : "";
    err.printf("\r%,d%s %s\033[K", done, total, what);
    if (done >= of && of > 0) err.println();
    err.flush();
  }
}

package org.posthorn.testing.bench;

import java.util.Arrays;

/// Times in nanoseconds, from many threads; guarded by its own monitor.
final class Latencies {
  private long[] times = new long[1024];
  private int count;

  synchronized void add(long nanos) {
    if (count == times.length) times = Arrays.copyOf(times, count * 2);
    times[count++] = nanos;
  }

  synchronized int count() {
    return count;
  }

  /// Number, median and 99th percentile, as `NAME_n`, `NAME_p50_ms`, `NAME_p99_ms`; nothing when
  /// there are none.
  synchronized void report(ResultLine line, String name) {
    if (count == 0) return;
    var sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    line.number(name + "_n", count)
        .number(name + "_p50_ms", sorted[count / 2] / 1e6)
        .number(name + "_p99_ms", sorted[(int) (count * 0.99)] / 1e6);
  }
}

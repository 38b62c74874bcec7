package org.posthorn.domain.trace;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Gives messages the ids that trace fields, answers, logs and the queue call them by: twelve small
/// letters and digits. They rise with time; those of two processes differ in the last two. Any
/// thread may call.
public final class TraceIds {

  /// Per millisecond; more are borrowed from the future.
  private static final int PER_MILLI = 64;

  private static final int RADIX = 36;

  /// From 2025 to 5748 the number has ten digits.
  private static final int DIGITS = 10;

  private static final int ENDINGS = RADIX * RADIX;

  private final InstantSource clock;
  private final String ending;
  private final AtomicLong last = new AtomicLong();

  /// @param random for the ending, which tells processes apart
  public TraceIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    var number = Integer.toString(random.nextInt(ENDINGS), RADIX);
    this.ending = number.length() == 1 ? "0" + number : number;
  }

  public String next() {
    var now = clock.millis() * PER_MILLI;
    return digits(last.updateAndGet(before -> Math.max(before + 1, now))) + ending;
  }

  /// What every id that is given out at `millis` or later is not less than.
  static String from(long millis) {
    return digits(Math.max(0, millis) * PER_MILLI);
  }

  private static String digits(long number) {
    var text = Long.toString(number, RADIX);
    return "0".repeat(Math.max(0, DIGITS - text.length())) + text;
  }
}

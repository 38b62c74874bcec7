package org.posthorn.testing.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves only when a test moves it. Any thread may read or move it.
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now;

  private ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /// A clock that stands at 2026-11-02T10:00:00Z.
  public static ManualClock standing() {
    return at(Instant.parse("2026-11-02T10:00:00Z"));
  }

  public static ManualClock at(Instant start) {
    return new ManualClock(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Moves forward, or back by a negative step, as clocks of machines do.
  public void move(Duration step) {
    now.updateAndGet(instant -> instant.plus(step));
  }

  public void set(Instant instant) {
    now.set(instant);
  }
}

package org.posthorn.platform.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is remembered between orders, and over restarts.
///
/// @param failures in a row
/// @param lastTry null when nothing was tried yet
/// @param notBefore when the next try may be at the earliest; null after a success
/// @param error why the last try failed; null after a success
public record AcmeState(
    int failures, @Nullable Instant lastTry, @Nullable Instant notBefore, @Nullable String error) {
  public static final AcmeState NEW = new AcmeState(0, null, null, null);

  AcmeState failed(Instant now, AcmeFailure failure) {
    var pause = now.plus(Schedule.pause(failures + 1));
    var wanted = failure.notBefore();
    return new AcmeState(
        failures + 1,
        now,
        wanted != null && wanted.isAfter(pause) ? wanted : pause,
        failure.getMessage());
  }

  static AcmeState succeeded(Instant now) {
    return new AcmeState(0, now, null, null);
  }
}

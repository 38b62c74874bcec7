package org.posthorn.domain.filters;

import java.time.Duration;
import org.posthorn.wire.sieve.SieveLimits;

/// How much an account's filters may be and remember.
public final class FilterLimits {

  /// Scripts of one account. People have a handful; some programs keep one for each folder.
  public static final int MAX_SCRIPTS = 100;

  /// Octets of one script.
  public static final int MAX_SCRIPT_OCTETS = SieveLimits.MAX_SCRIPT_OCTETS;

  /// Octets of all scripts of one account, four of the largest.
  public static final long MAX_OCTETS = 4L * MAX_SCRIPT_OCTETS;

  /// What is remembered for one account, all in all: whoever is away for a month and hears from
  /// three hundred people a day fits in. Beyond it what would be forgotten next is forgotten now.
  public static final int MAX_MEMORIES = 10_000;

  /// RFC 5230 §4.1: a vacation response without `:days`.
  public static final Duration VACATION = Duration.ofDays(7);

  /// RFC 5230 §4.1: at least 7 days must be allowed, 30 should be.
  public static final Duration MAX_VACATION = Duration.ofDays(90);

  /// RFC 7352 §3.3: without `:seconds`.
  public static final Duration DUPLICATE = Duration.ofDays(7);

  public static final Duration MAX_DUPLICATE = Duration.ofDays(90);

  /// How often the owner of a script that fails is told.
  static final Duration TOLD = Duration.ofDays(1);

  /// Addresses of one notification.
  static final int MAX_NOTIFIED = 10;

  private FilterLimits() {}
}

package org.posthorn.domain.fragment;

import java.time.Duration;

/// How much waits, and how long. Beyond a limit a part goes on as it is, so nothing is lost by one.
///
/// @param messageOctets of all parts of a message: what is taken as one message, because the whole
///   is one
/// @param patience how long parts wait, counted from the first
public record FragmentLimits(long messageOctets, Duration patience) {

  /// Messages of one bearer whose parts wait: devices send one after the other.
  public static final int MAX_OF_BEARER = 20;

  /// Recipients of a part: those of all parts of a message are in memory when it is joined.
  public static final int MAX_RECIPIENTS = 100;

  /// Messages of one partition whose parts wait: as much as an administrator can look through, and
  /// a bound for who would fill the disk.
  public static final int MAX_GROUPS = 1_000;

  /// Octets of one bearer, in messages of the largest size.
  static final int LARGEST_OF_BEARER = 4;

  /// Octets of one partition, the same.
  static final int LARGEST = 40;

  public FragmentLimits {
    if (messageOctets < 1 || patience.toMillis() < 1)
      throw new IllegalArgumentException("nothing could wait");
  }

  long bearerOctets() {
    return LARGEST_OF_BEARER * messageOctets;
  }

  long octets() {
    return LARGEST * messageOctets;
  }
}

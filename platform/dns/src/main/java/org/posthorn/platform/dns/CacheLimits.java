package org.posthorn.platform.dns;

import java.time.Duration;

/// How much the resolver remembers, and for how long.
///
/// @param octets memory for answers, roughly; what was least useful goes first
/// @param minTtl answers are kept at least so long, even when their zone says 0: one message asks
///   the same question several times
/// @param maxTtl answers are kept no longer, whatever their zone says (RFC 1035 allows 68 years)
/// @param maxNegativeTtl likewise for "no such name" and "no such record"; RFC 2308 §5 finds one to
///   three hours to work well
/// @param failureTtl how long a failure is the answer to the same question; at most five minutes
///   (RFC 2308 §7)
public record CacheLimits(
    long octets, Duration minTtl, Duration maxTtl, Duration maxNegativeTtl, Duration failureTtl) {
  private static final Duration MAX_FAILURE_TTL = Duration.ofMinutes(5);

  public static final CacheLimits DEFAULTS =
      new CacheLimits(
          32 << 20,
          Duration.ofSeconds(5),
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofSeconds(10));

  public CacheLimits {
    if (octets < 1) throw new IllegalArgumentException("a cache needs some room");
    if (minTtl.isNegative() || failureTtl.isNegative())
      throw new IllegalArgumentException("a time to live must not be negative");
    if (maxTtl.compareTo(minTtl) < 0 || maxNegativeTtl.compareTo(minTtl) < 0)
      throw new IllegalArgumentException("a longest time to live is shorter than the shortest");
    if (failureTtl.compareTo(MAX_FAILURE_TTL) > 0)
      throw new IllegalArgumentException("failures are remembered for five minutes at most");
  }

  Duration positive(Duration ttl) {
    return clamp(ttl, maxTtl);
  }

  Duration negative(Duration ttl) {
    return clamp(ttl, maxNegativeTtl);
  }

  private Duration clamp(Duration ttl, Duration most) {
    if (ttl.compareTo(minTtl) < 0) return minTtl;
    return ttl.compareTo(most) > 0 ? most : ttl;
  }
}

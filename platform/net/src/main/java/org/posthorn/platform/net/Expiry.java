package org.posthorn.platform.net;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How near the end of a certificate is.
public final class Expiry {
  /// Days before the end at which to warn, the earliest first.
  public static final List<Integer> DAYS = List.of(30, 14, 7, 3, 1);

  private static final int DAY_SECONDS = 86_400;

  private Expiry() {}

  /// The last of [#DAYS] that has been reached, 0 for a certificate that has expired; null while
  /// there is time. Of a certificate that is short-lived by nature, only those count that come
  /// after it should have been renewed, which is when a third of its life is left.
  public static @Nullable Integer reached(CertificateFacts certificate, Instant now) {
    if (!certificate.notAfter().isAfter(now)) return 0;
    var left = Duration.between(now, certificate.notAfter());
    var third = Duration.between(certificate.notBefore(), certificate.notAfter()).dividedBy(3);
    Integer reached = null;
    for (var days : DAYS) {
      var before = Duration.ofDays(days);
      if (left.compareTo(before) <= 0 && before.compareTo(third) < 0) reached = days;
    }
    return reached;
  }

  /// Whole days that are left; negative when it has expired.
  public static long daysLeft(CertificateFacts certificate, Instant now) {
    return Math.floorDiv(
        Duration.between(now, certificate.notAfter()).toSeconds(), (long) DAY_SECONDS);
  }
}

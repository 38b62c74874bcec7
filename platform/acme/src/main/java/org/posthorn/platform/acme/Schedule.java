package org.posthorn.platform.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.CertificateFacts;

/// When the next order is due.
final class Schedule {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final int MOST_DOUBLINGS = 10;

  private Schedule() {}

  /// At once for names that no certificate is for; else when a third of its life is left, or
  /// earlier if the server advises so; never before a pause that a failure has earned is over.
  ///
  /// @param certificate null when there is none
  /// @param advised by the server; null if it does not
  static Instant due(
      @Nullable CertificateFacts certificate,
      List<String> names,
      @Nullable Instant advised,
      AcmeState state,
      Instant now) {
    var due = now;
    if (certificate != null && names.stream().allMatch(name -> isFor(certificate, name))) {
      due = thirdLeft(certificate);
      if (advised != null && advised.isBefore(due)) due = advised;
    }
    var pause = state.notBefore();
    return pause != null && pause.isAfter(due) ? pause : due;
  }

  private static boolean isFor(CertificateFacts certificate, String name) {
    return certificate.names().contains(name) || certificate.covers(name);
  }

  static Instant thirdLeft(CertificateFacts certificate) {
    var life = Duration.between(certificate.notBefore(), certificate.notAfter());
    return certificate.notAfter().minus(life.dividedBy(3));
  }

  /// How long to leave the server alone: doubled by each failure in a row, since servers count
  /// those and shut out who does not learn.
  ///
  /// @param failures in a row, at least one
  static Duration pause(int failures) {
    var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}

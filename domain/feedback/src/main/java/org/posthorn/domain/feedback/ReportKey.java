package org.posthorn.domain.feedback;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.posthorn.wire.dns.DnsName;

/// One report: what a domain is told about a day of UTC, as both RFCs want days to be (RFC 7489
/// §7.2, RFC 8460 §4.1).
public record ReportKey(ReportKind kind, LocalDate day, DnsName domain) {

  /// Until the last counts of the day are written on every node.
  static final Duration DELAY = Duration.ofMinutes(30);

  /// Reports of a day leave one after the other within this time (RFC 8460 §4.1 has four hours).
  static final Duration SPREAD = Duration.ofHours(6);

  static ReportKey of(ReportKind kind, Instant at, DnsName domain) {
    return new ReportKey(kind, LocalDate.ofInstant(at, ZoneOffset.UTC), domain);
  }

  public Instant begin() {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// The first moment after the day.
  public Instant end() {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// When it is to be sent: the same for all nodes, different from domain to domain.
  public Instant due() {
    int spread = Math.floorMod(domain.text().hashCode(), (int) SPREAD.toSeconds());
    return end().plus(DELAY).plusSeconds(spread);
  }

  @Override
  public String toString() {
    return "%s report for %s about %s".formatted(kind.word(), domain, day);
  }
}

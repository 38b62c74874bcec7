package org.posthorn.domain.queue;

import java.time.Duration;
import java.time.Instant;

/// Entries that have something in common.
///
/// @param key what they have; of an age its name, of the sender of reports empty text
/// @param octets of their messages
/// @param oldest when the first of them was accepted
public record QueueSummary(String key, long entries, long octets, Instant oldest) {

  /// By what entries are counted.
  public enum By {
    DESTINATION("destination"),
    SENDER("sender"),
    REASON("COALESCE(gate_reason, reason, '')"),
    AGE(
        """
        CASE WHEN accepted_ms > ? THEN '%s' WHEN accepted_ms > ? THEN '%s'
          WHEN accepted_ms > ? THEN '%s' ELSE '%s' END\
        """
            .formatted("up to an hour", "up to 4 hours", "up to a day", "older"));

    private final String sql;

    By(String sql) {
      this.sql = sql;
    }

    String sql() {
      return sql;
    }
  }

  /// The borders between ages.
  static final Duration HOUR = Duration.ofHours(1);

  static final Duration HOURS = Duration.ofHours(4);
  static final Duration DAY = Duration.ofDays(1);

  QueueSummary plus(QueueSummary other) {
    return new QueueSummary(
        key,
        entries + other.entries,
        octets + other.octets,
        oldest.isBefore(other.oldest) ? oldest : other.oldest);
  }
}

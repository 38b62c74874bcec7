package org.posthorn.wire.smtp;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/// A wish that a message goes later (FUTURERELEASE, RFC 4865 §3).
public sealed interface Hold {

  /// `future-release-integer = %x31-39 *8DIGIT`
  int MAX_SECONDS = 999_999_999;

  /// The moment before which the message does not go.
  ///
  /// @param now when it was handed in
  Instant release(Instant now);

  EsmtpParameter parameter();

  /// As reports repeat it: `for;3600` or `until;2026-12-24T18:00:00Z` (RFC 4865 §5.1.2).
  String reported();

  /// `HOLDFOR=3600`
  record For(int seconds) implements Hold {
    public For {
      if (seconds < 1 || seconds > MAX_SECONDS)
        throw new IllegalArgumentException("held for " + seconds + " s");
    }

    @Override
    public Instant release(Instant now) {
      return now.plusSeconds(seconds);
    }

    @Override
    public EsmtpParameter parameter() {
      return new EsmtpParameter("HOLDFOR", Integer.toString(seconds));
    }

    @Override
    public String reported() {
      return "for;" + seconds;
    }
  }

  /// `HOLDUNTIL=2026-12-24T18:00:00Z`, in whole seconds.
  record Until(Instant time) implements Hold {
    public Until {
      time = time.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Instant release(Instant now) {
      return time;
    }

    @Override
    public EsmtpParameter parameter() {
      return new EsmtpParameter("HOLDUNTIL", time.toString());
    }

    @Override
    public String reported() {
      return "until;" + time;
    }
  }

  /// The value of HOLDFOR.
  ///
  /// @throws IllegalArgumentException it is none
  static Hold parseFor(String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) throw new IllegalArgumentException("no interval");
    return new For(Integer.parseInt(value));
  }

  /// A date-time of RFC 3339 in UTC.
  ///
  /// @throws IllegalArgumentException it is none
  static Hold parseUntil(String value) {
    try {
      if (!value.endsWith("Z")) throw new IllegalArgumentException("not in UTC");
      return new Until(DateTimeFormatter.ISO_INSTANT.parse(value, Instant::from));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no date and time", e);
    }
  }
}

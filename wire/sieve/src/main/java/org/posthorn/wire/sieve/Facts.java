package org.posthorn.wire.sieve;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that a script can know.
///
/// @param envelope null when there is none, as at IMAP events: tests of it are errors then
/// @param environment items of RFC 5183 by their lower-case names, see `EnvironmentItem`; what is
///   absent does not exist for the script (the items of RFC 6785 are empty then)
/// @param flags what the message has already, at IMAP events (RFC 6785 §2.2.3)
/// @param now the moment of the whole run, in the zone of the script's owner
/// @param scores what scanners found
/// @param detailSeparators the characters that divide user from detail in a local part (RFC 5233)
public record Facts(
    SieveMessage message,
    @Nullable SieveEnvelope envelope,
    Map<String, String> environment,
    List<String> flags,
    ZonedDateTime now,
    Scores scores,
    String detailSeparators,
    Outside outside) {

  /// What scanners found (RFC 5235).
  ///
  /// @param spamPercent 0 (clear) to 100 (certain), or null when the message was not looked at
  /// @param virus 1 (clear) to 5 (certain) as in RFC 5235 §3.3, or 0 when it was not looked at
  public record Scores(@Nullable Integer spamPercent, int virus) {

    public static final Scores NONE = new Scores(null, 0);

    public Scores {
      if (spamPercent != null && (spamPercent < 0 || spamPercent > 100))
        throw new IllegalArgumentException("percent");
      if (virus < 0 || virus > 5) throw new IllegalArgumentException("virus");
    }
  }

  public Facts {
    environment = Map.copyOf(environment);
    flags = List.copyOf(flags);
  }

  /// A new message, delivered with an envelope.
  public static Facts of(
      SieveMessage message, SieveEnvelope envelope, ZonedDateTime now, Outside outside) {
    return new Facts(message, envelope, Map.of(), List.of(), now, Scores.NONE, "+", outside);
  }

  /// Whether the script is run for something that happened in a mailbox (RFC 6785).
  public boolean isImapEvent() {
    return !environment.getOrDefault(EnvironmentItem.IMAP_CAUSE, "").isEmpty();
  }

  public Facts with(Scores other) {
    return new Facts(message, envelope, environment, flags, now, other, detailSeparators, outside);
  }

  public Facts withEnvironment(Map<String, String> items) {
    return new Facts(message, envelope, items, flags, now, scores, detailSeparators, outside);
  }
}

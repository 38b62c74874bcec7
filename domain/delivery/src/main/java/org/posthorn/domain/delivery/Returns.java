package org.posthorn.domain.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.SenderRewriting.Reversed;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.ReversePath;

/// Reports on mail that was sent on, on their way back: an address that stands for a sender takes
/// nothing else, so that it is no way to write to strangers through us. Any thread may call.
final class Returns {

  /// Reports that one address takes in [#COUNTED]: a message has few recipients behind an alias,
  /// and each has a delay and a failure to tell.
  static final int MAX_REPORTS = 50;

  static final Duration COUNTED = Duration.ofDays(1);
  private static final int MAX_COUNTERS = 20_000;

  // COMPAT(old gateways, 2026-11): reports that come from a name instead of from nobody.
  private static final Set<String> REPORTERS = Set.of("mailer-daemon", "postmaster");

  private final Directory directory;
  private final Cache<String, AtomicInteger> taken =
      Caffeine.newBuilder().maximumSize(MAX_COUNTERS).expireAfterWrite(COUNTED).build();

  Returns(Directory directory) {
    this.directory = directory;
  }

  /// What became of an address.
  sealed interface Way {
    /// It leads back to this sender.
    record Back(EmailAddress original, List<String> steps) implements Way {}

    record Closed(Refusal reason, List<String> steps) implements Way {}
  }

  /// Null for an address that stands for no sender.
  @Nullable Way of(EmailAddress address, Sender from) {
    var reversed = directory.senders().reverse(address);
    if (reversed instanceof Reversed.NotRewritten) return null;
    if (!directory.isOurs(address.domain())) return null;
    return switch (reversed) {
      case Reversed.NotRewritten _ -> null;
      case Reversed.Nobody(var reason) ->
          closed(Refusal.LEADS_NOWHERE, "%s stands for no sender: %s".formatted(address, reason));
      case Reversed.Original(var original) -> back(address, original, from);
    };
  }

  private Way back(EmailAddress address, EmailAddress original, Sender from) {
    if (!isReport(from.path()))
      return closed(
          Refusal.TAKES_REPORTS_ONLY,
          "%s stands for %s, and takes only reports, which come from <>"
              .formatted(address, original));
    var count = Objects.requireNonNull(taken.get(address.key(), _ -> new AtomicInteger()));
    if (count.incrementAndGet() > MAX_REPORTS)
      return closed(
          Refusal.TOO_MANY_REPORTS,
          "%s has taken %d reports today".formatted(address, MAX_REPORTS));
    return new Way.Back(
        original, List.of("%s stands for the sender %s".formatted(address, original)));
  }

  private static Way closed(Refusal reason, String step) {
    return new Way.Closed(reason, List.of(step));
  }

  private static boolean isReport(ReversePath path) {
    return switch (path) {
      case ReversePath.Null _ -> true;
      case ReversePath.Mailbox(var address) -> REPORTERS.contains(address.localpart().key());
    };
  }
}

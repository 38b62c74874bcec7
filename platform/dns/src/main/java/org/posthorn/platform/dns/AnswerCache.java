package org.posthorn.platform.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Lookup;

/// What was answered lately, by name and type. Any thread may call.
final class AnswerCache {

  /// What an entry takes beside its records.
  private static final int ENTRY_OCTETS = 400;

  /// Objects are larger than what they were on the wire.
  private static final int GROWTH = 4;

  private final InstantSource clock;
  private final Cache<Question, Entry> entries;

  AnswerCache(CacheLimits limits, InstantSource clock) {
    this.clock = clock;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(limits.octets())
            .weigher((Question _, Entry entry) -> entry.octets)
            .expireAfter(Expiry.writing((Question _, Entry entry) -> entry.lifetime))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  private record Entry(Lookup<Object> lookup, Instant until, Duration lifetime, int octets) {}

  /// What was found says for how long it still may be used.
  @Nullable Lookup<Object> find(Question question) {
    var entry = entries.getIfPresent(question);
    if (entry == null) return null;
    return switch (entry.lookup) {
      case Lookup.Found<Object>(var records, var canonical, var isAuthentic, _) ->
          new Lookup.Found<>(records, canonical, isAuthentic, left(entry));
      case Lookup.NoSuchName<Object> _, Lookup.NoSuchRecord<Object> _, Lookup.Failed<Object> _ ->
          entry.lookup;
    };
  }

  /// Never more than it began with, though the clock be set back.
  private Duration left(Entry entry) {
    var left = Duration.between(clock.instant(), entry.until);
    if (left.isNegative()) return Duration.ZERO;
    return left.compareTo(entry.lifetime) > 0 ? entry.lifetime : left;
  }

  /// @param octets its length on the wire
  void remember(Question question, Lookup<Object> lookup, Duration lifetime, int octets) {
    if (!lifetime.isPositive()) return;
    var weight = ENTRY_OCTETS + GROWTH * octets;
    entries.put(question, new Entry(lookup, clock.instant().plus(lifetime), lifetime, weight));
  }

  void clear() {
    entries.invalidateAll();
  }

  /// Entries, roughly.
  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }
}

package org.posthorn.domain.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.posthorn.platform.storage.Partition;

/// The facts of mailboxes that were searched lately. Messages that have come since are read when
/// they are asked for, nothing is read twice; any thread may ask.
final class KnownFacts {

  /// Octets that all facts together may take; a message takes 60.
  static final long MAX_OCTETS = 48L << 20;

  private record Key(int partition, long account, MailboxId mailbox) {}

  private final Cache<Key, Facts> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_OCTETS)
          .<Key, Facts>weigher((_, facts) -> facts.weight())
          .build();

  /// The facts of at least all messages of `snapshot` that are still there.
  Facts of(Partition partition, Where where, Snapshot snapshot) {
    var size = snapshot.size();
    if (size == 0) return Facts.NONE;
    var key = new Key(where.account().partition().value(), where.account().id(), where.mailbox());
    var cached = cache.getIfPresent(key);
    // Those that are gone are let go of when they are the greater part.
    var known = cached == null || cached.size() > 2 * size + 1000 ? Facts.NONE : cached;
    if (known.last() >= snapshot.uid(size - 1)) return known;
    var more = new Facts.Builder(known, Math.max(0, size - known.size()));
    partition.read(tx -> {
      MessageRows.factsBeyond(tx, where.mailbox(), known.last(), more::add);
      return null;
    });
    var facts = more.build();
    cache.put(key, facts);
    return facts;
  }
}

package org.posthorn.domain.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Work;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Remembers for some seconds where mail for an address goes and what an account is: the first is
/// asked at every RCPT, the second at every command of a session.
///
/// A change made on this node counts at once: this is also the database that the directory writes
/// through, and every write makes all answers from before it worthless. A change made on another
/// node counts after [#KEPT] at the latest. Any thread may call.
final class Resolutions implements Database {

  static final Duration KEPT = Duration.ofSeconds(5);
  static final int MAX_ENTRIES = 20_000;

  private record Answer(long generation, Resolution resolution) {}

  private record Ours(long generation, boolean ours) {}

  private record Known(long generation, @Nullable Account account) {}

  private final Database database;
  private final AtomicLong generation = new AtomicLong();
  private final Cache<String, Answer> answers =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(KEPT).build();

  private final Cache<String, Ours> domains =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(KEPT).build();

  private final Cache<AccountId, Known> accounts =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(KEPT).build();

  Resolutions(Database database) {
    this.database = database;
  }

  Resolution resolve(EmailAddress address) {
    // All addresses of a domain elsewhere are one answer, so that a relay asks once for many.
    if (!isOurs(address.domain())) return Resolution.NotOurs.of(address.domain());
    var key = address.key();
    var known = answers.getIfPresent(key);
    // Taken before the snapshot: what is read beside a write is worthless as soon as the write is
    // done.
    var now = generation.get();
    if (known != null && known.generation() == now) return known.resolution();
    var resolution = read(tx -> new Resolver(tx).resolve(address));
    answers.put(key, new Answer(now, resolution));
    return resolution;
  }

  boolean isOurs(DomainName domain) {
    if (domain.isLiteral()) return false;
    var key = domain.key();
    var known = domains.getIfPresent(key);
    var now = generation.get();
    if (known != null && known.generation() == now) return known.ours();
    var ours = read(tx -> DomainStore.find(tx, domain) != null);
    domains.put(key, new Ours(now, ours));
    return ours;
  }

  @Nullable Account account(AccountId id) {
    var known = accounts.getIfPresent(id);
    var now = generation.get();
    if (known != null && known.generation() == now) return known.account();
    var account = read(tx -> AccountStore.find(tx, id));
    accounts.put(id, new Known(now, account));
    return account;
  }

  /// Rises with every write; whatever was read before may be wrong then.
  long generation() {
    return generation.get();
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.read(work);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    try {
      return database.write(work);
    } finally {
      generation.incrementAndGet();
    }
  }
}

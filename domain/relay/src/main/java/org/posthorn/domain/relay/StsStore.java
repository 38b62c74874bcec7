package org.posthorn.domain.relay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.dns.DnsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Policies that survive a restart, until their time is over (RFC 8461 §5.1). All that count are in
/// memory, read once; a new one is written through. Of more than [#MAX_POLICIES] those used longest
/// ago are forgotten here, and found again in DNS when they are needed. Thread-safe.
public final class StsStore implements StsCache {

  private static final Logger LOG = LoggerFactory.getLogger(StsStore.class);

  /// The table that the directory's database needs.
  public static final Migrations SCHEMA = Migrations.of("relay", "sts");

  public static final int MAX_POLICIES = 10_000;

  /// Domains that nobody has written to for so long are not asked for news of their policies.
  static final Duration IN_USE = Duration.ofDays(30);

  private final Database directory;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final Map<DnsName, Kept> policies =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DnsName, Kept> eldest) {
          return size() > MAX_POLICIES;
        }
      };

  /// A policy and when it was asked for last.
  private record Kept(StsCache.Entry entry, Instant used) {}

  /// Reads what is still valid.
  public StsStore(Database directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    for (var found : directory.read(tx -> load(tx, clock.instant())))
      policies.put(found.domain(), new Kept(found.entry(), found.entry().fetched()));
  }

  private record Found(DnsName domain, StsCache.Entry entry) {}

  private static final String LOAD =
      """
      SELECT domain, id, policy, fetched_ms FROM sts_policy
      WHERE until_ms > ? ORDER BY fetched_ms DESC LIMIT ?\
      """;

  private static List<Found> load(Transaction tx, Instant now) throws SQLException {
    var statement = tx.prepare(LOAD);
    statement.setLong(1, now.toEpochMilli());
    statement.setInt(2, MAX_POLICIES);
    try (var rows = statement.executeQuery()) {
      var found = new ArrayList<Found>();
      while (rows.next()) {
        var one = found(rows);
        if (one != null) found.add(one);
      }
      return found;
    }
  }

  private static @Nullable Found found(ResultSet row) throws SQLException {
    var policy = StsPolicy.parse(row.getString("policy"));
    if (policy == null) return null;
    var entry =
        new StsCache.Entry(
            policy, row.getString("id"), Instant.ofEpochMilli(row.getLong("fetched_ms")));
    return new Found(new DnsName(row.getString("domain")), entry);
  }

  @Override
  public @Nullable Entry find(DnsName domain) {
    lock.lock();
    try {
      var kept = policies.get(domain);
      if (kept == null) return null;
      policies.put(domain, new Kept(kept.entry(), clock.instant()));
      return kept.entry();
    } finally {
      lock.unlock();
    }
  }

  /// The same without using it.
  @Nullable Entry peek(DnsName domain) {
    lock.lock();
    try {
      var kept = policies.get(domain);
      return kept == null ? null : kept.entry();
    } finally {
      lock.unlock();
    }
  }

  private static final String PUT =
      """
      INSERT INTO sts_policy (domain, id, policy, fetched_ms, until_ms) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (domain) DO UPDATE SET id = excluded.id, policy = excluded.policy,
        fetched_ms = excluded.fetched_ms, until_ms = excluded.until_ms\
      """;

  @Override
  public void put(DnsName domain, Entry entry) {
    lock.lock();
    try {
      var known = policies.get(domain);
      // News of a policy are no use of it.
      policies.put(domain, new Kept(entry, known == null ? entry.fetched() : known.used()));
    } finally {
      lock.unlock();
    }
    var text = String.join("\n", ReportedPolicy.of(entry.policy()).text());
    try {
      directory.write(tx -> {
        var statement = tx.prepare(PUT);
        statement.setString(1, domain.text());
        statement.setString(2, entry.id());
        statement.setString(3, text);
        statement.setLong(4, entry.fetched().toEpochMilli());
        statement.setLong(5, entry.fetched().plus(entry.policy().maxAge()).toEpochMilli());
        return statement.executeUpdate();
      });
    } catch (StorageException e) {
      LOG.warn(
          "the MTA-STS policy of {} is only kept until the next start: {}", domain, e.getMessage());
    }
  }

  /// Domains whose policies are in use, valid, and older than a day.
  List<DnsName> stale() {
    var now = clock.instant();
    lock.lock();
    try {
      return policies.entrySet().stream()
          .filter(it -> isStale(it.getValue(), now))
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private static boolean isStale(Kept kept, Instant now) {
    var entry = kept.entry();
    return entry.isValid(now)
        && !now.isBefore(entry.fetched().plus(StsPolicies.REFRESH))
        && now.isBefore(kept.used().plus(IN_USE));
  }

  private static final String FORGET = "DELETE FROM sts_policy WHERE until_ms <= ?";

  /// Forgets policies whose time is over.
  public void forget() {
    var now = clock.instant();
    lock.lock();
    try {
      policies.values().removeIf(kept -> !kept.entry().isValid(now));
    } finally {
      lock.unlock();
    }
    directory.write(tx -> {
      var statement = tx.prepare(FORGET);
      statement.setLong(1, now.toEpochMilli());
      return statement.executeUpdate();
    });
  }
}

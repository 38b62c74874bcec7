package org.posthorn.domain.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.Suppression.Pattern;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Sql;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;

/// Who gets no mail from here: addresses that bounce, complain or were forbidden. Whoever accepts
/// mail asks. Reads the database each time, except that an empty list is remembered for [#KEPT]:
/// what is added on another node counts after that at the latest. Thread-safe.
public final class Suppressions {

  /// The most that [#list] gives at once.
  public static final int MAX_LIMIT = 10_000;

  private final Database directory;
  static final Duration KEPT = Duration.ofSeconds(5);

  private final InstantSource clock;

  /// Rises with every addition here, so that what was read beside one is not remembered.
  private final AtomicLong additions = new AtomicLong();

  private volatile Emptiness emptiness = new Emptiness(-1, Instant.MIN);

  /// The list was empty after so many additions, and counts as empty for some time.
  private record Emptiness(long additions, Instant until) {}

  public Suppressions(Database directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  private static final String ADD =
      """
      INSERT INTO suppression (pattern_key, pattern, reason, since_ms, until_ms) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (pattern_key) DO UPDATE SET pattern = excluded.pattern, reason = excluded.reason,
        since_ms = excluded.since_ms, until_ms = excluded.until_ms
      """;

  /// Adds one from now on, or changes it.
  public void add(Pattern pattern, String reason, @Nullable Instant until) {
    var now = clock.instant();
    directory.<@Nullable Void>write(tx -> {
      Sql.update(tx, ADD, pattern.key(), pattern.toString(), Line.of(reason), now, until);
      return null;
    });
    additions.incrementAndGet();
  }

  private static final String REMOVE = "DELETE FROM suppression WHERE pattern_key = ?";

  /// False when there is no such one.
  public boolean remove(Pattern pattern) {
    return directory.write(tx -> Sql.update(tx, REMOVE, pattern.key())) == 1;
  }

  private static final String MATCH =
      """
      SELECT pattern, reason, since_ms, until_ms FROM suppression
      WHERE pattern_key IN (?, ?) AND (until_ms IS NULL OR until_ms > ?)
      ORDER BY CASE WHEN pattern_key = ? THEN 0 ELSE 1 END LIMIT 1
      """;

  private static final String ANY = "SELECT 1 FROM suppression LIMIT 1";

  /// Why an address gets no mail; null when it does. What is said of the address itself comes
  /// before what is said of its domain.
  public @Nullable Suppression match(EmailAddress address) {
    var key = address.key();
    var domain = new Pattern.Domain(address.domain()).key();
    var now = clock.instant();
    var before = additions.get();
    var known = emptiness;
    if (known.additions() == before && now.isBefore(known.until())) return null;
    return directory.read(tx -> {
      var match = Sql.first(tx, Suppressions::suppression, MATCH, key, domain, now, key);
      if (match == null && Sql.first(tx, row -> row.getInt(1), ANY) == null)
        emptiness = new Emptiness(before, now.plus(KEPT));
      return match;
    });
  }

  private static final String LIST =
      """
      SELECT pattern, reason, since_ms, until_ms FROM suppression
      WHERE pattern_key > ? ORDER BY pattern_key LIMIT ?
      """;

  /// All of them, a page at a time; those that have ended too.
  ///
  /// @param after the last one of the page before; null for the first page
  public List<Suppression> list(@Nullable Pattern after, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
    return directory.read(tx ->
        Sql.all(tx, Suppressions::suppression, LIST, after == null ? "" : after.key(), limit));
  }

  private static Suppression suppression(ResultSet row) throws SQLException {
    return new Suppression(
        pattern(row.getString("pattern")),
        row.getString("reason"),
        Sql.time(row, "since_ms"),
        Sql.timeOrNull(row, "until_ms"));
  }

  private static Pattern pattern(String text) {
    try {
      return text.startsWith("@")
          ? new Pattern.Domain(DomainName.parse(text.substring(1)))
          : new Pattern.Address(EmailAddress.parse(text));
    } catch (AddressException e) {
      throw new IllegalStateException("a pattern that was one when it was written", e);
    }
  }
}

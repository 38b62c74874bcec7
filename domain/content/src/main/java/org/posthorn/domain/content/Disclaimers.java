package org.posthorn.domain.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.TextAppending.Addition;

/// The disclaimers of domains, in the directory's database. What a domain has is remembered for
/// some seconds: a change made on this node counts at once, on others after [#KEPT]. Any thread may
/// call.
public final class Disclaimers {

  /// The table that the directory's database needs.
  public static final Migrations DIRECTORY_SCHEMA = Migrations.of("content", "disclaimers");

  static final Duration KEPT = Duration.ofSeconds(5);
  private static final int MAX_REMEMBERED = 20_000;

  private record Key(String domain, Direction direction) {}

  private final Database directory;
  private final InstantSource clock;
  private final Cache<Key, Optional<Disclaimer>> known =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(KEPT).build();

  public Disclaimers(Database directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  private static final String SET =
      """
      INSERT INTO disclaimer (domain_key, direction, domain, plain, html, changed)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (domain_key, direction) DO UPDATE SET domain = excluded.domain,
        plain = excluded.plain, html = excluded.html, changed = excluded.changed
      """;

  /// Appends this from now on.
  public void set(Disclaimer disclaimer) {
    var now = clock.instant();
    directory.<@Nullable Void>write(tx -> {
      tx.handle()
          .execute(
              SET,
              disclaimer.domain().key(),
              disclaimer.direction().name(),
              disclaimer.domain().text(),
              disclaimer.addition().text(),
              disclaimer.addition().html(),
              now.toEpochMilli());
      return null;
    });
    known.invalidateAll();
  }

  private static final String REMOVE =
      "DELETE FROM disclaimer WHERE domain_key = ? AND direction = ?";

  /// False when there is none.
  public boolean remove(DomainName domain, Direction direction) {
    int gone = directory.write(tx -> tx.handle().execute(REMOVE, domain.key(), direction.name()));
    known.invalidateAll();
    return gone == 1;
  }

  private static final String COLUMNS = "SELECT domain, direction, plain, html FROM disclaimer ";
  private static final String OF = COLUMNS + "WHERE domain_key = ? AND direction = ?";

  /// What mail of this domain gets in this direction; null: nothing.
  public @Nullable Disclaimer of(DomainName domain, Direction direction) {
    var key = new Key(domain.key(), direction);
    return Objects.requireNonNull(known.get(key, this::read)).orElse(null);
  }

  private Optional<Disclaimer> read(Key key) {
    return directory.read(tx ->
        tx.handle()
            .select(OF, key.domain, key.direction.name())
            .map((row, _) -> disclaimer(row))
            .findOne());
  }

  private static final String ALL = COLUMNS + "ORDER BY domain_key, direction";

  public List<Disclaimer> all() {
    return directory.read(tx -> tx.handle().select(ALL).map((row, _) -> disclaimer(row)).list());
  }

  private static Disclaimer disclaimer(ResultSet row) throws SQLException {
    return new Disclaimer(
        new DomainName(row.getString("domain")),
        Direction.valueOf(row.getString("direction")),
        new Addition(row.getString("plain"), row.getString("html")));
  }
}

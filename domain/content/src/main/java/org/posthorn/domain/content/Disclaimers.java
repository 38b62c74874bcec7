package org.posthorn.domain.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AuditEntry;
import org.posthorn.domain.directory.Directory;
import org.posthorn.platform.storage.Database;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.TextAppending.Addition;

/// The disclaimers of domains, in the directory's database, with their changes in its audit log.
/// What a domain has is remembered for some seconds: a change made on this node counts at once, on
/// others after [#KEPT]. Any thread may call.
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
  public void set(Actor actor, Disclaimer disclaimer) {
    var now = clock.instant();
    directory.<@Nullable Void>write(tx -> {
      var domain = disclaimer.domain();
      var before = find(tx, new Key(domain.key(), disclaimer.direction()));
      if (disclaimer.equals(before)) return null;
      tx.handle()
          .execute(
              SET,
              domain.key(),
              disclaimer.direction().name(),
              domain.text(),
              disclaimer.addition().text(),
              disclaimer.addition().html(),
              now.toEpochMilli());
      audit(tx, new Deed(actor, now), before, disclaimer);
      return null;
    });
    known.invalidateAll();
  }

  /// Who changes something, and when.
  private record Deed(Actor actor, Instant at) {}

  private static void audit(
      Transaction tx, Deed deed, @Nullable Disclaimer before, @Nullable Disclaimer after) {
    var one = Objects.requireNonNull(after == null ? before : after);
    // several disclaimers of a domain have no number; their name tells them apart
    var object =
        new AuditEntry.Named(
            0, one.domain().text() + " " + one.direction().name().toLowerCase(Locale.ROOT));
    var change = new AuditEntry.Change(told(before), told(after));
    Directory.audit(
        tx, AuditEntry.of(deed.at, deed.actor, AuditEntry.ObjectKind.DISCLAIMER, object, change));
  }

  private static String told(@Nullable Disclaimer disclaimer) {
    if (disclaimer == null) return "";
    return "text: %s\nhtml: %s"
        .formatted(disclaimer.addition().text(), disclaimer.addition().html());
  }

  private static final String COLUMNS = "SELECT domain, direction, plain, html FROM disclaimer ";
  private static final String OF = COLUMNS + "WHERE domain_key = ? AND direction = ?";

  /// What mail of this domain gets in this direction; null: nothing.
  public @Nullable Disclaimer of(DomainName domain, Direction direction) {
    var key = new Key(domain.key(), direction);
    return Objects.requireNonNull(known.get(key, this::read)).orElse(null);
  }

  private Optional<Disclaimer> read(Key key) {
    return Optional.ofNullable(directory.read(tx -> find(tx, key)));
  }

  private static @Nullable Disclaimer find(Transaction tx, Key key) {
    return tx.handle()
        .select(OF, key.domain, key.direction.name())
        .map((row, _) -> disclaimer(row))
        .findOne()
        .orElse(null);
  }

  private static final String REMOVE =
      "DELETE FROM disclaimer WHERE domain_key = ? AND direction = ?";

  /// False when there is none.
  public boolean remove(Actor actor, DomainName domain, Direction direction) {
    var now = clock.instant();
    boolean removed =
        directory.write(tx -> {
          var before = find(tx, new Key(domain.key(), direction));
          if (before == null) return false;
          tx.handle().execute(REMOVE, domain.key(), direction.name());
          audit(tx, new Deed(actor, now), before, null);
          return true;
        });
    known.invalidateAll();
    return removed;
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

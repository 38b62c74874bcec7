package org.posthorn.domain.trace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Transaction;

/// The story of each message, in the partitions that it touched.
///
/// Events are written in the transaction of what they tell, so they are as true as the mail itself.
/// Any thread may call.
public final class Traces {

  /// The table that each partition needs.
  public static final Migrations SCHEMA = Migrations.of("trace", "events");

  /// Characters of one event; the rest is cut off.
  public static final int MAX_WORDS = 16_384;

  /// Events of one message that are kept, but for the last: a queue that tries for days says the
  /// same again and again.
  public static final int MAX_EVENTS = 500;

  /// Messages that are forgotten in one transaction: other writes come in between.
  private static final int CHUNK = 1_000;

  private final Supplier<List<Partition>> partitions;

  /// @param partitions those that are open now
  public Traces(Supplier<List<Partition>> partitions) {
    this.partitions = partitions;
  }

  /// The last place is for whatever happened last.
  private static final String ADD =
      """
      INSERT INTO trace_event (message, n, at_ms, kind, words)
      VALUES (?,
        (SELECT CASE WHEN max(n) IS NULL THEN 1 WHEN max(n) < ? THEN max(n) + 1 ELSE max(n) END
         FROM trace_event WHERE message = ?),
        ?, ?, ?)
      ON CONFLICT (message, n) DO UPDATE
      SET at_ms = excluded.at_ms, kind = excluded.kind, words = excluded.words\
      """;

  /// Notes an event with what it tells about: in the same transaction.
  public static void add(Transaction tx, TraceEvent event) throws SQLException {
    var statement = tx.prepare(ADD);
    statement.setString(1, event.message());
    statement.setInt(2, MAX_EVENTS);
    statement.setString(3, event.message());
    statement.setLong(4, event.at().toEpochMilli());
    statement.setString(5, event.kind().word());
    statement.setString(6, storable(event.words()));
    statement.executeUpdate();
  }

  /// PostgreSQL's TEXT cannot hold a NUL.
  private static String storable(String words) {
    var text = words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + " …" : words;
    return text.replace('\0', '?');
  }

  private static final String OF =
      "SELECT message, at_ms, kind, words FROM trace_event WHERE message = ? ORDER BY n";

  /// All that is known of a message, in order; empty for one that nobody remembers.
  public List<TraceEvent> of(String message) {
    var events = new ArrayList<TraceEvent>();
    for (var partition : partitions.get())
      events.addAll(
          partition.read(tx -> {
            var statement = tx.prepare(OF);
            statement.setString(1, message);
            return events(statement.executeQuery());
          }));
    events.sort(Comparator.comparing(TraceEvent::at));
    return List.copyOf(events);
  }

  private static final String FIND =
      """
      SELECT message, at_ms, kind, words FROM trace_event
      WHERE n = 1 AND message >= :from AND message < :to\
      """;
  private static final String NEWEST_FIRST = " ORDER BY message DESC LIMIT :limit";

  /// The first events of messages, the newest first.
  public List<TraceEvent> find(TraceQuery query) {
    var sql = new StringBuilder(FIND);
    for (var i = 0; i < query.texts().size(); i++)
      sql.append(" AND lower(words) LIKE :text").append(i).append(" ESCAPE '!'");
    sql.append(NEWEST_FIRST);
    var found = new ArrayList<TraceEvent>();
    for (var partition : partitions.get())
      found.addAll(partition.read(tx -> find(tx, sql.toString(), query)));
    found.sort(Comparator.comparing(TraceEvent::message).reversed());
    return List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
  }

  private static List<TraceEvent> find(Transaction tx, String sql, TraceQuery query) {
    try (var select = tx.handle().createQuery(sql)) {
      select
          .bind("from", TraceIds.from(query.from().toEpochMilli()))
          .bind("to", TraceIds.from(query.to().toEpochMilli()))
          .bind("limit", query.limit());
      for (var i = 0; i < query.texts().size(); i++)
        select.bind("text" + i, contains(query.texts().get(i)));
      return select.map((rows, _) -> event(rows)).list();
    }
  }

  private static String contains(String text) {
    var escaped = text.toLowerCase(Locale.ROOT).replace("!", "!!");
    return "%" + escaped.replace("%", "!%").replace("_", "!_") + "%";
  }

  private static final String FORGET =
      """
      DELETE FROM trace_event WHERE message IN
        (SELECT message FROM trace_event WHERE message < ? AND n = 1 ORDER BY message LIMIT ?)\
      """;

  /// Forgets messages that came more than `kept` before `now`.
  ///
  /// @return how many events
  public long forget(Instant now, Duration kept) {
    var before = TraceIds.from(now.minus(kept).toEpochMilli());
    var forgotten = 0L;
    for (var partition : partitions.get()) {
      int gone;
      do {
        gone =
            partition.write(tx -> {
              var statement = tx.prepare(FORGET);
              statement.setString(1, before);
              statement.setInt(2, CHUNK);
              return statement.executeUpdate();
            });
        forgotten += gone;
      } while (gone > 0);
    }
    return forgotten;
  }

  private static List<TraceEvent> events(ResultSet rows) throws SQLException {
    try (rows) {
      var events = new ArrayList<TraceEvent>();
      while (rows.next()) events.add(event(rows));
      return events;
    }
  }

  private static TraceEvent event(ResultSet rows) throws SQLException {
    return new TraceEvent(
        rows.getString(1),
        Instant.ofEpochMilli(rows.getLong(2)),
        TraceKind.of(rows.getString(3)),
        rows.getString(4));
  }
}

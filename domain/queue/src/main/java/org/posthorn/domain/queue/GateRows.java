package org.posthorn.domain.queue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// The rows of `queue_destination`: one for each destination that could not be reached. It keeps
/// back all its entries at once, on every node and over restarts.
final class GateRows {

  private GateRows() {}

  /// A destination that waits.
  ///
  /// @param failures one after the other
  record Gate(int failures, Instant retry) {}

  private static final String FIND =
      "SELECT failures, retry_ms FROM queue_destination WHERE destination = ?";

  static @Nullable Gate find(Transaction tx, String destination) throws SQLException {
    return Sql.first(
        tx, row -> new Gate(row.getInt(1), Sql.time(row, "retry_ms")), FIND, destination);
  }

  private static final String SHUT =
      """
      INSERT INTO queue_destination (destination, failures, retry_ms, code, reason)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (destination) DO UPDATE SET failures = excluded.failures,
        retry_ms = excluded.retry_ms, code = excluded.code, reason = excluded.reason
      """;

  static void shut(Transaction tx, String destination, Gate gate, Fault fault) throws SQLException {
    Sql.update(
        tx,
        SHUT,
        destination,
        gate.failures(),
        gate.retry(),
        fault.code().toString(),
        fault.shown());
  }

  private static final String OPEN = "DELETE FROM queue_destination WHERE destination = ?";

  static void open(Transaction tx, String destination) throws SQLException {
    Sql.update(tx, OPEN, destination);
  }

  private static final String FAULT =
      "SELECT code, reason FROM queue_destination WHERE destination = ?";

  /// Why a destination could not be reached; null when it could.
  static @Nullable Fault fault(Transaction tx, String destination) throws SQLException {
    return Sql.first(tx, row -> Fault.ours(row.getString(1), row.getString(2)), FAULT, destination);
  }

  private static final String PRUNE = "DELETE FROM queue_destination WHERE retry_ms < ?";

  /// Forgets those that nobody has tried any more although they were due.
  static int prune(Transaction tx, Instant before) throws SQLException {
    return Sql.update(tx, PRUNE, before);
  }

  private static final String OVERVIEW =
      """
      SELECT waiting.destination, waiting.priority, waiting.due, gate.failures, gate.retry_ms
      FROM (SELECT destination, priority, MIN(due_ms) AS due FROM queue_entry
            WHERE held = 0 AND lease IS NULL GROUP BY destination, priority) waiting
      LEFT JOIN queue_destination gate ON gate.destination = waiting.destination
      ORDER BY %s(waiting.due, COALESCE(gate.retry_ms, 0)) LIMIT ?
      """;
  private static final String OVERVIEW_SQLITE = OVERVIEW.formatted("MAX");
  private static final String OVERVIEW_POSTGRESQL = OVERVIEW.formatted("GREATEST");

  /// For the test that it reads an index alone.
  static String often(Dialect dialect) {
    return dialect.pick(OVERVIEW_SQLITE, OVERVIEW_POSTGRESQL);
  }

  /// A destination with something to do.
  record Waiting(String destination, Priority priority, long due, @Nullable Gate gate) {}

  /// What waits, in the order in which it can be tried.
  static List<Waiting> overview(Transaction tx, int most) throws SQLException {
    return Sql.all(
        tx,
        row -> {
          var retry = Sql.timeOrNull(row, "retry_ms");
          var gate = retry == null ? null : new Gate(row.getInt("failures"), retry);
          return new Waiting(
              row.getString("destination"),
              Priority.of(row.getLong("priority")),
              row.getLong("due"),
              gate);
        },
        tx.dialect().pick(OVERVIEW_SQLITE, OVERVIEW_POSTGRESQL),
        most);
  }
}

package org.posthorn.platform.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one database to the newest step of every room, on the thread that opens it.
///
/// A database that is up to date costs one query. Refuses a database that a newer program wrote and
/// one whose applied steps differ from the program's.
final class Migrator {

  private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

  private final SqlEngine engine;
  private final Connection connection;

  Migrator(SqlEngine engine, Connection connection) {
    this.engine = engine;
    this.connection = connection;
  }

  void migrate(List<Migrations> schema) throws SQLException {
    var applied = applied();
    for (var migrations : schema) {
      var steps = migrations.steps(engine.dialect());
      var known = applied.getOrDefault(migrations.room(), Map.of());
      verify(migrations, steps, known);
      if (known.size() < steps.size()) apply(steps);
    }
  }

  private void verify(
      Migrations migrations, List<Migrations.Step> steps, Map<Integer, String> known) {
    if (known.size() > steps.size())
      throw new StorageException(
          """
          The database %s has version %d of "%s", this program knows versions up to %d. \
          A newer Posthorn has used this data; start that one, or restore a backup made before.\
          """
              .formatted(engine, known.size(), migrations.room(), steps.size()));
    for (var step : steps) {
      var checksum = known.get(step.number());
      if (checksum != null && !checksum.equals(step.checksum()))
        throw new StorageException(
            """
            The database %s was made with another text of %s than this program has. \
            Use the program that made it.\
            """
                .formatted(engine, step));
    }
  }

  /// Each step commits with its own line in the history, so a kill between two steps is resumed.
  private void apply(List<Migrations.Step> steps) throws SQLException {
    for (var step : steps) {
      try {
        lockHistory();
        if (!isApplied(step)) {
          run(step);
          LOG.info("database {}: applied {}", engine, step);
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw new StorageException(
            "Migration %s of database %s failed: %s".formatted(step, engine, e.getMessage()), e);
      }
    }
  }

  private void run(Migrations.Step step) throws SQLException {
    try (var statement = connection.createStatement()) {
      // Both drivers run a text of several statements as a whole.
      statement.executeUpdate(step.sql());
    }
    var insert = "INSERT INTO schema_history (room, number, name, checksum) VALUES (?, ?, ?, ?)";
    try (var statement = connection.prepareStatement(insert)) {
      statement.setString(1, step.room());
      statement.setInt(2, step.number());
      statement.setString(3, step.name());
      statement.setString(4, step.checksum());
      statement.executeUpdate();
    }
  }

  private static final String CREATE_HISTORY =
      """
      CREATE TABLE IF NOT EXISTS schema_history (
        room TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (room, number)
      )\
      """;

  /// Two nodes that start together take turns; the second finds the step applied. One process owns
  /// a SQLite file, so nothing is needed there.
  private void lockHistory() throws SQLException {
    if (engine.dialect() == Dialect.SQLITE) return;
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(hashtext('posthorn ' || current_schema()))");
    }
  }

  private boolean isApplied(Migrations.Step step) throws SQLException {
    var select = "SELECT 1 FROM schema_history WHERE room = ? AND number = ?";
    try (var statement = connection.prepareStatement(select)) {
      statement.setString(1, step.room());
      statement.setInt(2, step.number());
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private Map<String, Map<Integer, String>> applied() throws SQLException {
    lockHistory();
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(CREATE_HISTORY);
    }
    var applied = new HashMap<String, Map<Integer, String>>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT room, number, checksum FROM schema_history")) {
      while (rows.next())
        applied
            .computeIfAbsent(rows.getString(1), _ -> new HashMap<>())
            .put(rows.getInt(2), rows.getString(3));
    }
    connection.commit();
    return applied;
  }
}

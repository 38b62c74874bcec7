package org.posthorn.platform.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.platform.storage.StorageConfig.Postgresql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One schema of a PostgreSQL database, 15 or newer.
///
/// Writes take effect in one order: a schema that several processes may write is written with
/// serializable transactions, and a conflict is run again; one with a single writer needs no more
/// than repeatable read. Reads are a repeatable-read snapshot. Durability is the server's
/// `synchronous_commit`, which is set to `on` whatever its configuration says.
///
/// **A commit whose answer is lost** is asked for by its transaction id on a new connection. That
/// works as long as the server (or the standby that took over) is on the same timeline; after a
/// failover to another timeline an id may mean another transaction, so the outcome is unknown and
/// reported as such.
final class PostgresEngine implements SqlEngine {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresEngine.class);

  private static final int OLDEST = 15;
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 300;
  private static final Duration RESOLVE_PAUSE = Duration.ofMillis(100);
  private static final int RESOLVE_TRIES = 50;
  private static final int OPEN_TRIES = 10;

  private final Postgresql config;
  private final String schema;
  private final Ownership ownership;

  /// Whether this process has owned the schema; touched by the thread that opens, then the
  /// writer's.
  private boolean owned;

  /// The timeline of the writer's last connection; touched by the writer's thread only.
  private long timeline;

  /// Whether another process may write the same schema.
  enum Ownership {
    SHARED,
    /// The packs that belong to it are in this process's folder.
    EXCLUSIVE
  }

  PostgresEngine(Postgresql config, String schema, Ownership ownership) {
    this.config = config;
    this.schema = schema;
    this.ownership = ownership;
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public Connection openWriter() throws SQLException {
    var connection = connect();
    try {
      prepareWriter(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void prepareWriter(Connection connection) throws SQLException {
    var version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST)
      throw new StorageException(
          "%s is PostgreSQL %d; Posthorn needs %d or newer.".formatted(this, version, OLDEST));
    connection.setTransactionIsolation(
        ownership == Ownership.EXCLUSIVE
            ? Connection.TRANSACTION_REPEATABLE_READ
            : Connection.TRANSACTION_SERIALIZABLE);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      if (!hasSchema(connection)) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
        connection.commit();
      }
      statement.execute("SET synchronous_commit = on");
      if (ownership == Ownership.EXCLUSIVE) own(connection);
    }
    timeline = timeline(connection);
    connection.commit();
  }

  private boolean hasSchema(Connection connection) throws SQLException {
    var select = "SELECT 1 FROM pg_namespace WHERE nspname = ?";
    try (var statement = connection.prepareStatement(select)) {
      statement.setString(1, schema);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// A lock that lives as long as the connection. The one of our own connection that broke, or of a
  /// process that was killed, is free as soon as the server has noticed; the former is worth more
  /// patience.
  private void own(Connection connection) throws SQLException {
    for (var n = 0; n < (owned ? RESOLVE_TRIES : OPEN_TRIES); n++) {
      if (tryOwn(connection)) {
        owned = true;
        return;
      }
      connection.rollback();
      LockSupport.parkNanos(RESOLVE_PAUSE.toNanos());
    }
    throw new StorageException(
        """
        %s is in use by another Posthorn with another data folder. \
        Its packs are there, so only that one may write it; stop it first.\
        """
            .formatted(this));
  }

  private boolean tryOwn(Connection connection) throws SQLException {
    var select = "SELECT pg_try_advisory_lock(hashtext('posthorn partition'), hashtext(?))";
    try (var statement = connection.prepareStatement(select)) {
      statement.setString(1, schema);
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  @Override
  public Connection openReader() throws SQLException {
    var connection = connect();
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connect() throws SQLException {
    return connect(config, schema);
  }

  private static Connection connect(Postgresql config, String schema) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password().get());
    properties.setProperty("ApplicationName", "posthorn " + schema);
    properties.setProperty("currentSchema", schema);
    properties.setProperty("targetServerType", "primary");
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", String.valueOf(ANSWER_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    var url = "jdbc:postgresql://" + String.join(",", config.hosts()) + "/" + config.database();
    return DriverManager.getConnection(url, properties);
  }

  /// The schemas of partitions that exist.
  static List<PartitionId> partitions(Postgresql config) throws SQLException {
    var found = new ArrayList<PartitionId>();
    try (var connection = connect(config, "directory");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT nspname FROM pg_namespace WHERE nspname ~ '^p[0-9]{4}$' ORDER BY 1")) {
      while (rows.next())
        found.add(new PartitionId(Integer.parseInt(rows.getString(1).substring(1))));
    }
    return found;
  }

  @Override
  public Failure classify(SQLException failure) {
    var state = failure.getSQLState();
    if (state == null) return Failure.STATEMENT;
    return switch (state) {
      case "40001", "40P01", "55P03" -> Failure.CONFLICT;
      case "53100" -> Failure.FULL;
      // shut down, restarting, too many connections, a primary that became a standby
      case "57P01", "57P02", "57P03", "57P05", "53300", "25006" -> Failure.CONNECTION;
      default -> state.startsWith("08") ? Failure.CONNECTION : Failure.STATEMENT;
    };
  }

  @Override
  public String identity(Session writer) throws SQLException {
    try (var rows = writer.prepare("SELECT pg_current_xact_id()::text").executeQuery()) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public Outcome outcome(String identity) {
    var before = timeline;
    for (var n = 0; n < RESOLVE_TRIES; n++) {
      try (var connection = connect()) {
        if (timeline(connection) != before) return Outcome.UNKNOWN;
        var status = status(connection, identity);
        if (status.equals("committed")) return Outcome.COMMITTED;
        if (status.equals("aborted")) return Outcome.UNDONE;
        if (!status.equals("in progress")) return Outcome.UNKNOWN;
        end(connection, identity);
      } catch (SQLException e) {
        LOG.warn("{}: asking for the outcome of a commit failed: {}", this, e.getMessage());
      }
      LockSupport.parkNanos(RESOLVE_PAUSE.toNanos());
    }
    return Outcome.UNKNOWN;
  }

  private static long timeline(Connection connection) throws SQLException {
    var select =
        "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint";
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(select)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String status(Connection connection, String identity) throws SQLException {
    var select = "SELECT coalesce(pg_xact_status(?::xid8), 'forgotten')";
    try (var statement = connection.prepareStatement(select)) {
      statement.setString(1, identity);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /// Its connection is dead on our side but the server has not noticed.
  private static void end(Connection connection, String identity) throws SQLException {
    var select =
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE backend_xid = ?::xid8::xid AND usename = current_user\
        """;
    try (var statement = connection.prepareStatement(select)) {
      statement.setString(1, identity);
      statement.execute();
    }
  }

  @Override
  public String toString() {
    return config + " schema " + schema;
  }
}

package org.posthorn.platform.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection with the statements that were prepared on it. One thread at a time.
final class Session implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private @Nullable Handle handle;

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  Handle handle() {
    if (handle == null) {
      var jdbi =
          Jdbi.create(
              new ConnectionFactory() {
                @Override
                public Connection openConnection() {
                  return connection;
                }

                @Override
                public void closeConnection(Connection same) {
                  // the session closes it
                }
              });
      jdbi.setStatementBuilderFactory(_ -> new Kept());
      handle = jdbi.open();
    }
    return handle;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("closing a connection failed", e);
    }
  }

  /// Lends JDBI prepared statements and takes them back, because preparing costs more than most of
  /// ours take to run. A statement that is out is not lent again, so a query may be run while rows
  /// of the same text are still being read.
  private static final class Kept extends DefaultStatementBuilder {

    private static final int MOST = 256;

    private final Map<String, PreparedStatement> idle = new HashMap<>();

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
        throws SQLException {
      if (context.isReturningGeneratedKeys() || context.isConcurrentUpdatable())
        return super.create(connection, sql, context);
      var statement = idle.remove(sql);
      return statement != null ? statement : connection.prepareStatement(sql);
    }

    @Override
    public void close(Connection connection, @Nullable String sql, Statement statement)
        throws SQLException {
      if (sql != null
          && statement instanceof PreparedStatement mine
          && statement.getResultSetType() == java.sql.ResultSet.TYPE_FORWARD_ONLY
          && idle.size() < MOST
          && !idle.containsKey(sql)) {
        mine.clearParameters();
        idle.put(sql, mine);
      } else {
        statement.close();
      }
    }

    @Override
    public void close(Connection connection) {
      // they end with their connection
    }
  }
}

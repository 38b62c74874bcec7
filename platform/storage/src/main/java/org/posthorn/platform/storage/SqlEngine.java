package org.posthorn.platform.storage;

import java.sql.Connection;
import java.sql.SQLException;

/// What differs between the two engines below the SQL texts, for one database. Thread-safe.
interface SqlEngine extends AutoCloseable {

  Dialect dialect();

  /// A connection with auto-commit off for the one writer. The database is made if it is missing.
  Connection openWriter() throws SQLException;

  /// A connection with auto-commit off that sees a snapshot from its first query to the next
  /// commit, and cannot write.
  Connection openReader() throws SQLException;

  /// What became of the transaction that met `failure`.
  Failure classify(SQLException failure);

  /// Called by the writer after each commit, on its thread.
  default void committed() {}

  /// Called on the writer's connection before anything else in a transaction: an identity by which
  /// [#outcome] can be asked later, or the empty string if the engine answers commits itself.
  default String identity(Session writer) throws SQLException {
    return "";
  }

  /// Whether the transaction of that identity was committed, when the connection broke during its
  /// commit.
  default Outcome outcome(String identity) {
    return Outcome.UNDONE;
  }

  @Override
  default void close() {}

  /// The kinds of failure that the writer treats differently.
  enum Failure {
    /// The statement's own fault.
    STATEMENT,
    /// Another transaction was in the way; the same work will succeed when it is run again.
    CONFLICT,
    /// The connection is gone.
    CONNECTION,
    /// No room.
    FULL
  }

  /// What became of a commit.
  enum Outcome {
    COMMITTED,
    UNDONE,
    UNKNOWN
  }
}

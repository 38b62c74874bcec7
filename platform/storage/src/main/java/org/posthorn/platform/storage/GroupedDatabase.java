package org.posthorn.platform.storage;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.SqlEngine.Failure;
import org.posthorn.platform.storage.StorageException.Full;
import org.posthorn.platform.storage.StorageException.Unavailable;

/// A database with one [GroupWriter] and some readers. Any thread.
final class GroupedDatabase implements Database, AutoCloseable {

  private final SqlEngine engine;
  private final Sessions readers;
  private final GroupWriter writer;

  GroupedDatabase(SqlEngine engine, Sessions readers, GroupWriter writer) {
    this.engine = engine;
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return writer.write(List.of(), work);
  }

  <T extends @Nullable Object> T write(List<PreparedBlob> blobs, Work<T> work) {
    return writer.write(blobs, work);
  }

  /// See [GroupWriter#writeAlone].
  <T extends @Nullable Object> T writeAlone(Work<T> work) {
    return writer.writeAlone(work);
  }

  /// An interrupt would close the socket of a connection to PostgreSQL: the caller has its flag
  /// back afterwards, and one that comes meanwhile costs a second try.
  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    var interrupted = Thread.interrupted();
    try {
      return readTwice(work);
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private <T extends @Nullable Object> T readTwice(Work<T> work) {
    try {
      return readOnce(work);
    } catch (SQLException e) {
      if (engine.classify(e) != Failure.CONNECTION) throw failure(e);
    } catch (RuntimeException e) {
      var sql = GroupWriter.sqlCause(e);
      if (sql == null) throw e;
      if (engine.classify(sql) != Failure.CONNECTION) throw failure(sql);
    }
    // The server went away or a failover moved it: the idle connections are as dead as this one.
    readers.closeIdle();
    var interrupted = Thread.interrupted();
    try {
      return readAgain(work);
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private <T extends @Nullable Object> T readAgain(Work<T> work) {
    try {
      return readOnce(work);
    } catch (SQLException e) {
      throw failure(e);
    } catch (RuntimeException e) {
      var sql = GroupWriter.sqlCause(e);
      throw sql == null ? e : failure(sql);
    }
  }

  private <T extends @Nullable Object> T readOnce(Work<T> work) throws SQLException {
    var session = readers.borrow();
    var transaction = new SessionTransaction(engine.dialect(), session, null);
    var ended = false;
    try {
      var result = work.run(transaction);
      transaction.end();
      session.commit();
      ended = true;
      return result;
    } finally {
      transaction.end();
      if (ended || tryRollback(session)) readers.giveBack(session);
      else readers.discard(session);
    }
  }

  private static boolean tryRollback(Session session) {
    try {
      session.rollback();
      return true;
    } catch (SQLException _) {
      return false; // the connection is gone; the first failure tells
    }
  }

  private StorageException failure(SQLException e) {
    var text = "Reading the database %s failed: %s".formatted(engine, e.getMessage());
    return switch (engine.classify(e)) {
      case CONNECTION, CONFLICT -> new Unavailable(text, e);
      case FULL -> new Full(text, e);
      case STATEMENT -> new StorageException(text, e);
    };
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    engine.close();
  }
}

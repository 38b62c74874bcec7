package org.posthorn.platform.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// One SQLite file in WAL mode.
///
/// A thread of its own copies the log back into the file (a checkpoint) beside the writer, woken
/// when [#CHECKPOINT_FRAMES] pages wait; under a load that never leaves it a gap the writer does it
/// itself at [#LIMIT_FRAMES], so the log stays near that size as long as no reader keeps an old
/// snapshot open.
///
/// Choices: no memory map, because a read error of the disk inside a map kills the whole process;
/// page cache per connection small for readers, since the kernel's cache is behind it; foreign keys
/// on; a busy timeout only for the moments when another connection recovers or resets the log.
final class SqliteEngine implements SqlEngine {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteEngine.class);

  static final int CHECKPOINT_FRAMES = 1024;
  static final int LIMIT_FRAMES = 16 * CHECKPOINT_FRAMES;
  private static final int LOG_LIMIT_BYTES = LIMIT_FRAMES * 4096;
  private static final int BUSY_MILLIS = 10_000;
  private static final int WRITER_CACHE_KIB = 32 * 1024;
  private static final int READER_CACHE_KIB = 4 * 1024;

  private final Path file;
  private final Durability durability;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Thread checkpointer;
  private boolean due;
  private boolean closed;

  /// The writer's own connection and statement, touched by its thread only.
  private @Nullable Connection writer;

  private @Nullable PreparedStatement frames;

  SqliteEngine(Path file, Durability durability) {
    this.file = file;
    this.durability = durability;
    this.checkpointer =
        Thread.ofPlatform().daemon().name("checkpoint " + name()).unstarted(this::checkpoints);
  }

  private String name() {
    return file.toString();
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public Connection openWriter() throws SQLException {
    var config = config();
    config.setCacheSize(-WRITER_CACHE_KIB);
    var connection = open(config);
    writer = connection;
    frames = null;
    connection.setAutoCommit(false);
    if (checkpointer.getState() == Thread.State.NEW) checkpointer.start();
    return connection;
  }

  @Override
  public Connection openReader() throws SQLException {
    var config = config();
    config.setCacheSize(-READER_CACHE_KIB);
    var connection = open(config);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(
        durability == Durability.SYNCED
            ? SQLiteConfig.SynchronousMode.FULL
            : SQLiteConfig.SynchronousMode.OFF);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setWalAutocheckpoint(0);
    config.setJournalSizeLimit(LOG_LIMIT_BYTES);
    // The driver would otherwise ask for last_insert_rowid() around each insert; RETURNING serves.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private Connection open(SQLiteConfig config) throws SQLException {
    Properties properties = config.toProperties();
    return new org.sqlite.JDBC().connect("jdbc:sqlite:" + file, properties);
  }

  @Override
  public Failure classify(SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) return Failure.STATEMENT;
    var code = sqlite.getResultCode();
    if (code == SQLiteErrorCode.SQLITE_FULL) return Failure.FULL;
    return switch (code.code & 0xff) {
      case 5, 6 -> Failure.CONFLICT; // BUSY, LOCKED
      case 10, 14, 15 -> Failure.CONNECTION; // IOERR, CANTOPEN, PROTOCOL
      default -> Failure.STATEMENT;
    };
  }

  @Override
  public void committed() {
    var waiting = waitingFrames();
    if (waiting < CHECKPOINT_FRAMES) return;
    if (waiting >= LIMIT_FRAMES && writer != null) checkpoint(writer);
    lock.lock();
    try {
      due = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Pages in the log that are not yet in the file; asked, because the log's length on disk stays
  /// when it starts over from its beginning.
  private long waitingFrames() {
    try {
      if (frames == null) {
        if (writer == null) return 0;
        frames = writer.prepareStatement("PRAGMA wal_checkpoint(NOOP)");
      }
      try (var rows = frames.executeQuery()) {
        return rows.next() ? rows.getLong(2) - rows.getLong(3) : 0;
      }
    } catch (SQLException e) {
      LOG.warn("{}: cannot see the size of the log: {}", name(), e.getMessage());
      return CHECKPOINT_FRAMES;
    }
  }

  private void checkpoints() {
    Connection connection = null;
    try {
      connection = open(config());
      while (awaitDue()) checkpoint(connection);
    } catch (SQLException e) {
      LOG.error("{}: no checkpoints any more, the log will grow until a restart", name(), e);
    } finally {
      closeQuietly(connection);
    }
  }

  private boolean awaitDue() {
    lock.lock();
    try {
      while (!due && !closed) wake.awaitUninterruptibly();
      due = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void checkpoint(Connection connection) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      rows.next();
    } catch (SQLException e) {
      // Nothing is lost: the log still has everything, and the next one tries again.
      LOG.warn("{}: checkpoint failed: {}", name(), e.getMessage());
    }
  }

  private void closeQuietly(@Nullable Connection connection) {
    try {
      if (connection != null) connection.close();
    } catch (SQLException e) {
      LOG.warn("{}: closing a connection failed: {}", name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
    Threads.join(checkpointer);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}

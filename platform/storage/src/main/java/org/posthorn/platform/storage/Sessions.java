package org.posthorn.platform.storage;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.posthorn.platform.storage.StorageException.Unavailable;

/// The reading connections of one database: at most `limit`, opened when first needed, the one used
/// last lent first so that few stay warm. Any thread; a caller waits for its turn, and for no
/// longer than [#PATIENCE_SECONDS], so that a read inside a read, which could otherwise wait for
/// itself, ends with an error.
final class Sessions implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final SqlEngine engine;
  private final int limit;
  private final Semaphore turns;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Sessions(SqlEngine engine, int limit) {
    this.engine = engine;
    this.limit = limit;
    this.turns = new Semaphore(limit);
  }

  Session borrow() throws SQLException {
    if (!turns.tryAcquire()) awaitTurn();
    try {
      if (closed) throw new Unavailable("The database %s is closed.".formatted(engine), null);
      var session = idle.pollFirst();
      return session != null ? session : new Session(engine.openReader());
    } catch (SQLException | RuntimeException e) {
      turns.release();
      throw e;
    }
  }

  private void awaitTurn() {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    if (Threads.acquire(turns, deadline)) return;
    throw new Unavailable(
        "All %d connections to %s were busy for %d s.".formatted(limit, engine, PATIENCE_SECONDS),
        null);
  }

  /// Takes back a session whose transaction has ended.
  void giveBack(Session session) {
    idle.addFirst(session);
    turns.release();
    if (closed) closeIdle();
  }

  /// Ends a session that can no longer be trusted.
  void discard(Session session) {
    turns.release();
    session.close();
  }

  /// The connections that wait are as broken as the one that just failed.
  void closeIdle() {
    for (var session = idle.poll(); session != null; session = idle.poll()) session.close();
  }

  @Override
  public void close() {
    closed = true;
    closeIdle();
  }
}

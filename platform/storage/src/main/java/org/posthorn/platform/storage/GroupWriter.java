package org.posthorn.platform.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.SqlEngine.Failure;
import org.posthorn.platform.storage.StorageException.Full;
import org.posthorn.platform.storage.StorageException.Unavailable;
import org.posthorn.platform.storage.WriteRequest.Company;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of a database: a platform thread (the driver's native calls would hold a virtual
/// one's carrier) that takes whatever waits, writes its blobs, runs it in one transaction, commits
/// once and lets all callers go. There is no timer: a lone write is a group of one.
///
/// **A write that fails, fails alone.** When one of a group fails, the transaction is rolled back
/// and the group is run again in three parts: those before it, it alone, those after it. A failure
/// that cannot be blamed on one (a full disk, a refused commit) splits the group into single
/// writes.
///
/// **Order**: writes take effect in the order in which they were handed in.
final class GroupWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
  private static final int MOST_WRITES = 512;
  private static final long MOST_BYTES = 32L << 20;

  /// How often a group is run again after a conflict or on a new connection; the pauses double and
  /// add up to some three seconds.
  private static final int ATTEMPTS = 8;

  private static final long FIRST_PAUSE_NANOS = 12_500_000;

  private final SqlEngine engine;
  private final @Nullable PackWriter packs;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Deque<WriteRequest<?>> waiting = new ArrayDeque<>();
  private boolean closed;

  /// The thread's own.
  private @Nullable Session session;

  GroupWriter(String name, SqlEngine engine, Session first, @Nullable PackWriter packs) {
    this.engine = engine;
    this.session = first;
    this.packs = packs;
    this.thread = Thread.ofPlatform().name("writer " + name).start(this::run);
  }

  <T extends @Nullable Object> T write(List<PreparedBlob> blobs, Work<T> wanted) {
    return write(new WriteRequest<T>(blobs, wanted, Company.ANY));
  }

  /// A write that shares neither its transaction nor the time between append and commit.
  <T extends @Nullable Object> T writeAlone(Work<T> wanted) {
    return write(new WriteRequest<T>(List.of(), wanted, Company.NONE));
  }

  private <T extends @Nullable Object> T write(WriteRequest<T> request) {
    if (Thread.currentThread().equals(thread))
      throw new IllegalStateException("a write inside a write would wait for itself");
    lock.lock();
    try {
      if (closed) throw new Unavailable("The database %s is closed.".formatted(engine), null);
      waiting.add(request);
      work.signal();
    } finally {
      lock.unlock();
    }
    return request.await();
  }

  private void run() {
    for (var group = take(); !group.isEmpty(); group = take()) {
      try {
        process(group);
      } catch (Throwable e) { // thread top: whatever happens, no caller may wait for ever
        LOG.error("writer of {}: unexpected failure", engine, e);
        reset();
        failAll(group, new StorageException("The write failed unexpectedly: " + e, e));
      }
    }
    if (packs != null) packs.close();
    closeSession();
  }

  private static void failAll(List<WriteRequest<?>> group, StorageException cause) {
    for (var request : group) if (!request.isDone()) request.fail(cause);
  }

  /// The next group; empty when the writer was closed and everything is done.
  private List<WriteRequest<?>> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) work.awaitUninterruptibly();
      var group = new ArrayList<WriteRequest<?>>(Math.min(waiting.size(), MOST_WRITES));
      var bytes = 0L;
      while (!waiting.isEmpty() && group.size() < MOST_WRITES && bytes < MOST_BYTES) {
        if (!group.isEmpty() && waiting.element().isAlone()) break;
        var next = waiting.remove();
        group.add(next);
        if (next.isAlone()) break;
        for (var blob : next.blobs()) bytes += blob.length();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void process(List<WriteRequest<?>> group) {
    var parts = new ArrayDeque<List<WriteRequest<?>>>();
    parts.add(group);
    while (!parts.isEmpty()) {
      var rest = settle(parts.remove());
      for (var part : rest.reversed()) if (!part.isEmpty()) parts.addFirst(part);
    }
  }

  /// Tries to commit these together and answers those whose fate is known; returns the others, in
  /// the parts in which they are to be tried again.
  private List<List<WriteRequest<?>>> settle(List<WriteRequest<?>> part) {
    switch (attempt(part)) {
      case Attempt.Committed _ -> part.forEach(WriteRequest::succeed);
      case Attempt.Impossible(var cause) -> part.forEach(request -> failed(request, cause));
      case Attempt.Refused(var index, var cause) -> {
        if (part.size() > 1) return split(part, index);
        failed(part.getFirst(), cause);
      }
    }
    return List.of();
  }

  private static List<List<WriteRequest<?>>> split(List<WriteRequest<?>> part, int index) {
    if (index >= 0)
      return List.of(
          part.subList(0, index),
          part.subList(index, index + 1),
          part.subList(index + 1, part.size()));
    var singles = new ArrayList<List<WriteRequest<?>>>(part.size());
    for (var request : part) singles.add(List.of(request));
    return singles;
  }

  private void failed(WriteRequest<?> request, Throwable cause) {
    if (packs != null && request.isPlaced())
      for (var i = 0; i < request.blobs().size(); i++) packs.unneeded(request.placeOf(i));
    request.fail(cause);
  }

  /// What one try to commit a group came to.
  private sealed interface Attempt {
    record Committed() implements Attempt {}

    /// Nothing of it happened: because of the write at `index`, or, if that is -1, of some.
    record Refused(int index, Throwable cause) implements Attempt {}

    /// None of it can happen now, however it is split.
    record Impossible(Throwable cause) implements Attempt {}
  }

  private Attempt attempt(List<WriteRequest<?>> part) {
    for (var n = 1; ; n++) {
      try {
        appendBlobs(part);
      } catch (IOException e) {
        return new Attempt.Refused(-1, packFailure(e));
      }
      var outcome = transact(part, n);
      if (outcome != null) return outcome;
    }
  }

  /// Null if it is to be run again.
  private @Nullable Attempt transact(List<WriteRequest<?>> part, int n) {
    var index = -1;
    try {
      var current = session();
      var identity = engine.identity(current);
      for (index = 0; index < part.size(); index++) run(current, part.get(index));
      index = -1;
      if (packs != null) noteBlobs(current, packs, part);
      return commit(current, identity, part);
    } catch (SQLException e) {
      return failure(index, e, n);
    } catch (RuntimeException | Error e) {
      var sql = sqlCause(e);
      if (sql != null) return failure(index, sql, n);
      rollback();
      return new Attempt.Refused(index, e);
    }
  }

  private void run(Session current, WriteRequest<?> request) throws SQLException {
    var transaction = new SessionTransaction(engine.dialect(), current, request);
    try {
      request.run(transaction);
    } finally {
      transaction.end();
    }
  }

  private Attempt commit(Session current, String identity, List<WriteRequest<?>> part)
      throws SQLException {
    try {
      current.commit();
    } catch (SQLException e) {
      if (engine.classify(e) != Failure.CONNECTION) throw e;
      // Running it again could apply it twice, so first find out.
      reset();
      switch (engine.outcome(identity)) {
        case COMMITTED -> LOG.warn("writer of {}: lost the connection after a commit", engine);
        case UNDONE -> throw e;
        case UNKNOWN -> {
          doubt(part);
          var text = text("was lost during a commit whose outcome is unknown", e);
          return new Attempt.Impossible(new Unavailable(text, e));
        }
      }
    }
    if (packs != null) packs.committed();
    engine.committed();
    return new Attempt.Committed();
  }

  private void doubt(List<WriteRequest<?>> part) {
    if (packs == null) return;
    for (var request : part) packs.doubt(request.placed());
  }

  private @Nullable Attempt failure(int index, SQLException sql, int n) {
    return switch (engine.classify(sql)) {
      case STATEMENT -> {
        rollback();
        yield new Attempt.Refused(index, statementFailure(sql));
      }
      case FULL -> {
        rollback();
        yield new Attempt.Refused(-1, new Full(text("has no room", sql), sql));
      }
      case CONFLICT -> {
        rollback();
        if (n == ATTEMPTS)
          yield new Attempt.Refused(-1, new Unavailable(text("is busy", sql), sql));
        yield null;
      }
      case CONNECTION -> {
        reset();
        if (n == ATTEMPTS)
          yield new Attempt.Impossible(new Unavailable(text("cannot be used", sql), sql));
        LockSupport.parkNanos(FIRST_PAUSE_NANOS << n);
        yield null;
      }
    };
  }

  private StorageException statementFailure(SQLException sql) {
    return new StorageException(text("refused a statement", sql), sql);
  }

  private String text(String what, SQLException sql) {
    return "The database %s %s: %s".formatted(engine, what, sql.getMessage());
  }

  static @Nullable SQLException sqlCause(Throwable e) {
    for (var cause = e.getCause(); cause != null; cause = cause.getCause())
      if (cause instanceof SQLException sql) return sql;
    return null;
  }

  private void appendBlobs(List<WriteRequest<?>> part) throws IOException {
    if (packs == null) return;
    var blobs = new ArrayList<EncodedBlob>();
    var unplaced = new ArrayList<WriteRequest<?>>();
    for (var request : part) {
      if (request.isPlaced()) continue;
      blobs.addAll(request.blobs());
      unplaced.add(request);
    }
    if (blobs.isEmpty()) return;
    List<Place> places;
    try {
      places = appendSynced(packs, blobs);
    } catch (IOException first) {
      if (isFull(first)) throw first;
      places = appendSynced(packs, blobs); // into a new pack, see PackWriter
    }
    var next = places.iterator();
    for (var request : unplaced)
      for (var i = 0; i < request.blobs().size(); i++) request.place(i, next.next());
  }

  private static List<Place> appendSynced(PackWriter packs, List<EncodedBlob> blobs)
      throws IOException {
    var places = packs.append(blobs);
    try {
      packs.sync();
    } catch (IOException e) {
      places.forEach(packs::unneeded);
      throw e;
    }
    return places;
  }

  private static void noteBlobs(Session current, PackWriter writer, List<WriteRequest<?>> part)
      throws SQLException {
    var unneeded = new ArrayList<Place>();
    for (var request : part)
      for (var i = 0; i < request.blobs().size(); i++)
        if (!request.isUsed(i)) unneeded.add(request.placeOf(i));
    Blobs.note(current, writer.changesWith(unneeded));
  }

  static boolean isFull(IOException e) {
    var text = String.valueOf(e.getMessage());
    return text.contains("No space left") || text.contains("quota exceeded");
  }

  private StorageException packFailure(IOException e) {
    return isFull(e)
        ? new Full("No room for blobs of %s: %s".formatted(engine, e.getMessage()), e)
        : new StorageException("Cannot write blobs of %s: %s".formatted(engine, e.getMessage()), e);
  }

  private Session session() throws SQLException {
    var current = session;
    if (current == null) {
      current = new Session(engine.openWriter());
      session = current;
    }
    return current;
  }

  private void rollback() {
    try {
      if (session != null) session.rollback();
    } catch (SQLException e) {
      LOG.warn("writer of {}: rollback failed, connecting again: {}", engine, e.getMessage());
      reset();
    }
  }

  /// The next attempt makes a new connection.
  private void reset() {
    closeSession();
    session = null;
  }

  private void closeSession() {
    if (session != null) session.close();
  }

  /// Finishes what was handed in, refuses what comes now.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    Threads.join(thread);
  }
}

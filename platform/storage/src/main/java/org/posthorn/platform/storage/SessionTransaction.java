package org.posthorn.platform.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The transaction that a [Work] sees. Ends with it.
final class SessionTransaction implements Transaction {

  private final Dialect dialect;
  private final Session session;

  /// The write that it belongs to; null in a read.
  private final @Nullable WriteRequest<?> request;

  private boolean ended;

  SessionTransaction(Dialect dialect, Session session, @Nullable WriteRequest<?> request) {
    this.dialect = dialect;
    this.session = session;
    this.request = request;
  }

  void end() {
    ended = true;
  }

  private Session session() {
    if (ended) throw new IllegalStateException("the transaction has ended");
    return session;
  }

  /// The write that it belongs to.
  WriteRequest<?> write() {
    if (request == null) throw new IllegalStateException("this transaction only reads");
    return request;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public Handle handle() {
    return session().handle();
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    return session().prepare(sql);
  }

  @Override
  public BlobId keep(long owner, PreparedBlob blob) throws SQLException {
    var write = write();
    return Blobs.keep(session(), owner, write, write.indexOf(blob));
  }

  @Override
  public void retain(BlobId blob) throws SQLException {
    write();
    Blobs.retain(session(), blob);
  }

  @Override
  public void release(BlobId blob) throws SQLException {
    write();
    Blobs.release(session(), blob);
  }
}

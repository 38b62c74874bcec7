package org.posthorn.platform.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/// An open transaction, valid only inside the [Work] that it was handed to, on that thread.
public interface Transaction {

  Dialect dialect();

  /// JDBI on this transaction's connection, for everything but the hottest paths.
  Handle handle();

  /// A statement that is prepared once per connection and kept; do not close it. The result set
  /// must be read before the same text is prepared again. For the hottest paths.
  PreparedStatement prepare(String sql) throws SQLException;

  /// Makes `owner` (an account id) hold `blob`, which was given to [Partition#write]. The same
  /// bytes are held once per owner and counted; write transactions of partitions only.
  BlobId keep(long owner, PreparedBlob blob) throws SQLException;

  /// Counts one more holder of a blob that the same owner has already.
  void retain(BlobId blob) throws SQLException;

  /// Counts one holder less; the last one makes its bytes garbage, which compaction removes later.
  void release(BlobId blob) throws SQLException;
}

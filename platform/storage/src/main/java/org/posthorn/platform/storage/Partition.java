package org.posthorn.platform.storage;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mail of some accounts: a database and the packs that hold its blobs. It can be backed up,
/// moved and lost alone.
public interface Partition extends Database {

  PartitionId id();

  /// As [#write(Work)], with blobs that are on disk before `work` runs; `work` names them by
  /// [Transaction#keep].
  <T extends @Nullable Object> T write(List<PreparedBlob> blobs, Work<T> work);

  /// The bytes of a blob from `offset` on. A blob that is gone or damaged is a [StorageException]
  /// that says which.
  InputStream open(BlobId blob, long offset);

  /// At most `length` bytes of a blob from `offset` on; fewer only at its end.
  byte[] bytes(BlobId blob, long offset, int length);
}

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

  /// For reading some blobs one after the other, whose places are found at once. Ask for some
  /// hundred at a time.
  BlobReader reader(List<BlobId> blobs);

  /// See [BlobReader#open].
  default InputStream open(BlobId blob, long offset) {
    return reader(List.of(blob)).open(blob, offset);
  }

  /// See [BlobReader#bytes].
  default byte[] bytes(BlobId blob, long offset, int length) {
    return reader(List.of(blob)).bytes(blob, offset, length);
  }
}

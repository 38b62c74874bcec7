package org.posthorn.platform.storage;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads some blobs of a partition, one after the other, on one thread at a time. It holds no
/// connection and no file; of the blob that was read last it keeps one frame, so that whoever reads
/// first the beginning and then the rest of a message decompresses it once.
///
/// A blob that is gone or damaged is a [StorageException] that says which.
public final class BlobReader {

  private final PackedPartition partition;
  private final Map<BlobId, Blobs.Row> rows;
  private @Nullable OpenBlob last;

  BlobReader(PackedPartition partition, Map<BlobId, Blobs.Row> rows) {
    this.partition = partition;
    this.rows = rows;
  }

  /// The bytes of a blob from `offset` on; not beyond its end.
  public InputStream open(BlobId blob, long offset) {
    return open(blob, offset, Long.MAX_VALUE);
  }

  /// At most `length` bytes of a blob from `offset` on; fewer only at its end.
  public InputStream open(BlobId blob, long offset, long length) {
    if (offset < 0 || length < 0) throw new IllegalArgumentException(offset + ", " + length);
    var opened = opened(blob);
    var from = Math.min(offset, opened.size());
    return new BlobStream(opened, from, from + Math.min(length, opened.size() - from));
  }

  /// At most `length` bytes of a blob from `offset` on; fewer only at its end.
  public byte[] bytes(BlobId blob, long offset, int length) {
    if (offset < 0 || length < 0) throw new IllegalArgumentException(offset + ", " + length);
    var opened = opened(blob);
    var wanted = new byte[(int) Math.min(length, Math.max(0, opened.size() - offset))];
    var n = opened.fill(offset, wanted, 0, wanted.length);
    return n == wanted.length ? wanted : Arrays.copyOf(wanted, n);
  }

  private OpenBlob opened(BlobId blob) {
    var opened = last;
    if (opened == null || !opened.id().equals(blob)) {
      opened = new OpenBlob(partition, blob, rows.get(blob));
      last = opened;
    }
    return opened;
  }
}

package org.posthorn.platform.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A blob that is being read, frame by frame; holds one decompressed. Finds its record again when
/// compaction moves it. One thread at a time.
final class OpenBlob {

  private final PackedPartition partition;
  private final BlobId id;
  private RecordReader record;
  private int loaded = -1;
  private byte[] frame = new byte[0];

  OpenBlob(PackedPartition partition, BlobId id, Blobs.@Nullable Row known) {
    this.partition = partition;
    this.id = id;
    this.record = partition.record(id, known);
  }

  BlobId id() {
    return id;
  }

  long size() {
    return record.header().size();
  }

  int frameSize() {
    return record.header().frameSize();
  }

  /// As much as there is from `position` on, up to `length`.
  int fill(long position, byte[] to, int offset, int length) {
    var filled = 0;
    while (filled < length && position + filled < size()) {
      load(position + filled);
      var at = (int) ((position + filled) % frameSize());
      var n = Math.min(frame.length - at, length - filled);
      System.arraycopy(frame, at, to, offset + filled, n);
      filled += n;
    }
    return filled;
  }

  /// How much from `position` on needs no reading.
  int available(long position) {
    var isHere = loaded >= 0 && position < size() && position / frameSize() == loaded;
    return isHere ? frame.length - (int) (position % frameSize()) : 0;
  }

  private void load(long position) {
    var wanted = (int) (position / frameSize());
    while (wanted != loaded) {
      try {
        frame = record.frame(wanted);
        loaded = wanted;
      } catch (PackGone _) {
        record = partition.record(id, null);
      } catch (IOException e) {
        throw partition.failure(id, e);
      }
    }
  }
}

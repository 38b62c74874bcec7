package org.posthorn.platform.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.StorageException.Damaged;

/// A partition: a database, and packs in a folder. Any thread.
final class PackedPartition implements Partition, AutoCloseable {

  /// How often compaction may move a blob between looking it up and opening its pack.
  private static final int MOVES = 8;

  private final PartitionId id;
  private final GroupedDatabase database;
  private final PackChannels packs;
  private final Path folder;
  private final Compaction compaction;

  PackedPartition(PartitionId id, GroupedDatabase database, PackWriter writer, Path folder) {
    this.id = id;
    this.database = database;
    this.folder = folder;
    this.packs = new PackChannels(folder);
    this.compaction = new Compaction(id, database, writer, packs, folder);
  }

  @Override
  public PartitionId id() {
    return id;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.read(work);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return database.write(work);
  }

  @Override
  public <T extends @Nullable Object> T write(List<PreparedBlob> blobs, Work<T> work) {
    return database.write(blobs, work);
  }

  @Override
  public InputStream open(BlobId blob, long offset) {
    var stream = new BlobStream(blob);
    stream.seek(offset);
    return stream;
  }

  @Override
  public byte[] bytes(BlobId blob, long offset, int length) {
    if (offset < 0 || length < 0) throw new IllegalArgumentException(offset + ", " + length);
    var stream = new BlobStream(blob);
    stream.seek(offset);
    var wanted = new byte[(int) Math.min(length, Math.max(0, stream.size() - offset))];
    var n = stream.fill(wanted, 0, wanted.length);
    return n == wanted.length ? wanted : Arrays.copyOf(wanted, n);
  }

  /// One thread at a time.
  Compaction.Result compact(BooleanSupplier stopping) throws IOException {
    return compaction.run(stopping);
  }

  CheckReport check(StorageCheck check, Dialect dialect) throws IOException {
    return check
        .database(id.toString(), database, dialect)
        .plus(check.packs(id, database, packs, folder));
  }

  private RecordReader reader(BlobId blob) {
    for (var moves = 0; moves < MOVES; moves++) {
      var row = database.read(tx -> Blobs.find(tx, blob));
      if (row == null)
        throw new StorageException("There is no blob %d in %s.".formatted(blob.value(), id));
      try {
        var reader = new RecordReader(packs, row.place());
        if (reader.header().size() != row.size())
          throw new Damaged(
              "Blob %d of %s should have %d octets, its record in pack %d has %d."
                  .formatted(
                      blob.value(), id, row.size(), row.place().pack(), reader.header().size()),
              null);
        return reader;
      } catch (PackGone _) {
        // compaction moved it after the row was read
      } catch (IOException e) {
        throw failure(blob, e);
      }
    }
    throw new Damaged(
        "Blob %d of %s is in a pack that is missing. Restore the packs from a backup."
            .formatted(blob.value(), id),
        null);
  }

  private StorageException failure(BlobId blob, IOException e) {
    return new StorageException(
        "Cannot read blob %d of %s: %s".formatted(blob.value(), id, e.getMessage()), e);
  }

  @Override
  public void close() {
    database.close();
    try {
      packs.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads frame by frame; holds one decompressed. Finds its record again when compaction moves it.
  private final class BlobStream extends InputStream {

    private final BlobId blob;
    private RecordReader reader;
    private long position;
    private int loaded = -1;
    private byte[] frame = new byte[0];

    BlobStream(BlobId blob) {
      this.blob = blob;
      this.reader = reader(blob);
    }

    long size() {
      return reader.header().size();
    }

    void seek(long offset) {
      if (offset < 0) throw new IllegalArgumentException("offset " + offset);
      position = Math.min(offset, size());
    }

    /// As much as there is, up to `length`.
    int fill(byte[] to, int offset, int length) {
      var filled = 0;
      while (filled < length && position < size()) {
        load();
        var at = (int) (position % reader.header().frameSize());
        var n = Math.min(frame.length - at, length - filled);
        System.arraycopy(frame, at, to, offset + filled, n);
        position += n;
        filled += n;
      }
      return filled;
    }

    private void load() {
      var wanted = (int) (position / reader.header().frameSize());
      while (wanted != loaded) {
        try {
          frame = reader.frame(wanted);
          loaded = wanted;
        } catch (PackGone _) {
          reader = reader(blob);
        } catch (IOException e) {
          throw failure(blob, e);
        }
      }
    }

    @Override
    public int read() {
      var one = new byte[1];
      return fill(one, 0, 1) == 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (length == 0) return 0;
      if (position >= size()) return -1;
      // no more than one frame at a time, so that a consumer sees the first octets early
      return fill(to, offset, Math.min(length, reader.header().frameSize()));
    }

    @Override
    public int available() {
      if (loaded < 0 || position >= size()) return 0;
      var frameSize = reader.header().frameSize();
      return position / frameSize == loaded ? frame.length - (int) (position % frameSize) : 0;
    }

    @Override
    public long skip(long octets) {
      var before = position;
      if (octets > 0) seek(Math.min(size(), position + octets));
      return position - before;
    }
  }
}

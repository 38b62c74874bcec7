package org.posthorn.platform.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  public BlobReader reader(List<BlobId> blobs) {
    var rows = blobs.isEmpty() ? Map.<BlobId, Blobs.Row>of() : rows(blobs);
    return new BlobReader(this, rows);
  }

  private Map<BlobId, Blobs.Row> rows(List<BlobId> blobs) {
    if (blobs.size() > 1) return database.read(tx -> Blobs.findAll(tx, blobs));
    var row = row(blobs.getFirst());
    return row == null ? Map.of() : Map.of(blobs.getFirst(), row);
  }

  private Blobs.@Nullable Row row(BlobId blob) {
    return database.read(tx -> Blobs.find(tx, blob));
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

  /// @param known where it was when it was looked up, if it was
  RecordReader record(BlobId blob, Blobs.@Nullable Row known) {
    for (var moves = 0; moves < MOVES; moves++) {
      var row = moves == 0 && known != null ? known : row(blob);
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

  StorageException failure(BlobId blob, IOException e) {
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
}

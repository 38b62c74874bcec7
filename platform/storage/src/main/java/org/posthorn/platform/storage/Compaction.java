package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.posthorn.platform.storage.StorageException.Damaged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives back the room of records that no blob names: moves what is still needed out of packs that
/// are mostly garbage, then deletes them. One thread at a time, beside readers and the writer.
///
/// A record is moved by an ordinary write (the copy is on disk before the rows name it), a pack
/// leaves the database before its file goes, and a file that the database does not know is garbage:
/// so a kill at any moment leaves at worst something to delete next time. A reader that finds the
/// file gone looks the blob up again.
final class Compaction {

  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /// A batch (at most 128 records, see LIVE) holds up other writes while it is appended.
  private static final long BATCH_BYTES = 4L << 20;

  /// Larger records are copied from file to file.
  private static final long IN_MEMORY_BYTES = 1 << 20;

  private final PartitionId id;
  private final GroupedDatabase database;
  private final PackWriter writer;
  private final PackChannels channels;
  private final Path folder;

  Compaction(
      PartitionId id,
      GroupedDatabase database,
      PackWriter writer,
      PackChannels channels,
      Path folder) {
    this.id = id;
    this.database = database;
    this.writer = writer;
    this.channels = channels;
    this.folder = folder;
  }

  /// What one run did.
  ///
  /// @param packs files deleted
  /// @param bytes length of those files
  /// @param moved records copied out of them
  record Result(int packs, long bytes, int moved) {
    Result plus(Result other) {
      return new Result(packs + other.packs, bytes + other.bytes, moved + other.moved);
    }
  }

  /// Ends after the pack at hand when it is `stopping`.
  Result run(BooleanSupplier stopping) throws IOException {
    var result = deleteUnknown();
    for (var pack : candidates()) {
      if (stopping.getAsBoolean()) break;
      try {
        var moved = moveLive(pack);
        if (remove(pack)) result = result.plus(delete(pack, moved));
        else result = result.plus(new Result(0, 0, moved));
      } catch (Damaged e) {
        LOG.error("{}: pack {} is left alone: {}", id, pack, e.getMessage());
      }
    }
    return result;
  }

  private static final String CANDIDATES =
      "SELECT id FROM pack WHERE dead_bytes * 2 >= bytes - ? ORDER BY id";

  private List<Integer> candidates() {
    return database.read(tx -> {
      var statement = tx.prepare(CANDIDATES);
      statement.setInt(1, PackReader.HEADER);
      var packs = new ArrayList<Integer>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) packs.add(rows.getInt(1));
      }
      return packs;
    });
  }

  private static final String LIVE =
      """
      SELECT DISTINCT position, stored_length FROM blob WHERE pack = ? AND position > ?
      ORDER BY position LIMIT 128\
      """;

  private List<Place> live(int pack, long after) {
    return database.read(tx -> {
      var statement = tx.prepare(LIVE);
      statement.setInt(1, pack);
      statement.setLong(2, after);
      var places = new ArrayList<Place>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) places.add(new Place(pack, rows.getLong(1), rows.getLong(2)));
      }
      return places;
    });
  }

  private int moveLive(int pack) throws IOException {
    // appending to the very pack that is emptied would never end
    if (database.writeAlone(_ -> writer.pack() == pack)) return 0;
    var moved = 0;
    var after = 0L;
    for (var places = live(pack, after); !places.isEmpty(); places = live(pack, after)) {
      var batch = new ArrayList<Place>();
      var bytes = 0L;
      for (var place : places) {
        batch.add(place);
        bytes += place.length();
        if (bytes >= BATCH_BYTES) break;
      }
      move(batch);
      moved += batch.size();
      after = batch.getLast().position();
    }
    return moved;
  }

  private static final String MOVE =
      "UPDATE blob SET pack = ?, position = ? WHERE pack = ? AND position = ?";

  private void move(List<Place> places) throws IOException {
    var copies = new ArrayList<PreparedBlob>(places.size());
    for (var place : places) copies.add(copy(place));
    database.write(
        copies,
        tx -> {
          var request = ((SessionTransaction) tx).write();
          for (var i = 0; i < places.size(); i++) move(tx, places.get(i), request, i);
          return null;
        });
  }

  /// A record that lost its last holder meanwhile is left behind, and its copy is garbage.
  private static void move(Transaction tx, Place from, WriteRequest<?> request, int index)
      throws SQLException {
    var to = request.placeOf(index);
    var statement = tx.prepare(MOVE);
    statement.setInt(1, to.pack());
    statement.setLong(2, to.position());
    statement.setInt(3, from.pack());
    statement.setLong(4, from.position());
    if (statement.executeUpdate() > 0) request.use(index);
  }

  /// The record as it stands, after checking it.
  private EncodedBlob copy(Place place) throws IOException {
    try {
      var reader = new RecordReader(channels, place);
      reader.verifyStored();
      var header = reader.header();
      var inMemory = place.length() <= IN_MEMORY_BYTES;
      var head = new byte[inMemory ? (int) place.length() : header.length()];
      channels.read(place.pack(), place.position(), ByteBuffer.wrap(head));
      var rest =
          inMemory
              ? null
              : new EncodedBlob.Rest(
                  PackChannels.file(folder, place.pack()), place.position() + head.length);
      return new EncodedBlob(header.sha256(), header.size(), place.length(), head, rest);
    } catch (PackGone e) {
      throw new Damaged("Pack %d of %s is missing.".formatted(place.pack(), id), e);
    }
  }

  private static final String REMOVE =
      "DELETE FROM pack WHERE id = ? AND NOT EXISTS (SELECT 1 FROM blob WHERE pack = ?)";

  /// Alone in its transaction: a record that was appended for another write of the same group would
  /// not have its row yet.
  private boolean remove(int pack) {
    return database.writeAlone(tx -> {
      if (writer.mayNeed(pack)) return false;
      var statement = tx.prepare(REMOVE);
      statement.setInt(1, pack);
      statement.setInt(2, pack);
      return statement.executeUpdate() == 1;
    });
  }

  private Result delete(int pack, int moved) throws IOException {
    channels.forget(pack);
    var file = PackChannels.file(folder, pack);
    var bytes = Files.exists(file) ? Files.size(file) : 0;
    Files.deleteIfExists(file);
    LOG.info(
        "{}: compaction deleted pack {} of {} octets, {} records moved", id, pack, bytes, moved);
    return new Result(1, bytes, moved);
  }

  /// Files that a kill left between their deletion from the database and from the disk, or between
  /// their making and the first commit.
  private Result deleteUnknown() throws IOException {
    var files = PackReader.list(folder);
    var known =
        database.writeAlone(tx -> {
          var packs = new TreeMap<Integer, Boolean>();
          try (var rows = tx.prepare("SELECT id FROM pack").executeQuery()) {
            while (rows.next()) packs.put(rows.getInt(1), true);
          }
          for (var file : files) if (writer.mayNeed(file)) packs.put(file, true);
          return new HashSet<>(packs.keySet());
        });
    var result = new Result(0, 0, 0);
    for (var file : files) if (!known.contains(file)) result = result.plus(delete(file, 0));
    return result;
  }
}

package org.posthorn.platform.storage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The SQL of tables `blob` and `pack`.
final class Blobs {

  private Blobs() {}

  private static final String KEEP =
      """
      INSERT INTO blob (owner, sha256, pack, position, stored_length, size, refs)
      VALUES (?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (owner, sha256) DO UPDATE SET refs = blob.refs + 1
      RETURNING id, pack, position, size\
      """;

  static BlobId keep(Session session, long owner, WriteRequest<?> request, int index)
      throws SQLException {
    var blob = request.blobs().get(index);
    var place = request.placeOf(index);
    var statement = session.prepare(KEEP);
    statement.setLong(1, owner);
    statement.setBytes(2, blob.sha256());
    statement.setInt(3, place.pack());
    statement.setLong(4, place.position());
    statement.setLong(5, place.length());
    statement.setLong(6, blob.size());
    try (var rows = statement.executeQuery()) {
      if (!rows.next()) throw new SQLException("keep returned nothing");
      if (rows.getLong(4) != blob.size())
        throw new StorageException.Damaged(
            "Blob %d has the SHA-256 of another with %d octets, but %d octets."
                .formatted(rows.getLong(1), blob.size(), rows.getLong(4)),
            null);
      if (rows.getInt(2) == place.pack() && rows.getLong(3) == place.position()) request.use(index);
      return new BlobId(rows.getLong(1));
    }
  }

  private static final String RETAIN = "UPDATE blob SET refs = refs + 1 WHERE id = ?";

  static void retain(Session session, BlobId blob) throws SQLException {
    var statement = session.prepare(RETAIN);
    statement.setLong(1, blob.value());
    if (statement.executeUpdate() != 1) throw unknown(blob);
  }

  private static final String RELEASE =
      """
      UPDATE blob SET refs = refs - 1 WHERE id = ?
      RETURNING refs, pack, position, stored_length\
      """;

  private static final String DELETE = "DELETE FROM blob WHERE id = ?";

  private static final String BURY =
      """
      UPDATE pack SET dead_bytes = dead_bytes + ?
      WHERE id = ? AND NOT EXISTS (SELECT 1 FROM blob WHERE pack = ? AND position = ?)\
      """;

  static void release(Session session, BlobId blob) throws SQLException {
    Place place;
    var statement = session.prepare(RELEASE);
    statement.setLong(1, blob.value());
    try (var rows = statement.executeQuery()) {
      if (!rows.next()) throw unknown(blob);
      if (rows.getInt(1) > 0) return;
      place = new Place(rows.getInt(2), rows.getLong(3), rows.getLong(4));
    }
    var delete = session.prepare(DELETE);
    delete.setLong(1, blob.value());
    delete.executeUpdate();
    var bury = session.prepare(BURY);
    bury.setLong(1, place.length());
    bury.setInt(2, place.pack());
    bury.setInt(3, place.pack());
    bury.setLong(4, place.position());
    bury.executeUpdate();
  }

  private static StorageException unknown(BlobId blob) {
    return new StorageException("There is no blob %d.".formatted(blob.value()));
  }

  /// A blob's row.
  record Row(Place place, long size) {}

  private static final String FIND =
      "SELECT pack, position, stored_length, size FROM blob WHERE id = ?";

  static @Nullable Row find(Transaction tx, BlobId blob) throws SQLException {
    var statement = tx.prepare(FIND);
    statement.setLong(1, blob.value());
    try (var rows = statement.executeQuery()) {
      if (!rows.next()) return null;
      return new Row(new Place(rows.getInt(1), rows.getLong(2), rows.getLong(3)), rows.getLong(4));
    }
  }

  /// How many places one query finds.
  private static final int AT_ONCE = 32;

  private static final String FIND_ALL =
      "SELECT id, pack, position, stored_length, size FROM blob WHERE id IN (%s)"
          .formatted("?, ".repeat(AT_ONCE - 1) + "?");

  /// Those of the blobs that are there.
  static Map<BlobId, Row> findAll(Transaction tx, List<BlobId> blobs) throws SQLException {
    var found = HashMap.<BlobId, Row>newHashMap(blobs.size());
    for (var from = 0; from < blobs.size(); from += AT_ONCE) {
      var statement = tx.prepare(FIND_ALL);
      for (var i = 0; i < AT_ONCE; i++) // the last part is filled up with one of its own
      statement.setLong(i + 1, blobs.get(Math.min(from + i, blobs.size() - 1)).value());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var place = new Place(rows.getInt(2), rows.getLong(3), rows.getLong(4));
          found.put(new BlobId(rows.getLong(1)), new Row(place, rows.getLong(5)));
        }
      }
    }
    return found;
  }

  private static final String NOTE =
      """
      INSERT INTO pack (id, bytes, dead_bytes) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET bytes = excluded.bytes, dead_bytes = pack.dead_bytes + excluded.dead_bytes\
      """;

  static void note(Session session, Map<Integer, PackWriter.Change> changes) throws SQLException {
    var statement = session.prepare(NOTE);
    for (var change : changes.entrySet()) {
      statement.setInt(1, change.getKey());
      statement.setLong(2, change.getValue().bytes());
      statement.setLong(3, change.getValue().dead());
      statement.executeUpdate();
    }
  }

  /// Committed length of each pack.
  static Map<Integer, Long> packs(Transaction tx) throws SQLException {
    var packs = new TreeMap<Integer, Long>();
    try (var rows = tx.prepare("SELECT id, bytes FROM pack").executeQuery()) {
      while (rows.next()) packs.put(rows.getInt(1), rows.getLong(2));
    }
    return packs;
  }

  /// Packs that a blob names.
  static List<Integer> namedPacks(Transaction tx) throws SQLException {
    var packs = new ArrayList<Integer>();
    try (var rows = tx.prepare("SELECT DISTINCT pack FROM blob").executeQuery()) {
      while (rows.next()) packs.add(rows.getInt(1));
    }
    return packs;
  }

  /// A blob's row with what its record must say.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Named(long id, Place place, long size, byte[] sha256) {}

  private static final String IN_PACK =
      "SELECT id, position, stored_length, size, sha256 FROM blob WHERE pack = ? ORDER BY position";

  static List<Named> inPack(Transaction tx, int pack) throws SQLException {
    var statement = tx.prepare(IN_PACK);
    statement.setInt(1, pack);
    var named = new ArrayList<Named>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        var place = new Place(pack, rows.getLong(2), rows.getLong(3));
        named.add(new Named(rows.getLong(1), place, rows.getLong(4), rows.getBytes(5)));
      }
    }
    return named;
  }
}

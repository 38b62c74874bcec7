package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.CheckReport.Depth;
import org.posthorn.platform.storage.StorageException.Damaged;

/// Compares what is stored with what should be, beside a running store. One thread; compaction
/// stands still meanwhile.
final class StorageCheck {

  private final Depth depth;
  private final CheckListener listener;
  private long problems;

  StorageCheck(Depth depth, CheckListener listener) {
    this.depth = depth;
    this.listener = listener;
  }

  private void problem(String part, String what) {
    problems++;
    listener.problem(part, what);
  }

  /// The engine's own check.
  CheckReport database(String name, Database database, Dialect dialect) {
    problems = 0;
    listener.progress(name, 0, 1);
    try {
      for (var fault : database.read(tx -> dialect == Dialect.SQLITE ? sqlite(tx) : tables(tx)))
        problem(name, fault);
    } catch (StorageException e) {
      problem(name, String.valueOf(e.getMessage()));
    }
    listener.progress(name, 1, 1);
    return new CheckReport(0, 0, 0, 0, problems);
  }

  private static List<String> sqlite(Transaction tx) throws java.sql.SQLException {
    var faults = new ArrayList<String>();
    try (var rows = tx.prepare("PRAGMA integrity_check").executeQuery()) {
      while (rows.next()) if (!rows.getString(1).equals("ok")) faults.add(rows.getString(1));
    }
    try (var rows = tx.prepare("PRAGMA foreign_key_check").executeQuery()) {
      while (rows.next())
        faults.add(
            "Row %d of table %s names a row of %s that is not there."
                .formatted(rows.getLong(2), rows.getString(1), rows.getString(3)));
    }
    return faults;
  }

  /// PostgreSQL verifies the checksum of each page that it reads (if the cluster has them, as 18
  /// has by default); reading every row is the check that needs no extension.
  private static List<String> tables(Transaction tx) throws java.sql.SQLException {
    var names = new ArrayList<String>();
    var select = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()";
    try (var rows = tx.prepare(select).executeQuery()) {
      while (rows.next()) names.add(rows.getString(1));
    }
    for (var name : names)
      try (var statement = tx.handle().getConnection().createStatement()) {
        statement.execute("SELECT count(t.*::text) FROM " + name + " t");
      }
    return List.of();
  }

  /// Every blob row against its record, every record against the rows.
  CheckReport packs(PartitionId id, GroupedDatabase database, PackChannels channels, Path folder)
      throws IOException {
    problems = 0;
    var packs = new TreeMap<Integer, Long>(database.read(Blobs::packs));
    for (var file : PackReader.list(folder)) packs.putIfAbsent(file, 0L);
    for (var pack : database.read(Blobs::namedPacks)) packs.putIfAbsent(pack, 0L);
    var total = new CheckReport(0, 0, 0, 0, 0);
    var done = 0;
    for (var pack : packs.entrySet()) {
      listener.progress(id + " packs", done++, packs.size());
      var rows = database.read(tx -> Blobs.inPack(tx, pack.getKey()));
      total =
          total.plus(
              pack(
                  id + " pack " + pack.getKey(),
                  rows,
                  channels,
                  PackChannels.file(folder, pack.getKey())));
    }
    listener.progress(id + " packs", done, packs.size());
    return total.plus(new CheckReport(0, 0, 0, 0, problems));
  }

  private CheckReport pack(String part, List<Blobs.Named> rows, PackChannels channels, Path file)
      throws IOException {
    if (!Files.exists(file)) {
      if (!rows.isEmpty())
        problem(part, "%s is missing, %d blobs were in it.".formatted(file, rows.size()));
      return new CheckReport(rows.size(), 0, 0, 0, 0);
    }
    var named = new TreeMap<Long, Boolean>();
    for (var row : rows) {
      if (named.putIfAbsent(row.place().position(), true) == null) record(part, row, channels);
    }
    try (var reader = PackReader.open(file)) {
      if (!reader.hasHeader()) problem(part, file + " does not begin as a pack does.");
      return walk(reader, named, rows.size());
    }
  }

  /// Over all records, also those behind a damaged one.
  private static CheckReport walk(PackReader reader, NavigableMap<Long, Boolean> named, long blobs)
      throws IOException {
    var records = 0L;
    var garbage = 0L;
    var garbageBytes = 0L;
    @Nullable Long position = (long) PackReader.HEADER;
    while (position != null) {
      var entry = reader.at(position);
      if (entry == null) {
        position = named.higherKey(position);
        continue;
      }
      records++;
      if (!named.containsKey(position)) {
        garbage++;
        garbageBytes += entry.header().recordLength();
      }
      position = entry.end();
    }
    return new CheckReport(blobs, records, garbage, garbageBytes, 0);
  }

  private void record(String part, Blobs.Named row, PackChannels channels) throws IOException {
    try {
      var reader = new RecordReader(channels, row.place());
      var header = reader.header();
      if (header.size() != row.size() || !Arrays.equals(header.sha256(), row.sha256()))
        problem(part, "Blob %d has another record than it was given.".formatted(row.id()));
      else if (depth == Depth.CONTENT && !Arrays.equals(sha256(reader), row.sha256()))
        problem(part, "The octets of blob %d do not have its SHA-256.".formatted(row.id()));
    } catch (Damaged e) {
      problem(part, "Blob %d: %s".formatted(row.id(), e.getMessage()));
    } catch (PackGone e) {
      problem(part, "Blob %d: %s is missing.".formatted(row.id(), e.getMessage()));
    }
  }

  private static byte[] sha256(RecordReader reader) throws IOException, PackGone {
    var sha256 = FrameEncoder.sha256();
    for (var i = 0; i < reader.header().frames().length; i++) sha256.update(reader.frame(i));
    return sha256.digest();
  }
}

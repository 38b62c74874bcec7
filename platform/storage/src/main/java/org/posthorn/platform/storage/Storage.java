package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PostgresEngine.Ownership;
import org.posthorn.platform.storage.StorageConfig.Engine;
import org.posthorn.platform.storage.StorageException.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is stored: the directory, and partitions with mail. Open it once, close it last.
///
/// Any thread may call. Opening owns the data folder, brings every schema up to date and starts a
/// writer thread per database.
public final class Storage implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  /// Between two compactions.
  public static final Duration COMPACTION_PERIOD = Duration.ofMinutes(30);

  private static final String DIRECTORY = "directory";

  private final StorageConfig config;
  private final Schemas schemas;
  private final DataFolder folder;
  private final PackFiles files;

  /// Guards `partitions` and `closed`.
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition closing = lock.newCondition();

  /// Held by the one compaction or check that runs.
  private final ReentrantLock maintenance = new ReentrantLock();

  private final TreeMap<Integer, PackedPartition> partitions = new TreeMap<>();
  private @Nullable GroupedDatabase directory;
  private boolean closed;

  private Storage(StorageConfig config, Schemas schemas, DataFolder folder, PackFiles files) {
    this.config = config;
    this.schemas = schemas;
    this.folder = folder;
    this.files = files;
  }

  /// Opens the store, makes what is missing, migrates what is old.
  ///
  /// @throws StorageException if another process owns the folder, a newer program wrote it, or the
  ///   database cannot be reached; nothing stays open then
  public static Storage open(StorageConfig config, Schemas schemas) {
    return open(config, schemas, PackFiles.ON_DISK);
  }

  static Storage open(StorageConfig config, Schemas schemas, PackFiles files) {
    var folder = DataFolder.open(config.folder());
    var storage = new Storage(config, schemas, folder, files);
    try {
      storage.openAll();
      Thread.ofVirtual().name("compaction").start(storage::compactPeriodically);
      return storage;
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private void openAll() {
    try {
      var engine = engine(DIRECTORY, folder.directoryFile());
      directory = open(DIRECTORY, engine, schemas.directory(), null);
      for (var id : existing()) partitions.put(id.value(), openPartition(id));
    } catch (IOException | SQLException e) {
      throw new StorageException("Cannot list the partitions: " + e.getMessage(), e);
    }
  }

  /// By their folders, which hold the packs, and with PostgreSQL also by their schemas, so that a
  /// lost folder is noticed.
  private Set<PartitionId> existing() throws IOException, SQLException {
    var existing = new LinkedHashSet<>(folder.list());
    if (config.engine() instanceof StorageConfig.Postgresql postgresql)
      existing.addAll(PostgresEngine.partitions(postgresql));
    return existing;
  }

  private SqlEngine engine(String schema, Path file) {
    return switch (config.engine()) {
      case StorageConfig.Sqlite _ -> new SqliteEngine(file, config.durability());
      case StorageConfig.Postgresql postgresql ->
          new PostgresEngine(
              postgresql,
              schema,
              schema.equals(DIRECTORY) ? Ownership.SHARED : Ownership.EXCLUSIVE);
    };
  }

  private GroupedDatabase open(
      String name, SqlEngine engine, List<Migrations> schema, @Nullable PackWriter packs) {
    Session session = null;
    try {
      session = new Session(engine.openWriter());
      new Migrator(engine, session.connection()).migrate(schema);
      if (packs != null)
        packs.start(Blobs.packs(new SessionTransaction(engine.dialect(), session, null)));
      session.rollback();
      var writer = new GroupWriter(name, engine, session, packs);
      return new GroupedDatabase(engine, new Sessions(engine, config.readers()), writer);
    } catch (SQLException | IOException | RuntimeException e) {
      if (session != null) session.close();
      engine.close();
      throw e instanceof RuntimeException known
          ? known
          : new Unavailable("Cannot open the database %s: %s".formatted(engine, e.getMessage()), e);
    }
  }

  private PackedPartition openPartition(PartitionId id) {
    var place = folder.partition(id);
    var packs = place.resolve("packs");
    try {
      DataFolder.make(packs);
    } catch (IOException e) {
      throw new StorageException("Cannot make " + packs, e);
    }
    var writer = new PackWriter(packs, config.packBytes(), config.durability(), files);
    var engine = engine(id.toString(), place.resolve("mail.db"));
    var database = open(id.toString(), engine, schemas.partitionWithBlobs(), writer);
    return new PackedPartition(id, database, writer, packs);
  }

  /// Domains, accounts: what is not mail.
  public Database directory() {
    if (directory == null) throw new IllegalStateException("not open");
    return directory;
  }

  public List<PartitionId> partitions() {
    lock.lock();
    try {
      return partitions.keySet().stream().map(PartitionId::new).toList();
    } finally {
      lock.unlock();
    }
  }

  /// A partition that is open here.
  ///
  /// @throws StorageException if there is no such partition
  public Partition partition(PartitionId id) {
    lock.lock();
    try {
      var partition = partitions.get(id.value());
      if (partition == null) throw new StorageException("There is no partition %s.".formatted(id));
      return partition;
    } finally {
      lock.unlock();
    }
  }

  /// Makes the next partition.
  public Partition createPartition() {
    lock.lock();
    try {
      if (closed) throw new Unavailable("The store is closed.", null);
      var id = new PartitionId(partitions.isEmpty() ? 1 : partitions.lastKey() + 1);
      var partition = openPartition(id);
      partitions.put(id.value(), partition);
      return partition;
    } finally {
      lock.unlock();
    }
  }

  /// A place for octets that arrive and are read again; `limit` in octets.
  public Spool spool(long limit) {
    return Spool.in(folder.tmp(), limit);
  }

  /// Gives back the room of blobs that nobody holds any more, in packs of which they are more than
  /// half. Runs by itself every [#COMPACTION_PERIOD]; returns when it is done.
  ///
  /// @return octets freed
  public long compact() {
    maintenance.lock();
    try {
      var result = new Compaction.Result(0, 0, 0);
      for (var partition : open()) result = result.plus(partition.compact(this::isClosed));
      return result.bytes();
    } catch (IOException e) {
      throw new StorageException("Compaction stopped: " + e.getMessage(), e);
    } finally {
      maintenance.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private List<PackedPartition> open() {
    lock.lock();
    try {
      return List.copyOf(partitions.values());
    } finally {
      lock.unlock();
    }
  }

  private void compactPeriodically() {
    while (awaitPeriod()) {
      try {
        compact();
      } catch (StorageException e) {
        LOG.error("compaction failed, it is tried again in {}", COMPACTION_PERIOD, e);
      }
    }
  }

  /// False when the store closes.
  private boolean awaitPeriod() {
    lock.lock();
    try {
      var nanos = COMPACTION_PERIOD.toNanos();
      while (!closed && nanos > 0) nanos = closing.awaitNanos(nanos);
      return !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Compares what is stored with what should be; the store goes on meanwhile.
  public CheckReport check(CheckReport.Depth depth, CheckListener listener) {
    maintenance.lock();
    try {
      var check = new StorageCheck(depth, listener);
      var report = check.database(DIRECTORY, directory(), dialect());
      for (var partition : open()) report = report.plus(partition.check(check, dialect()));
      return report;
    } catch (IOException e) {
      throw new StorageException("The check stopped: " + e.getMessage(), e);
    } finally {
      maintenance.unlock();
    }
  }

  public Dialect dialect() {
    Engine engine = config.engine();
    return engine.dialect();
  }

  /// Finishes the writes that were handed in, then closes. May be called more than once.
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) return;
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    // a compaction or check that runs finds its end first
    maintenance.lock();
    try {
      partitions.values().forEach(PackedPartition::close);
      if (directory != null) directory.close();
      folder.close();
    } finally {
      maintenance.unlock();
    }
  }
}

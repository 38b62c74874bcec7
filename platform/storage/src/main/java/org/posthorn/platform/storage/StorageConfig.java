package org.posthorn.platform.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// What the store must know before it opens.
///
/// @param folder the data folder; it is made when it is missing, and one process at a time may own
///   it
/// @param engine where rows live; blobs live in packs below `folder` with either engine
/// @param readers connections per database for [Database#read]; a read beyond that number waits for
///   its turn. SQLite's are native calls that hold a carrier thread, so more than twice the cores
///   gains nothing
/// @param packBytes size at which a pack is closed and the next one begun
/// @param durability [Durability#SYNCED] unless the data can be thrown away
public record StorageConfig(
    Path folder, Engine engine, int readers, long packBytes, Durability durability) {

  public StorageConfig {
    if (readers < 1) throw new IllegalArgumentException("readers must be at least 1: " + readers);
    if (packBytes < 4096)
      throw new IllegalArgumentException("packs must have at least 4096 bytes: " + packBytes);
  }

  public static final long DEFAULT_PACK_BYTES = 256L << 20;

  /// Whether an acknowledged write survives power loss. A killed process loses nothing either way.
  public enum Durability {
    SYNCED,
    UNSYNCED
  }

  /// Where rows live.
  public sealed interface Engine {

    Dialect dialect();
  }

  /// A file per database below the data folder.
  public record Sqlite() implements Engine {
    @Override
    public Dialect dialect() {
      return Dialect.SQLITE;
    }
  }

  /// A schema per database in one PostgreSQL database (15 or newer).
  ///
  /// @param hosts `host` or `host:port`, in the order to try; the one that accepts writes is taken,
  ///   so that a failover needs no change here
  /// @param password asked whenever a connection is made, so it may change while the server runs
  public record Postgresql(
      List<String> hosts, String database, String user, Supplier<String> password)
      implements Engine {

    public Postgresql {
      hosts = List.copyOf(hosts);
      if (hosts.isEmpty()) throw new IllegalArgumentException("no PostgreSQL host given");
    }

    @Override
    public Dialect dialect() {
      return Dialect.POSTGRESQL;
    }

    @Override
    public String toString() {
      return "postgresql://" + user + "@" + String.join(",", hosts) + "/" + database;
    }
  }

  /// The default: SQLite, synced.
  public static StorageConfig sqlite(Path folder) {
    return of(folder, new Sqlite());
  }

  /// `engine` with the default sizes.
  public static StorageConfig of(Path folder, Engine engine) {
    var cores = Runtime.getRuntime().availableProcessors();
    return new StorageConfig(
        folder, engine, Math.max(4, 2 * cores), DEFAULT_PACK_BYTES, Durability.SYNCED);
  }

  public StorageConfig withReaders(int number) {
    return new StorageConfig(folder, engine, number, packBytes, durability);
  }

  public StorageConfig withPackBytes(long bytes) {
    return new StorageConfig(folder, engine, readers, bytes, durability);
  }

  public StorageConfig withDurability(Durability value) {
    return new StorageConfig(folder, engine, readers, packBytes, value);
  }
}

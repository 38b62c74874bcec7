package org.posthorn.platform.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Stores for tests, on each engine. One PostgreSQL server serves the whole JVM; every
/// configuration is a database of its own there. A machine on which the server does not start fails
/// the test.
@NullMarked
public final class TestStorage {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private TestStorage() {}

  /// A fresh, empty store's configuration; the same value opens the same store again.
  public static StorageConfig config(Dialect dialect, Path folder) {
    return switch (dialect) {
      case SQLITE -> StorageConfig.sqlite(folder);
      case POSTGRESQL -> StorageConfig.of(folder, database());
    };
  }

  /// A fresh store with one partition.
  public static Storage open(Dialect dialect, Path folder, Schemas schemas) {
    var storage = Storage.open(config(dialect, folder), schemas);
    storage.createPartition();
    return storage;
  }

  /// A new, empty database.
  public static StorageConfig.Postgresql database() {
    var name = "test" + DATABASES.incrementAndGet();
    var postgres = server();
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create database " + name, e);
    }
    var host = "127.0.0.1:" + postgres.getPort();
    return new StorageConfig.Postgresql(List.of(host), name, "postgres", () -> "postgres");
  }

  /// Started once, stopped when the JVM ends.
  private static synchronized EmbeddedPostgres server() {
    var running = server;
    if (running != null) return running;
    try {
      running =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", "200")
              .setServerConfig("shared_buffers", "64MB")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
    server = running;
    return running;
  }
}

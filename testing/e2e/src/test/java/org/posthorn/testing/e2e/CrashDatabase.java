package org.posthorn.testing.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The PostgreSQL of the crash test: killed and started again on the same data and port. Used by
/// one thread.
final class CrashDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path data;
  private EmbeddedPostgres server;

  CrashDatabase(Path data) throws IOException {
    this.data = data;
    server = start(FreePorts.next());
  }

  private EmbeddedPostgres start(int port) throws IOException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("shared_buffers", "64MB")
            // The library's own choice is off, which forgets commits in a crash.
            .setServerConfig("synchronous_commit", "on")
            .setPort(port);
    return builder.start();
  }

  /// The server's `[storage]` section.
  String section() {
    return """
    engine = "postgresql"
    hosts = ["127.0.0.1:%d"]
    database = "postgres"
    user = "postgres"
    """
        .formatted(server.getPort());
  }

  /// An immediate shutdown, which is a crash to the data, and a start.
  void crash() throws IOException, InterruptedException {
    var port = server.getPort();
    var pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    var postmaster = ProcessHandle.of(pid).orElseThrow();
    new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (postmaster.isAlive()) {
      if (System.nanoTime() > end) throw new AssertionError("PostgreSQL does not stop");
      Thread.onSpinWait();
    }
    // There is nothing to stop any more, but its lock on the folder to give back.
    server.close();
    server = start(port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

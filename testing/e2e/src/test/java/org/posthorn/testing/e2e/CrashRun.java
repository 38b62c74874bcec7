package org.posthorn.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.testing.e2e.CrashClients.Errors;

/// One server's life, of many starts and kills. Used by one thread.
final class CrashRun implements AutoCloseable {
  private static final List<String> LISTENERS = List.of("smtp", "lmtp", "imap");
  private static final int ACCOUNTS = 3;

  /// So often, one time in this many, it is killed while it starts: recovery has to stand that,
  /// too.
  private static final int KILLED_AT_START = 8;

  private static final int LONGEST_START_MILLIS = 900;
  private static final int LONGEST_LOAD_MILLIS = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RandomGenerator random;
  private final CrashServer server;
  private final CrashClients clients;
  private final List<CrashAudit> audits = new ArrayList<>();
  private int kills;

  /// @param storage the configuration's `[storage]` section
  CrashRun(Path data, String storage, RandomGenerator random)
      throws IOException, InterruptedException {
    this.random = random;
    server = new CrashServer(data, LISTENERS, "[storage]\n" + storage, ACCOUNTS);
    var ledgers = new ArrayList<CrashLedger>();
    for (var i = 0; i < ACCOUNTS; i++) {
      var ledger = new CrashLedger();
      ledgers.add(ledger);
      audits.add(new CrashAudit(i, server, ledger));
    }
    clients = new CrashClients(server, ledgers);
  }

  /// Something that happens to the server's surroundings while clients work.
  interface Incident {
    void happen() throws IOException, InterruptedException;
  }

  int kills() {
    return kills;
  }

  /// Starts, looks at what the last round left, loads and kills.
  void round(@Nullable Incident incident) throws IOException, InterruptedException {
    start();
    look(CrashAudit.Depth.NEW);
    clients.start(random.nextLong(), incident == null ? Errors.FORBIDDEN : Errors.TEMPORARY);
    awaitProgress();
    Thread.sleep(random.nextInt(LONGEST_LOAD_MILLIS));
    if (incident != null) {
      incident.happen();
      awaitProgress();
    }
    server.kill();
    kills++;
    clients.join();
  }

  private void start() throws IOException, InterruptedException {
    server.launch();
    while (random.nextInt(KILLED_AT_START) == 0) {
      Thread.sleep(random.nextInt(LONGEST_START_MILLIS));
      server.kill();
      kills++;
      server.launch();
    }
    server.awaitGreetings();
  }

  /// Until something more is acknowledged.
  private void awaitProgress() {
    var before = clients.acknowledged();
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (clients.acknowledged() == before) {
      clients.failOnFault();
      if (System.nanoTime() > end)
        throw new AssertionError("nothing is acknowledged any more:\n" + server.output());
      Thread.onSpinWait();
    }
  }

  private void look(CrashAudit.Depth depth) throws IOException {
    for (var audit : audits) audit.run(depth);
    clients.checkUnanswered();
  }

  /// Looks at everything once more, octet by octet, by IMAP and by `check-store`.
  void end() throws IOException, InterruptedException {
    server.launch();
    server.awaitGreetings();
    look(CrashAudit.Depth.ALL);
    server.command("check-store", "--full").run().well();
    server.kill();
    server.command("check-store", "--full").run().well();
    // Fewer would mean that the load did not load.
    assertThat(clients.acknowledged()).isGreaterThan(10L * kills);
  }

  @Override
  public void close() {
    server.close();
  }
}

package org.posthorn.testing.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.TestRandom;

/// Kills the server again and again while users hand in mail for elsewhere and the queue sends it
/// on. Whatever it acknowledged must arrive, and nothing twice but what was in the other host's
/// hands, unsettled, at the moment of a kill: one message for each worker.
///
/// `-Dcrash.seed=N` changes the moments and the work, `-Dqueue.kills=N` the number of kills.
class QueueCrashTest {
  private static final int KILLS = Integer.getInteger("queue.kills", 5);
  private static final long SEED = Long.getLong("crash.seed", 1);

  @TempDir private Path folder;

  @Test
  void the_queue_loses_nothing_and_repeats_only_what_was_unsettled_on_sqlite() throws Exception {
    run("engine = \"sqlite\"\n", SEED);
  }

  @Test
  void the_queue_loses_nothing_and_repeats_only_what_was_unsettled_on_postgresql()
      throws Exception {
    try (var database = new CrashDatabase(folder.resolve("postgresql"))) {
      run(database.section(), SEED + 1);
    }
  }

  private void run(String storage, long seed) throws Exception {
    try (var run = new QueueCrashRun(folder.resolve("data"), storage, TestRandom.seeded(seed))) {
      while (run.kills() < KILLS) run.round();
      run.end();
    } catch (AssertionError e) {
      throw new AssertionError("with -Dcrash.seed=" + SEED + ": " + e.getMessage(), e);
    }
  }
}

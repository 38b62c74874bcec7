package org.posthorn.testing.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.posthorn.testing.testkit.TestRandom;

/// Kills the server again and again while mail comes in and is changed, and looks each time whether
/// it kept its word: what was acknowledged is there once, intact, with its flags, under an
/// identifier that never meant anything else; what was expunged stays away.
///
/// `-Dcrash.seed=N` changes the moments and the work, `-Dcrash.kills=N` the number of kills.
@Execution(ExecutionMode.CONCURRENT) // the engines share nothing
@Order(1) // the longest begins first
class CrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 50);
  private static final long SEED = Long.getLong("crash.seed", 1);

  /// Every so many rounds the database is killed first, and the server has to get over it.
  private static final int DATABASE_KILLED = 10;

  @TempDir private Path folder;

  @Test
  void nothing_acknowledged_is_lost_on_sqlite() throws Exception {
    var storage = "engine = \"sqlite\"\n";
    try (var run = new CrashRun(folder.resolve("data"), storage, TestRandom.seeded(SEED))) {
      while (run.kills() < KILLS) run.round(null);
      run.end();
    }
  }

  @Test
  void nothing_acknowledged_is_lost_on_postgresql() throws Exception {
    try (var database = new CrashDatabase(folder.resolve("postgresql"));
        var run =
            new CrashRun(folder.resolve("data"), database.section(), TestRandom.seeded(SEED + 1))) {
      for (var round = 1; run.kills() < KILLS; round++)
        run.round(round % DATABASE_KILLED == 0 ? database::crash : null);
      run.end();
    }
  }
}

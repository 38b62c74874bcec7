package org.posthorn.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.platform.storage.CheckReport.Depth;

/// A process that stores, compacts and is killed: what it acknowledged is there, whole.
class CrashTest {

  private static final int KILLS = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void what_a_killed_process_acknowledged_is_there(Dialect dialect) throws Exception {
    var config = TestStorage.config(dialect, folder).withPackBytes(CrashingWriter.PACK_BYTES);
    try (var storage = Storage.open(config, StorageContract.SAMPLE)) {
      storage.createPartition();
    }
    var random = new Random(42);
    var acknowledged = new ArrayList<Long>();
    for (var kill = 0; kill < KILLS; kill++)
      acknowledged.addAll(killAfter(config, kill * 1_000_000L, random.nextInt(200, 900)));
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 200 - 1);
    try (var storage = Storage.open(config, StorageContract.SAMPLE)) {
      var mail = storage.partition(new PartitionId(1));
      for (var id : acknowledged) assertThat(stored(mail, id)).isEqualTo(CrashingWriter.body(id));
      var problems = new ArrayList<String>();
      storage.check(Depth.CONTENT, listener(problems));
      storage.compact();
      storage.check(Depth.CONTENT, listener(problems));
      assertThat(problems).isEmpty();
      for (var id : acknowledged) assertThat(stored(mail, id)).isEqualTo(CrashingWriter.body(id));
    }
  }

  private static byte[] stored(Partition mail, long id) {
    var blob =
        mail.<Long>read(tx ->
            tx.handle()
                .createQuery("SELECT blob FROM note WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one());
    return mail.bytes(new BlobId(blob), 0, 1 << 20);
  }

  /// The ids that the process said were stored, up to its death.
  private static List<Long> killAfter(StorageConfig config, long first, int lines)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(CrashingWriter.class.getName());
    command.addAll(CrashingWriter.arguments(config, first));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var ids = new ArrayList<Long>();
    try (var out = process.inputReader()) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        // a line that the kill cut short has no full stop
        if (line.endsWith(".")) ids.add(Long.valueOf(line.substring(0, line.length() - 1)));
        if (ids.size() == lines) process.toHandle().destroyForcibly(); // keeps its output readable
      }
    }
    assertThat(process.waitFor()).as("ended by the kill").isNotZero();
    assertThat(ids.size()).isGreaterThanOrEqualTo(lines);
    return ids;
  }

  private static CheckListener listener(List<String> problems) {
    return new CheckListener() {
      @Override
      public void progress(String part, long done, long total) {}

      @Override
      public void problem(String part, String what) {
        problems.add(part + ": " + what);
      }
    };
  }
}

package org.posthorn.platform.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process that [CrashTest] kills: stores messages from eight threads and prints the id of each
/// as soon as its write has returned. Half of what it stores it drops again, and it compacts all
/// the time.
final class CrashingWriter {

  static final long PACK_BYTES = 128 * 1024;
  private static final int THREADS = 8;

  private CrashingWriter() {}

  static List<String> arguments(StorageConfig config, long first) {
    var arguments = new ArrayList<>(List.of(config.folder().toString(), String.valueOf(first)));
    if (config.engine() instanceof StorageConfig.Postgresql server)
      arguments.addAll(List.of(server.hosts().getFirst(), server.database()));
    return arguments;
  }

  static byte[] body(long id) {
    return StorageContract.bytes(id, 200 + (int) Math.floorMod(id * 7919, 6_000L));
  }

  static void main(String[] args) throws InterruptedException {
    var folder = Path.of(args[0]);
    var engine =
        args.length == 2
            ? new StorageConfig.Sqlite()
            : new StorageConfig.Postgresql(List.of(args[2]), args[3], "postgres", () -> "postgres");
    var config = StorageConfig.of(folder, engine).withPackBytes(PACK_BYTES);
    var storage = Storage.open(config, StorageContract.SAMPLE);
    var mail = storage.partition(new PartitionId(1));
    var first = Long.parseLong(args[1]);
    for (var t = 0; t < THREADS; t++) {
      var start = first + t;
      Thread.ofPlatform().start(() -> store(mail, start));
    }
    while (true) storage.compact();
  }

  private static void store(Partition mail, long start) {
    for (var id = start; ; id += THREADS) {
      var number = id;
      var blob = PreparedBlob.of(body(id));
      var garbage = PreparedBlob.of(body(-id - 1));
      var dropped =
          mail.write(
              List.of(blob, garbage),
              tx -> {
                var statement = tx.prepare("INSERT INTO note (id, text, blob) VALUES (?, ?, ?)");
                statement.setLong(1, number);
                statement.setString(2, "message " + number);
                statement.setLong(3, tx.keep(number, blob).value());
                statement.executeUpdate();
                return tx.keep(number, garbage);
              });
      acknowledge(number);
      mail.write(tx -> {
        tx.release(dropped);
        return null;
      });
    }
  }

  private static void acknowledge(long id) {
    synchronized (System.out) {
      System.out.println(id + ".");
      System.out.flush();
    }
  }
}

package org.posthorn.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every engine promises.
abstract class StorageContract {

  static final Schemas SAMPLE =
      new Schemas(
          List.of(Migrations.of("sample", "notes")), List.of(Migrations.of("sample", "notes")));

  @TempDir Path folder;
  Storage storage;
  Partition mail;

  abstract StorageConfig config(Path folder);

  @BeforeEach
  void open() {
    storage = Storage.open(config(folder), SAMPLE);
    mail = storage.createPartition();
  }

  @AfterEach
  void close() {
    storage.close();
  }

  void reopen() {
    storage.close();
    storage = Storage.open(config(folder), SAMPLE);
    mail = storage.partition(new PartitionId(1));
  }

  static void insert(Transaction tx, long id, String text) throws java.sql.SQLException {
    var statement = tx.prepare("INSERT INTO note (id, text) VALUES (?, ?)");
    statement.setLong(1, id);
    statement.setString(2, text);
    statement.executeUpdate();
  }

  static List<Long> ids(Database database) {
    return database.read(
        tx -> tx.handle().createQuery("SELECT id FROM note ORDER BY id").mapTo(Long.class).list());
  }

  static byte[] bytes(long seed, int length) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    for (var i = 0; i < length / 2; i++) bytes[i] = (byte) "posthorn".charAt(i % 8);
    return bytes;
  }

  BlobId keep(long owner, byte[] bytes) {
    var blob = PreparedBlob.of(bytes);
    return mail.write(List.of(blob), tx -> tx.keep(owner, blob));
  }

  byte[] read(BlobId blob) throws IOException {
    try (var in = mail.open(blob, 0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void what_was_written_is_there_after_reopening() throws IOException {
    var content = bytes(1, 10_000);
    var blob = keep(7, content);
    storage.directory().write(tx -> tx.handle().execute("INSERT INTO note VALUES (5, 'x', NULL)"));
    mail.write(tx -> tx.handle().execute("INSERT INTO note VALUES (6, 'y', NULL)"));
    reopen();
    assertThat(ids(storage.directory())).containsExactly(5L);
    assertThat(ids(mail)).containsExactly(6L);
    assertThat(read(blob)).isEqualTo(content);
    assertThat(storage.partitions()).containsExactly(new PartitionId(1));
  }

  @Test
  void a_write_that_fails_in_a_group_fails_alone() throws InterruptedException {
    mail.write(tx -> {
      insert(tx, 1, "taken");
      return null;
    });
    var failures = new java.util.concurrent.ConcurrentHashMap<Integer, Throwable>();
    var blocked = new CountDownLatch(1);
    var threads = new java.util.ArrayList<Thread>();
    // the first write holds the writer until the others wait behind it, so that they form a group
    threads.add(
        Thread.startVirtualThread(() ->
            mail.write(tx -> {
              insert(tx, 1000, "first");
              Threads.await(blocked);
              return null;
            })));
    for (var i = 2; i <= 40; i++) {
      var id = i;
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              mail.write(tx -> {
                insert(tx, id, id % 10 == 0 ? "taken" : "text " + id);
                if (id % 10 == 5) throw new IllegalStateException("own failure");
                return null;
              });
            } catch (RuntimeException e) {
              failures.put(id, e);
            }
          }));
    }
    blocked.countDown();
    for (var thread : threads) thread.join();
    assertThat(failures.keySet()).containsExactlyInAnyOrder(5, 10, 15, 20, 25, 30, 35, 40);
    assertThat(failures.get(5)).isInstanceOf(IllegalStateException.class);
    assertThat(failures.get(10)).isInstanceOf(StorageException.class);
    assertThat(ids(mail)).hasSize(1 + 1 + 39 - 8).doesNotContain(5L, 10L);
  }

  @Test
  void the_same_bytes_of_one_owner_are_one_blob_until_all_holders_are_gone() throws IOException {
    var content = bytes(2, 5_000);
    var first = keep(7, content);
    var second = keep(7, content);
    var other = keep(8, content);
    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    mail.write(tx -> {
      tx.retain(first);
      tx.release(first);
      tx.release(first);
      return null;
    });
    assertThat(read(first)).isEqualTo(content);
    mail.write(tx -> {
      tx.release(first);
      return null;
    });
    assertThatThrownBy(() -> mail.open(first, 0))
        .isInstanceOf(StorageException.class)
        .hasMessage("There is no blob %d in p0001.", first.value());
    assertThat(read(other)).isEqualTo(content);
  }

  @Test
  void a_spool_larger_than_memory_becomes_a_blob() throws IOException {
    var content = bytes(3, 3_000_000);
    try (var spool = storage.spool(4_000_000)) {
      spool.write(content);
      var blob = PreparedBlob.of(spool);
      var id = mail.write(List.of(blob), tx -> tx.keep(1, blob));
      assertThat(read(id)).isEqualTo(content);
      assertThat(mail.bytes(id, 1_000_000, 70_000))
          .isEqualTo(java.util.Arrays.copyOfRange(content, 1_000_000, 1_070_000));
    }
    assertThat(
            new String(
                mail.bytes(keep(1, "short".getBytes(StandardCharsets.UTF_8)), 1, 99),
                StandardCharsets.UTF_8))
        .isEqualTo("hort");
  }
}

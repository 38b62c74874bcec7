package org.posthorn.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.CheckReport.Depth;

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

  @Test
  void a_read_sees_every_write_that_returned_before_it() throws InterruptedException {
    var missed = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 8; t++) {
      var first = t * 1000L;
      threads.add(Thread.startVirtualThread(() -> missed.addAndGet(writeAndLook(first))));
    }
    for (var thread : threads) thread.join();
    assertThat(missed).hasValue(0);
    assertThat(ids(mail)).hasSize(8 * 25);
  }

  private int writeAndLook(long first) {
    var missed = 0;
    for (var id = first; id < first + 25; id++) {
      var number = id;
      mail.write(tx -> {
        insert(tx, number, "note " + number);
        return null;
      });
      if (!ids(mail).contains(number)) missed++;
    }
    return missed;
  }

  @Test
  void two_hundred_writers_take_numbers_without_gap_or_double() throws InterruptedException {
    mail.write(tx -> tx.handle().execute("INSERT INTO note VALUES (0, 'counter', 0)"));
    var numbers = new ConcurrentLinkedQueue<Long>();
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 200; t++)
      threads.add(
          Thread.startVirtualThread(() -> {
            for (var n = 0; n < 3; n++) numbers.add(mail.write(StorageContract::next));
          }));
    for (var thread : threads) thread.join();
    assertThat(numbers.stream().sorted())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 600).boxed().toList());
  }

  private static long next(Transaction tx) throws java.sql.SQLException {
    var sql = "UPDATE note SET blob = blob + 1 WHERE id = 0 RETURNING blob";
    try (var rows = tx.prepare(sql).executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void a_read_is_a_snapshot() {
    mail.read(tx -> {
      var sql = "SELECT count(*) FROM note";
      var before = tx.handle().createQuery(sql).mapTo(Integer.class).one();
      mail.write(other -> other.handle().execute("INSERT INTO note VALUES (1, 'x', NULL)"));
      assertThat(tx.handle().createQuery(sql).mapTo(Integer.class).one()).isEqualTo(before);
      return null;
    });
    assertThat(ids(mail)).containsExactly(1L);
  }

  @Test
  void a_read_cannot_write_and_leaves_its_connection_usable() {
    assertThatThrownBy(
            () -> mail.read(tx -> tx.handle().execute("INSERT INTO note VALUES (1, 'x', NULL)")))
        .isInstanceOf(StorageException.class);
    assertThat(ids(mail)).isEmpty();
  }

  @Test
  void a_transaction_is_over_when_its_work_has_returned() {
    var leaked = mail.write(tx -> tx);
    assertThatThrownBy(() -> leaked.prepare("SELECT 1")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> mail.write(tx -> mail.write(other -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("write inside a write");
  }

  @Test
  void an_interrupted_caller_gets_its_result_and_its_interrupt() throws IOException {
    var blob = keep(1, bytes(4, 2_000));
    Thread.currentThread().interrupt();
    mail.write(tx -> tx.handle().execute("INSERT INTO note VALUES (1, 'x', NULL)"));
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(read(blob)).isEqualTo(bytes(4, 2_000));
    assertThat(ids(mail)).containsExactly(1L);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read(blob)).isEqualTo(bytes(4, 2_000));
  }

  @Test
  void one_message_to_many_owners_is_stored_once() throws IOException {
    var content = bytes(5, 9_000);
    var blob = PreparedBlob.of(content);
    var ids =
        mail.write(
            List.of(blob),
            tx -> {
              var kept = new ArrayList<BlobId>();
              for (var owner = 1; owner <= 20; owner++) kept.add(tx.keep(owner, blob));
              return kept;
            });
    assertThat(ids).doesNotHaveDuplicates();
    var report = check(Depth.CONTENT);
    assertThat(report.blobs()).isEqualTo(20);
    assertThat(report.records()).isEqualTo(1);
    mail.write(tx -> {
      for (var id : ids.subList(1, 20)) tx.release(id);
      return null;
    });
    storage.compact();
    assertThat(read(ids.getFirst())).isEqualTo(content);
  }

  private final List<String> problems = new ArrayList<>();

  CheckReport check(Depth depth) {
    problems.clear();
    return storage.check(
        depth,
        new CheckListener() {
          @Override
          public void progress(String part, long done, long total) {
            assertThat(done).isLessThanOrEqualTo(total);
          }

          @Override
          public void problem(String part, String what) {
            problems.add(part + ": " + what);
          }
        });
  }

  List<Path> packs() throws IOException {
    try (var files = Files.list(folder.resolve("partitions/p0001/packs"))) {
      return files.sorted().toList();
    }
  }

  /// Small packs, so that many of them fill quickly.
  void reopenWithSmallPacks() {
    storage.close();
    storage = Storage.open(config(folder).withPackBytes(64 * 1024), SAMPLE);
    mail = storage.partition(new PartitionId(1));
  }

  @Test
  void compaction_gives_room_back_and_keeps_what_is_held() throws IOException {
    reopenWithSmallPacks();
    var kept = new HashMap<BlobId, Integer>();
    var dropped = new ArrayList<BlobId>();
    for (var i = 0; i < 60; i++) {
      var id = keep(i % 3, bytes(100 + i, 20_000));
      if (i % 6 == 0) kept.put(id, i);
      else dropped.add(id);
    }
    var before = packs().size();
    try (var open = mail.open(kept.keySet().iterator().next(), 0)) {
      var first = open.readNBytes(100);
      mail.write(tx -> {
        for (var id : dropped) tx.release(id);
        return null;
      });
      assertThat(storage.compact()).isGreaterThan(300_000);
      assertThat(open.readAllBytes()).hasSize(19_900);
      assertThat(first).hasSize(100);
    }
    assertThat(packs()).hasSizeLessThan(before / 2);
    for (var blob : kept.entrySet())
      assertThat(read(blob.getKey())).isEqualTo(bytes(100 + blob.getValue(), 20_000));
    assertThat(check(Depth.CONTENT).blobs()).isEqualTo(10);
    assertThat(problems).isEmpty();
    reopen();
    for (var blob : kept.entrySet())
      assertThat(read(blob.getKey())).isEqualTo(bytes(100 + blob.getValue(), 20_000));
  }

  @Test
  void readers_and_writers_go_on_while_packs_are_compacted() throws Exception {
    reopenWithSmallPacks();
    var held = new ArrayList<BlobId>();
    for (var i = 0; i < 10; i++) held.add(keep(1, bytes(200 + i, 10_000)));
    var stop = new AtomicBoolean();
    var wrong = new ConcurrentLinkedQueue<Object>();
    var reader =
        Thread.startVirtualThread(() -> {
          for (var i = 0; !stop.get(); i = (i + 1) % 10)
            if (!Arrays.equals(mail.bytes(held.get(i), 0, 10_000), bytes(200 + i, 10_000)))
              wrong.add(i);
        });
    reader.setUncaughtExceptionHandler((_, e) -> wrong.add(e));
    for (var round = 0; round < 5; round++) {
      var garbage = new ArrayList<BlobId>();
      for (var i = 0; i < 12; i++) garbage.add(keep(2, bytes(1000 + round * 100 + i, 15_000)));
      mail.write(tx -> {
        for (var id : garbage) tx.release(id);
        return null;
      });
      storage.compact();
    }
    stop.set(true);
    reader.join();
    assertThat(wrong).isEmpty();
    assertThat(packs()).hasSizeLessThan(6);
  }

  @Test
  void a_torn_tail_is_cut_off_and_whole_records_behind_the_last_commit_become_garbage()
      throws IOException {
    var blob = keep(1, bytes(6, 4_000));
    storage.close();
    var pack = packs().getLast();
    var record = ((EncodedBlob) PreparedBlob.of(bytes(7, 3_000))).head();
    Files.write(pack, record, StandardOpenOption.APPEND);
    Files.write(pack, Arrays.copyOf(record, 1_000), StandardOpenOption.APPEND);
    var torn = Files.size(pack);
    reopen();
    assertThat(Files.size(pack)).isEqualTo(torn - 1_000);
    var next = keep(1, bytes(8, 4_000));
    assertThat(read(blob)).isEqualTo(bytes(6, 4_000));
    assertThat(read(next)).isEqualTo(bytes(8, 4_000));
    var report = check(Depth.CONTENT);
    assertThat(problems).isEmpty();
    assertThat(report.garbageRecords()).isEqualTo(1);
    assertThat(report.garbageBytes()).isEqualTo(record.length);
  }

  @Test
  void what_is_stored_after_reopening_does_not_overwrite_what_was_stored_before()
      throws IOException {
    var blobs = new ArrayList<BlobId>();
    for (var i = 0; i < 4; i++) {
      blobs.add(keep(1, bytes(300 + i, 3_000)));
      reopen();
    }
    assertThat(packs()).hasSize(1);
    for (var i = 0; i < 4; i++) assertThat(read(blobs.get(i))).isEqualTo(bytes(300 + i, 3_000));
  }

  @Test
  void a_changed_octet_is_an_error_and_never_handed_out() throws IOException {
    var blob = keep(1, bytes(9, 4_000));
    var intact = keep(1, bytes(10, 4_000));
    var pack = packs().getLast();
    try (var channel = FileChannel.open(pack, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var octet = ByteBuffer.allocate(1);
      channel.read(octet, 500);
      octet.put(0, (byte) (octet.get(0) ^ 4)).flip();
      channel.write(octet, 500);
    }
    assertThatThrownBy(() -> read(blob))
        .isInstanceOf(StorageException.Damaged.class)
        .hasMessageContaining("checksum of frame 0");
    assertThat(read(intact)).isEqualTo(bytes(10, 4_000));
    check(Depth.STRUCTURE);
    assertThat(problems).isEmpty();
    assertThat(check(Depth.CONTENT).problems()).isEqualTo(1);
    assertThat(problems.getFirst()).contains("p0001 pack 1", "Blob " + blob.value());
  }

  @Test
  void a_missing_pack_is_reported() throws IOException {
    var blob = keep(1, bytes(9, 4_000));
    storage.close();
    Files.delete(packs().getLast());
    reopen();
    assertThatThrownBy(() -> read(blob)).isInstanceOf(StorageException.Damaged.class);
    assertThat(check(Depth.STRUCTURE).problems()).isEqualTo(1);
    assertThat(read(keep(1, bytes(11, 100)))).isEqualTo(bytes(11, 100));
  }

  @Test
  void a_full_disk_refuses_and_is_forgotten_when_there_is_room() throws IOException {
    storage.close();
    var disk = new FlakyDisk();
    storage = Storage.open(config(folder), SAMPLE, disk);
    mail = storage.partition(new PartitionId(1));
    var before = keep(1, bytes(12, 4_000));
    disk.room.set(2_000);
    assertThatThrownBy(() -> keep(1, bytes(13, 400_000))).isInstanceOf(StorageException.Full.class);
    var small = keep(1, bytes(14, 100));
    disk.room.set(Long.MAX_VALUE);
    var after = keep(1, bytes(13, 400_000));
    assertThat(read(before)).isEqualTo(bytes(12, 4_000));
    assertThat(read(small)).isEqualTo(bytes(14, 100));
    assertThat(read(after)).isEqualTo(bytes(13, 400_000));
    var report = check(Depth.CONTENT);
    assertThat(problems).isEmpty();
    assertThat(report.garbageRecords()).isZero();
  }

  @Test
  void what_a_failed_sync_may_have_lost_is_written_again_elsewhere() throws IOException {
    storage.close();
    var disk = new FlakyDisk();
    storage = Storage.open(config(folder), SAMPLE, disk);
    mail = storage.partition(new PartitionId(1));
    var before = keep(1, bytes(15, 4_000));
    disk.failingSyncs.set(1);
    var during = keep(1, bytes(16, 4_000));
    assertThat(packs()).hasSize(2);
    Files.delete(packs().getFirst());
    assertThat(read(during)).isEqualTo(bytes(16, 4_000));
    disk.failingSyncs.set(2);
    assertThatThrownBy(() -> keep(1, bytes(17, 4_000))).isInstanceOf(StorageException.class);
    assertThat(read(keep(1, bytes(17, 4_000)))).isEqualTo(bytes(17, 4_000));
    assertThat(before).isNotEqualTo(during);
  }

  @Test
  void a_second_owner_of_the_folder_is_told_who_has_it() {
    assertThatThrownBy(() -> Storage.open(config(folder), SAMPLE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    assertThat(ids(mail)).isEmpty();
  }

  @Test
  void an_older_schema_is_brought_forward_and_a_newer_or_changed_one_refused() {
    mail.write(tx -> tx.handle().execute("INSERT INTO note VALUES (1, 'x', NULL)"));
    storage.close();
    var newer =
        new Schemas(SAMPLE.directory(), List.of(Migrations.of("sample", "notes", "colours")));
    for (var start = 0; start < 2; start++) {
      storage = Storage.open(config(folder), newer);
      mail = storage.partition(new PartitionId(1));
      var colour =
          mail.read(
              tx -> tx.handle().createQuery("SELECT colour FROM note").mapTo(String.class).one());
      assertThat(colour).isEqualTo("grey");
      storage.close();
    }
    assertThatThrownBy(() -> Storage.open(config(folder), SAMPLE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("version 2 of \"sample\", this program knows versions up to 1");
    var changed =
        new Schemas(SAMPLE.directory(), List.of(Migrations.of("sample", "other", "colours")));
    assertThatThrownBy(() -> Storage.open(config(folder), changed))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("another text of sample/1-other");
  }

  @Test
  void a_folder_of_another_format_is_refused() throws IOException {
    storage.close();
    Files.writeString(folder.resolve("format"), "posthorn data folder, format 2\n");
    assertThatThrownBy(() -> Storage.open(config(folder), SAMPLE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void a_spool_refuses_more_than_its_limit_and_leaves_no_file() throws IOException {
    var tmp = folder.resolve("tmp");
    try (var spool = storage.spool(300_000)) {
      spool.write(bytes(18, 280_000));
      assertThatThrownBy(() -> spool.write(bytes(18, 20_001)))
          .isInstanceOf(Spool.TooLarge.class)
          .hasMessage("more than 300000 octets");
      assertThat(spool.bytes()).isEqualTo(bytes(18, 280_000));
      PreparedBlob.of(spool);
      assertThat(tmp).isNotEmptyDirectory();
    }
    assertThat(tmp).isEmptyDirectory();
    Files.writeString(tmp.resolve("left-by-a-kill"), "x");
    reopen();
    assertThat(tmp).isEmptyDirectory();
  }

  @Test
  void a_closed_store_says_so() {
    storage.close();
    assertThatThrownBy(() -> mail.write(tx -> 1)).isInstanceOf(StorageException.Unavailable.class);
    assertThatThrownBy(() -> ids(mail)).isInstanceOf(StorageException.Unavailable.class);
  }
}

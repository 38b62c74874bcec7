package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;

/// What SORT and THREAD give for made-up mailboxes, against [SlowThreads], which does what RFC 5256
/// says word by word and without thought for speed.
class SortAndThreadTest {

  private static final PartitionId PARTITION = new PartitionId(1);
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Storage STORAGE = open();

  private static long accounts;

  private final MailStore mail = new MailStore(STORAGE::partition, () -> NOW);
  private MailAccount romeo = new MailAccount(++accounts, PARTITION, QuotaLimit.NONE);

  private static Storage open() {
    try {
      var folder = Files.createTempDirectory("sort-test");
      folder.toFile().deleteOnExit();
      var config = StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED);
      var storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
      storage.createPartition();
      return storage;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterContainer
  static void close() {
    STORAGE.close();
  }

  /// An empty one: tries of a property share their instance.
  private Where inbox() {
    romeo = new MailAccount(++accounts, PARTITION, QuotaLimit.NONE);
    mail.mailboxes().open(romeo);
    var mailbox = mail.mailboxes().find(romeo, MailboxPath.INBOX);
    assertThat(mailbox).isNotNull();
    return new Where(romeo, mailbox.id());
  }

  /// A message as a test thinks of it.
  record Sent(int day, String subject, String from, String id, List<String> references) {
    byte[] bytes() {
      var text = new StringBuilder();
      text.append("From: ").append(from).append("\r\n");
      text.append("To: Somebody <%s@example.org>\r\n".formatted(from.length() % 3));
      if (day > 0) text.append("Date: %d Jan 2026 10:00:00 +0000\r\n".formatted(day));
      text.append("Subject: ").append(subject).append("\r\n");
      if (!id.isEmpty()) text.append("Message-ID: <").append(id).append(">\r\n");
      if (!references.isEmpty()) {
        text.append("References:");
        for (var reference : references) text.append(" <").append(reference).append(">");
        text.append("\r\n");
      }
      return text.append("\r\nText.\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private void deliver(List<Sent> messages) {
    var arrivals = new ArrayList<Arrival>();
    for (var message : messages) {
      var received = NOW.plusSeconds(message.subject().length() % 5L);
      arrivals.add(
          new Arrival(
              romeo,
              new Arrival.Target.Inbox(),
              NewEmail.of(message.bytes()),
              Flags.NONE,
              received));
    }
    mail.messages().store(arrivals);
  }

  private Snapshot snapshot(Where where) {
    var snapshot = mail.messages().snapshot(where);
    assertThat(snapshot).isNotNull();
    return snapshot;
  }

  static List<Sent> random(int seed, int count) {
    var random = new Random(seed);
    var subjects = List.of("", "Re: a", "a", "[list] a", "b", "Re: b", "Fwd: b", "c (fwd)", "é");
    var names =
        List.of("zoe@x", "Äb <abe@x>", "abe@x", "=?utf-8?q?=C3=84b?= <bob@x>", "\"\" <c@x>");
    var messages = new ArrayList<Sent>();
    for (var i = 0; i < count; i++) {
      var references = new ArrayList<String>();
      for (var r = random.nextInt(4); r > 0; r--) references.add("m" + random.nextInt(count + 3));
      messages.add(
          new Sent(
              random.nextInt(12),
              subjects.get(random.nextInt(subjects.size())),
              names.get(random.nextInt(names.size())),
              random.nextInt(8) == 0 ? "" : "m" + random.nextInt(count + 1),
              references));
    }
    return messages;
  }

  private static int[] all(Snapshot snapshot) {
    return IntStream.range(0, snapshot.size()).toArray();
  }

  private String threads(Where where, int[] found, ThreadAlgorithm algorithm) {
    return SlowThreads.text(mail.messages().threads(where, snapshot(where), found, algorithm));
  }

  @Property(tries = 150)
  void threads_are_those_of_the_rfc(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    var where = inbox();
    var messages = random(seed, count);
    deliver(messages);
    var found = new Random(seed).ints(0, count).limit(count).distinct().sorted().toArray();
    var slow = new SlowThreads(messages, NOW);
    for (var algorithm : ThreadAlgorithm.values()) {
      assertThat(threads(where, all(snapshot(where)), algorithm))
          .isEqualTo(slow.threads(algorithm, all(snapshot(where))));
      assertThat(threads(where, found, algorithm)).isEqualTo(slow.threads(algorithm, found));
    }
  }

  @Property(tries = 60)
  void an_order_is_that_of_the_rfc_however_it_came_to_be(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 300) int count) {
    var where = inbox();
    var messages = random(seed, count);
    var by = by(new Random(seed));
    // In parts, so that known orders are extended and blocks are filled on the way.
    var cut = new Random(seed).nextInt(count + 1);
    deliver(messages.subList(0, cut));
    mail.messages().sorted(where, snapshot(where), all(snapshot(where)), by);
    deliver(messages.subList(cut, count));
    var snapshot = snapshot(where);
    var slow = new SlowThreads(messages, NOW);
    assertThat(mail.messages().sorted(where, snapshot, all(snapshot), by))
        .containsExactly(slow.sorted(by, all(snapshot)));
    var other = new MailStore(STORAGE::partition, () -> NOW);
    var found = new Random(seed).ints(0, count).limit(9).distinct().sorted().toArray();
    assertThat(other.messages().sorted(where, snapshot, found, by))
        .containsExactly(slow.sorted(by, found));
  }

  private static List<SortBy> by(Random random) {
    var by = new ArrayList<SortBy>();
    var criteria =
        EnumSet.complementOf(EnumSet.of(SortCriterion.RELEVANCY)).toArray(SortCriterion[]::new);
    for (var i = random.nextInt(3); i >= 0; i--)
      by.add(new SortBy(criteria[random.nextInt(criteria.length)], random.nextBoolean()));
    return by;
  }

  @Example
  void messages_that_are_gone_are_left_out_and_their_blocks_go_with_the_last() {
    var where = inbox();
    deliver(random(1, 300));
    var before = snapshot(where);
    var by = List.of(new SortBy(SortCriterion.SUBJECT, false));
    assertThat(mail.messages().sorted(where, before, all(before), by)).hasSize(300);
    assertThat(blocks(where)).isEqualTo(2);
    mail.messages().destroy(where, Uids.of(IntStream.range(100, 280).toArray()));
    var after = snapshot(where);
    assertThat(mail.messages().sorted(where, after, all(after), by)).hasSize(120);
    assertThat(blocks(where)).isEqualTo(1);
  }

  private long blocks(Where where) {
    return STORAGE
        .partition(PARTITION)
        .read(tx ->
            Sql.number(
                tx,
                "SELECT COUNT(*) FROM sort_block WHERE mailbox_id = ?",
                where.mailbox().value()));
  }

  @Example
  void blocks_that_are_missing_are_made_by_the_first_who_asks() {
    var where = inbox();
    var messages = random(2, 300);
    deliver(messages);
    STORAGE
        .partition(PARTITION)
        .write(tx ->
            Sql.update(tx, "DELETE FROM sort_block WHERE mailbox_id = ?", where.mailbox().value()));
    var snapshot = snapshot(where);
    var by = List.of(new SortBy(SortCriterion.DISPLAY_FROM, true));
    var slow = new SlowThreads(messages, NOW);
    assertThat(mail.messages().sorted(where, snapshot, all(snapshot), by))
        .containsExactly(slow.sorted(by, all(snapshot)));
    assertThat(blocks(where)).isEqualTo(2);
    var other = new MailStore(STORAGE::partition, () -> NOW);
    assertThat(other.messages().sorted(where, snapshot, all(snapshot), by))
        .containsExactly(slow.sorted(by, all(snapshot)));
  }

  @Example
  void a_conversation_of_ten_thousand_turns_is_one_thread_whichever_way_round_it_came() {
    var where = inbox();
    var messages = new ArrayList<Sent>();
    for (var i = 0; i < 10_000; i++) {
      var parents = i == 9_999 ? List.<String>of() : List.of("m" + (i + 1));
      messages.add(new Sent(1, "", "a@x", "m" + i, parents));
    }
    // Those that make a walk to the root long: each brings a child of its own to the bottom.
    for (var i = 0; i < 1_000; i++) {
      messages.add(new Sent(1, "", "a@x", "c" + i, List.of("m0")));
      messages.add(new Sent(1, "", "a@x", "d" + i, List.of("c" + i)));
    }
    deliver(messages);
    var text = threads(where, all(snapshot(where)), ThreadAlgorithm.REFERENCES);
    assertThat(text).startsWith("(10000 9999 9998").contains(" 2 1 (10001 10002)(10003 10004)");
  }

  @Example
  void a_link_that_would_close_a_loop_is_not_made_however_deep_the_tree_is() {
    var forest = new Forest(1_000);
    for (var i = 1; i < 1_000; i++) forest.link(i, i - 1);
    forest.link(0, 999);
    assertThat(forest.parent(0)).isEqualTo(Forest.NONE);
    forest.cut(500);
    forest.link(0, 999);
    assertThat(forest.parent(0)).isEqualTo(999);
    forest.link(500, 499);
    assertThat(forest.parent(500)).isEqualTo(Forest.NONE);
    forest.cut(0);
    forest.link(500, 499);
    assertThat(forest.parent(500)).isEqualTo(499);
  }

  @Property(tries = 200)
  void a_forest_is_what_links_and_cuts_make_it(@ForAll int seed) {
    var random = new Random(seed);
    var size = 600;
    var forest = new Forest(size);
    var parents = new int[size];
    java.util.Arrays.fill(parents, -1);
    for (var step = 0; step < 3_000; step++) {
      // Mostly chains, so that they become deep.
      var node = random.nextInt(size);
      var parent = random.nextInt(4) > 0 ? (node + 1) % size : random.nextInt(size);
      if (random.nextInt(20) == 0) {
        forest.cut(node);
        parents[node] = -1;
      }
      if (parents[node] < 0) {
        forest.link(node, parent);
        var at = parent;
        while (at >= 0 && at != node) at = parents[at];
        if (at < 0) parents[node] = parent;
      }
      assertThat(forest.parent(node)).isEqualTo(parents[node]);
    }
  }
}

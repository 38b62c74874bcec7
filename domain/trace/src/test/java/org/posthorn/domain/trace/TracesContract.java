package org.posthorn.domain.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// What holds for the stories of messages on every engine.
abstract class TracesContract {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir Path folder;
  private final Dialect dialect;
  private Instant now = NOON;
  private final TraceIds ids = new TraceIds(() -> now, new Random(1));
  private Storage storage;
  private Partition first;
  private Partition second;
  private Traces traces;

  TracesContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(Traces.SCHEMA)));
    first = storage.createPartition();
    second = storage.createPartition();
    traces = new Traces(() -> List.of(first, second));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void add(Partition partition, String message, TraceKind kind, String words) {
    partition.write(tx -> {
      Traces.add(tx, new TraceEvent(message, now, kind, words));
      return null;
    });
  }

  private List<String> words(String message) {
    return traces.of(message).stream().map(TraceEvent::words).toList();
  }

  @Test
  void a_story_is_told_in_order_whatever_partitions_it_touched() {
    var id = ids.next();
    add(first, id, TraceKind.ACCEPTED, "from <romeo@example.org>");
    now = now.plusSeconds(1);
    add(second, id, TraceKind.ACCEPTED, "here too");
    now = now.plusSeconds(1);
    add(first, id, TraceKind.RELAYED, "mx.example.com: 250 ok\0");
    assertThat(words(id))
        .containsExactly("from <romeo@example.org>", "here too", "mx.example.com: 250 ok?");
    assertThat(traces.of(id).getLast())
        .isEqualTo(
            new TraceEvent(id, NOON.plusSeconds(2), TraceKind.RELAYED, "mx.example.com: 250 ok?"));
    assertThat(words("nobody")).isEmpty();
  }

  @Test
  void a_story_that_never_ends_keeps_its_beginning_and_its_last_event() {
    var id = ids.next();
    add(first, id, TraceKind.ACCEPTED, "begin");
    first.write(tx -> {
      for (var i = 2; i <= Traces.MAX_EVENTS + 20; i++)
        Traces.add(tx, new TraceEvent(id, now, TraceKind.DEFERRED, "try " + i));
      return null;
    });
    assertThat(words(id))
        .hasSize(Traces.MAX_EVENTS)
        .startsWith("begin", "try 2")
        .endsWith("try " + (Traces.MAX_EVENTS + 20));
  }

  @Test
  void long_words_are_cut() {
    var id = ids.next();
    add(first, id, TraceKind.ACCEPTED, "x".repeat(Traces.MAX_WORDS + 1));
    assertThat(words(id).getFirst()).hasSize(Traces.MAX_WORDS + 2).endsWith("x …");
  }

  @Test
  void messages_are_found_by_time_and_text() {
    var a = ids.next();
    add(first, a, TraceKind.ACCEPTED, "from <Romeo@example.org> to <juliet@example.com>");
    add(first, a, TraceKind.RELAYED, "nurse");
    now = now.plusSeconds(60);
    var b = ids.next();
    add(second, b, TraceKind.ACCEPTED, "from <romeo_x@example.org> to <nurse@example.com> 100%");
    assertThat(found(NOON, "ROMEO")).containsExactly(b, a);
    assertThat(found(NOON, "romeo@", "juliet")).containsExactly(a);
    assertThat(found(NOON, "nurse")).containsExactly(b);
    assertThat(found(NOON, "o_x")).containsExactly(b);
    assertThat(found(NOON, "0%")).containsExactly(b);
    assertThat(found(NOON, "%romeo")).isEmpty();
    assertThat(found(NOON.plusSeconds(1))).containsExactly(b);
    assertThat(traces.find(new TraceQuery(NOON, now.plusSeconds(1), List.of(), 1))).hasSize(1);
  }

  private List<String> found(Instant from, String... texts) {
    var query = new TraceQuery(from, now.plusSeconds(1), List.of(texts), 10);
    return traces.find(query).stream().map(TraceEvent::message).toList();
  }

  @Test
  void old_stories_are_forgotten_whole() {
    var old = ids.next();
    add(first, old, TraceKind.ACCEPTED, "old");
    add(first, old, TraceKind.RELAYED, "gone");
    now = now.plus(Duration.ofDays(2));
    add(first, old, TraceKind.REPORTED, "late");
    var young = ids.next();
    add(first, young, TraceKind.ACCEPTED, "young");
    assertThat(traces.forget(now, Duration.ofDays(1))).isEqualTo(3);
    assertThat(words(old)).isEmpty();
    assertThat(words(young)).containsExactly("young");
  }

  @Test
  void ids_rise_also_within_a_millisecond_and_when_the_clock_goes_back() {
    var given = IntStream.range(0, 1_000).mapToObj(_ -> ids.next()).toList();
    assertThat(given).isSorted().doesNotHaveDuplicates().allMatch(id -> id.length() == 12);
    now = now.minusSeconds(1);
    assertThat(ids.next()).isGreaterThan(given.getLast());
    assertThat(given.getFirst())
        .isGreaterThanOrEqualTo(TraceIds.from(NOON.toEpochMilli()))
        .isLessThan(TraceIds.from(NOON.toEpochMilli() + 1));
  }
}

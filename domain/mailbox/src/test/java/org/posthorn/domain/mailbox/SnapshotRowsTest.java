package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.TestRandom;

/// A simple map of UIDs is the model of what the pages hold.
class SnapshotRowsTest {

  private record Row(long flags, long modseq) {}

  @Test
  void pages_hold_what_a_map_holds_whatever_is_done_to_them() {
    for (int seed = 0; seed < 20; seed++) {
      var random = TestRandom.seeded(seed);
      var model = new TreeMap<Integer, Row>();
      var rows = rows(model);
      for (int step = 0; step < 60; step++) {
        var earlierModel = new TreeMap<>(model);
        var earlier = rows;
        var changed = new TreeMap<Integer, Row>();
        var gone = step(random, model, changed);
        rows = rows.with(rows(changed), gone);
        assertSame(rows, model);
        assertDifferences(earlier, earlierModel, rows, model);
      }
    }
  }

  @Test
  void a_flag_in_a_great_mailbox_is_found_without_looking_at_the_rest() {
    var uids = IntStream.rangeClosed(1, 1_000_000).toArray();
    var earlier = SnapshotRows.of(uids, new long[uids.length], new long[uids.length]);
    var one = SnapshotRows.of(new int[] {500_000}, new long[] {4}, new long[] {7});
    var rows = earlier.with(one, new int[] {999_999});

    assertThat(rows.size()).isEqualTo(999_999);
    assertThat(rows.unlike(earlier)).containsExactly(499_999);
    assertThat(earlier.absentFrom(rows)).containsExactly(999_998);
    assertThat(rows.indexOf(1_000_000)).isEqualTo(999_998);
    assertThat(rows.first(5_000).unlike(rows)).isEmpty();
    assertThat(rows.absentFrom(rows.first(999_990)))
        .containsExactly(IntStream.range(999_990, 999_999).toArray());
  }

  /// Some new at the end, now and then one in between, some others changed, some gone.
  private static int[] step(
      RandomGenerator random,
      NavigableMap<Integer, Row> model,
      NavigableMap<Integer, Row> changed) {
    int last = model.isEmpty() ? 0 : model.lastKey();
    for (int n = random.nextInt(SnapshotRows.PAGE); n > 0; n--)
      changed.put(last += 1 + random.nextInt(3), row(random));
    if (random.nextInt(8) == 0) changed.put(1 + random.nextInt(last + 1), row(random));
    var there = model.keySet().stream().mapToInt(Integer::intValue).toArray();
    for (int n = there.length == 0 ? 0 : random.nextInt(10); n > 0; n--)
      changed.put(there[random.nextInt(there.length)], row(random));
    int share =
        switch (random.nextInt(10)) {
          case 0 -> 2;
          case 1 -> 1;
          default -> 500;
        };
    var gone =
        IntStream.of(there)
            .filter(uid -> random.nextInt(share) == 0 && !changed.containsKey(uid))
            .toArray();
    model.putAll(changed);
    for (int uid : gone) model.remove(uid);
    return gone;
  }

  private static Row row(RandomGenerator random) {
    return new Row(random.nextInt(64), random.nextInt(1000));
  }

  private static SnapshotRows rows(NavigableMap<Integer, Row> model) {
    return SnapshotRows.of(
        model.keySet().stream().mapToInt(Integer::intValue).toArray(),
        model.values().stream().mapToLong(Row::flags).toArray(),
        model.values().stream().mapToLong(Row::modseq).toArray());
  }

  private static void assertSame(SnapshotRows rows, NavigableMap<Integer, Row> model) {
    assertThat(rows.size()).isEqualTo(model.size());
    int place = 0;
    for (var entry : model.entrySet()) {
      int uid = entry.getKey();
      if (rows.uid(place) != uid
          || rows.flags(place) != entry.getValue().flags()
          || rows.modseq(place) != entry.getValue().modseq()
          || rows.indexOf(uid) != place) throw new AssertionError("wrong at " + place);
      if (!model.containsKey(uid - 1) && rows.indexOf(uid - 1) != -1 - place)
        throw new AssertionError("wrong before " + place);
      place++;
    }
    assertThat(rows.indexOf(Integer.MAX_VALUE)).isEqualTo(-1 - place);
  }

  private static void assertDifferences(
      SnapshotRows earlier,
      NavigableMap<Integer, Row> earlierModel,
      SnapshotRows rows,
      NavigableMap<Integer, Row> model) {
    assertThat(IntStream.of(rows.unlike(earlier)).map(rows::uid).boxed())
        .containsExactlyElementsOf(
            model.keySet().stream()
                .filter(uid -> !Objects.equals(model.get(uid), earlierModel.get(uid)))
                .toList());
    assertThat(IntStream.of(earlier.absentFrom(rows)).map(earlier::uid).boxed())
        .containsExactlyElementsOf(
            earlierModel.keySet().stream().filter(uid -> !model.containsKey(uid)).toList());
  }
}

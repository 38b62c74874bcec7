package org.posthorn.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Srv;

class OrderTest {
  private static final int RUNS = 20_000;

  private static Srv srv(int priority, int weight, String target) {
    return new Srv(priority, weight, 5222, new DnsName(target));
  }

  @Test
  void equal_mail_exchangers_take_turns() {
    var a = new Mx(10, new DnsName("a"));
    var b = new Mx(10, new DnsName("b"));
    var c = new Mx(5, new DnsName("c"));
    var random = TestRandom.seeded(1);
    var orders = IntStream.range(0, 200).mapToObj(_ -> Order.mx(List.of(a, b, c), random));
    assertThat(orders.distinct().toList())
        .containsExactlyInAnyOrder(List.of(c, a, b), List.of(c, b, a));
  }

  @Test
  void the_heavier_a_service_the_more_often_it_is_first() {
    var records = List.of(srv(1, 10, "a"), srv(1, 30, "b"), srv(1, 60, "c"), srv(0, 0, "first"));
    var random = TestRandom.seeded(2);
    var second = new HashMap<String, Integer>();
    for (var run = 0; run < RUNS; run++) {
      var order = Order.srv(records, random);
      assertThat(order.getFirst().target().text()).isEqualTo("first");
      second.merge(order.get(1).target().text(), 1, Integer::sum);
    }
    assertThat(share(second, "a")).isCloseTo(0.1, within(0.02));
    assertThat(share(second, "b")).isCloseTo(0.3, within(0.02));
    assertThat(share(second, "c")).isCloseTo(0.6, within(0.02));
  }

  private static double share(Map<String, Integer> counts, String target) {
    return counts.getOrDefault(target, 0) / (double) RUNS;
  }

  @Test
  void no_weight_is_a_small_chance_and_not_none() {
    var random = TestRandom.seeded(3);
    var firsts = new HashMap<String, Integer>();
    for (var run = 0; run < RUNS; run++) {
      var order = Order.srv(List.of(srv(1, 9, "heavy"), srv(1, 0, "light")), random);
      firsts.merge(order.getFirst().target().text(), 1, Integer::sum);
    }
    assertThat(share(firsts, "light")).isCloseTo(0.1, within(0.02));
  }

  @Property
  void every_record_is_there_once_and_priorities_rise(
      @ForAll @Size(max = 60) List<@IntRange(max = 65535) Integer> weights, @ForAll long seed) {
    var records =
        IntStream.range(0, weights.size())
            .mapToObj(i -> srv(i % 3, weights.get(i), "t" + i))
            .toList();
    var order = Order.srv(records, TestRandom.seeded(seed));
    assertThat(order).containsExactlyInAnyOrderElementsOf(records);
    assertThat(order).extracting(Srv::priority).isSorted();
  }

  @Test
  void the_most_records_with_the_most_weight_are_ordered_quickly() {
    var records =
        IntStream.range(0, AnswerReader.MAX_RECORDS).mapToObj(i -> srv(1, 65535, "t" + i)).toList();
    assertThat(Order.srv(records, TestRandom.seeded(4))).hasSize(AnswerReader.MAX_RECORDS);
  }
}

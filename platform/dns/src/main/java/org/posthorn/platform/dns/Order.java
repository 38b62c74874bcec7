package org.posthorn.platform.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Srv;

/// In which order hosts are tried, new at every question so that the load spreads.
final class Order {
  private Order() {}

  /// By preference; at random among equals (RFC 5321 §5.1).
  static List<Mx> mx(List<Mx> records, RandomGenerator random) {
    var order = new ArrayList<>(records);
    Collections.shuffle(order, random);
    order.sort(Comparator.comparingInt(Mx::preference));
    return order;
  }

  /// By priority; among equals at random, the heavier the sooner (RFC 2782).
  static List<Srv> srv(List<Srv> records, RandomGenerator random) {
    var byPriority = new TreeMap<Integer, List<Srv>>();
    for (var record : records)
      byPriority.computeIfAbsent(record.priority(), _ -> new ArrayList<>()).add(record);
    var order = new ArrayList<Srv>();
    for (var equals : byPriority.values()) order.addAll(weighted(equals, random));
    return order;
  }

  /// Quadratic, as the RFC has it: [AnswerReader#MAX_RECORDS] keeps it short.
  private static List<Srv> weighted(List<Srv> equals, RandomGenerator random) {
    var left = new ArrayList<>(equals);
    Collections.shuffle(left, random);
    // Those without weight come first, so that only a 0 picks them.
    left.sort(Comparator.comparing(srv -> srv.weight() > 0));
    var sum = left.stream().mapToInt(Srv::weight).sum();
    var order = new ArrayList<Srv>();
    while (!left.isEmpty()) {
      var chosen = random.nextInt(sum + 1);
      var at = 0;
      for (var running = left.get(0).weight(); running < chosen; )
        running += left.get(++at).weight();
      var next = left.remove(at);
      sum -= next.weight();
      order.add(next);
    }
    return order;
  }
}

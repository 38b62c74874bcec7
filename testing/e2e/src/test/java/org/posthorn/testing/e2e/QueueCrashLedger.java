package org.posthorn.testing.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was handed in, what of it was acknowledged, and what arrived at the other host, how often
/// and when. Guarded by its own monitor.
final class QueueCrashLedger {

  /// One message on its way to one destination: what the queue sends in one transaction.
  private record Parcel(long number, String domain) {}

  /// A message that was handed in.
  private record Letter(Set<String> recipients) {
    Set<String> at(String domain) {
      return recipients.stream()
          .filter(recipient -> domain(recipient).equals(domain))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    Stream<String> domains() {
      return recipients.stream().map(QueueCrashLedger::domain).distinct();
    }
  }

  /// A message that the other host has taken.
  static final class Arrival {
    private final int killsBefore;
    private volatile boolean settled;

    private Arrival(int killsBefore) {
      this.killsBefore = killsBefore;
    }

    /// The server went on with something else, as it does only when it has written down that this
    /// one was taken.
    void settled() {
      settled = true;
    }
  }

  private final Map<Long, Letter> letters = new TreeMap<>();
  private final Set<Long> acknowledged = new TreeSet<>();
  private final Map<Parcel, List<Arrival>> arrivals = new HashMap<>();
  private int kills;

  private static String domain(String address) {
    return address.substring(address.indexOf('@') + 1);
  }

  synchronized void sending(long number, List<String> recipients) {
    letters.put(number, new Letter(Set.copyOf(recipients)));
  }

  synchronized void acknowledged(long number) {
    acknowledged.add(number);
  }

  synchronized int acknowledged() {
    return acknowledged.size();
  }

  synchronized int arrived() {
    return arrivals.size();
  }

  synchronized int kills() {
    return kills;
  }

  /// @throws AssertionError when nobody sent this to them
  synchronized Arrival arrived(List<String> recipients, String message) {
    var number = CrashMail.number(message);
    var letter = letters.get(number);
    if (letter == null) throw new AssertionError("nobody sent message " + number);
    var domain = domain(recipients.getFirst());
    var expected = letter.at(domain);
    if (!expected.equals(new TreeSet<>(recipients)) || recipients.size() != expected.size())
      throw new AssertionError(
          "message %d is for %s and came for %s".formatted(number, expected, recipients));
    if (!CrashMail.hasBody(number, message))
      throw new AssertionError("message " + number + " was changed:\n" + message);
    var arrival = new Arrival(kills);
    arrivals.computeIfAbsent(new Parcel(number, domain), _ -> new ArrayList<>()).add(arrival);
    return arrival;
  }

  /// After a kill, when all that was sent before it has arrived.
  synchronized void killed() {
    kills++;
  }

  /// When the queue is empty: compares what was acknowledged with what came.
  ///
  /// @param workers that were at work at most when the server was killed
  /// @return how many came twice
  synchronized int settle(int workers) {
    letters.forEach(this::checkArrival);
    var repeated = new TreeMap<Integer, Integer>();
    arrivals.forEach((parcel, times) -> countRepeated(parcel, times, repeated));
    repeated.forEach((kill, count) -> {
      if (count > workers)
        throw new AssertionError(
            "kill %d had %d messages sent twice by %d workers".formatted(kill, count, workers));
    });
    return repeated.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// What was acknowledged came to everybody; what was not came to everybody or to nobody.
  private void checkArrival(long number, Letter letter) {
    var missing =
        letter
            .domains()
            .filter(domain -> !arrivals.containsKey(new Parcel(number, domain)))
            .toList();
    if (missing.isEmpty()) return;
    if (acknowledged.contains(number))
      throw new AssertionError(
          "message %d was acknowledged and has not come to %s".formatted(number, missing));
    if (missing.size() != letter.domains().count())
      throw new AssertionError(
          "message %d for %s has not come to %s".formatted(number, letter.recipients(), missing));
  }

  /// An arrival before the last is allowed when a kill came between it and its settling.
  private static void countRepeated(
      Parcel parcel, List<Arrival> times, Map<Integer, Integer> repeated) {
    for (var i = 0; i + 1 < times.size(); i++) {
      var earlier = times.get(i);
      if (earlier.settled)
        throw new AssertionError(parcel + " was settled before a kill and came again");
      if (earlier.killsBefore == times.get(i + 1).killsBefore)
        throw new AssertionError(parcel + " came twice without a kill in between");
      repeated.merge(earlier.killsBefore, 1, Integer::sum);
    }
  }
}

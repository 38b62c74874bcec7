package org.posthorn.platform.net;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The running counts behind [NetworkCounts]. Thread-safe.
final class Counters {
  final LongAdder accepted = new LongAdder();
  final LongAdder badProxyHeaders = new LongAdder();
  final LongAdder failedHandshakes = new LongAdder();
  final LongAdder crashedSessions = new LongAdder();
  final LongAdder acceptFailures = new LongAdder();
  private final Map<Refusal, Long> refused = new ConcurrentHashMap<>();

  void refused(Refusal reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  NetworkCounts counts(int open) {
    return new NetworkCounts(
        open,
        accepted.sum(),
        refused,
        badProxyHeaders.sum(),
        failedHandshakes.sum(),
        crashedSessions.sum(),
        acceptFailures.sum());
  }
}

package org.posthorn.domain.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.platform.storage.PartitionId;

/// The leases of this node: their names, and what is out on them, so that those of long messages
/// are renewed. Thread-safe.
final class Leases {

  /// How long the mail of a node that died waits for another.
  static final Duration LENGTH = Duration.ofMinutes(5);

  /// What has less left than this is renewed.
  static final Duration RENEWED_BELOW = Duration.ofMinutes(3);

  private final String node;
  private final AtomicLong last = new AtomicLong();
  private final Set<Batch> out = ConcurrentHashMap.newKeySet();

  Leases(String node) {
    this.node = node;
  }

  static String prefix(String node) {
    return node + "/";
  }

  /// A name that this node has not used since it started; what it had before is freed then.
  String name() {
    return prefix(node) + Long.toString(last.incrementAndGet(), 36);
  }

  /// Entries that were leased together. Compared by identity.
  static final class Batch {
    private final PartitionId partition;
    private final String lease;
    private final Set<Long> numbers = ConcurrentHashMap.newKeySet();
    private volatile Instant until;

    private Batch(PartitionId partition, String lease, Instant until) {
      this.partition = partition;
      this.lease = lease;
      this.until = until;
    }

    PartitionId partition() {
      return partition;
    }

    String lease() {
      return lease;
    }

    List<Long> numbers() {
      return List.copyOf(numbers);
    }

    boolean isEndingAt(Instant now) {
      return until.isBefore(now.plus(RENEWED_BELOW));
    }

    void renewed(Instant end) {
      until = end;
    }

    /// Nothing is done about this one any more.
    void settled(QueueEntry entry) {
      numbers.remove(entry.id().number());
    }
  }

  /// Notes entries of one partition that share a lease; at least one.
  Batch begin(List<QueueEntry> entries) {
    var first = entries.getFirst();
    var lease = first.lease();
    if (lease == null) throw new IllegalArgumentException("not leased");
    var batch = new Batch(first.id().partition(), lease, first.due());
    for (var entry : entries) batch.numbers.add(entry.id().number());
    out.add(batch);
    return batch;
  }

  void end(Batch batch) {
    out.remove(batch);
  }

  /// What must be renewed now.
  List<Batch> endingAt(Instant now) {
    return out.stream().filter(batch -> batch.isEndingAt(now)).toList();
  }
}

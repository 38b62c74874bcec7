package org.posthorn.domain.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.posthorn.domain.mailbox.EmailFeed;
import org.posthorn.platform.storage.Partition;

/// Keeps an account's segments few and free of what is gone: [#FAN] of about the same size become
/// one, so that every email is written again a few times in its life, and one that is mostly of
/// emails that are gone is made anew. Owned by one thread.
final class Merging {

  /// Segments of a size that become one of the next.
  private static final int FAN = 8;

  /// A segment of so many emails is not merged any more: what one search holds of a segment, and
  /// what one merge writes, has a bound.
  private static final int LARGE_EMAILS = 32_768;

  private static final long LARGE_BYTES = 96L << 20;

  /// A segment is made anew when more than this part of its emails is gone.
  private static final double MOST_GONE = 0.25;

  private final EmailFeed feed;
  private final Partition partition;

  Merging(EmailFeed feed, Partition partition) {
    this.feed = feed;
    this.partition = partition;
  }

  /// Merges until nothing is to be merged.
  void merge(long account) {
    while (true) {
      var due = due(partition.read(tx -> SegmentStore.segments(tx, account)));
      if (due.isEmpty()) return;
      merge(account, due.stream().map(SegmentStore.Row::id).toList());
    }
  }

  private static List<SegmentStore.Row> due(List<SegmentStore.Row> segments) {
    var bySize = new ArrayList<List<SegmentStore.Row>>();
    for (var segment : segments) {
      if (segment.emails() >= LARGE_EMAILS || segment.bytes() >= LARGE_BYTES) continue;
      int size = (Integer.SIZE - Integer.numberOfLeadingZeros(segment.emails())) / 3;
      while (bySize.size() <= size) bySize.add(new ArrayList<>());
      var same = bySize.get(size);
      same.add(segment);
      if (same.size() >= FAN) return same;
    }
    return List.of();
  }

  /// Makes those anew of which too much is gone.
  void compact(long account) {
    for (var segment : partition.read(tx -> SegmentStore.segments(tx, account))) {
      var emails = emails(segment.id());
      long alive = feed.existing(partition.id(), account, emails).length;
      if (alive < emails.length * (1 - MOST_GONE)) merge(account, List.of(segment.id()));
    }
  }

  private void merge(long account, List<Long> segments) {
    var output = new SegmentOutput(partition, account);
    var all = segments.stream().flatMapToLong(id -> Arrays.stream(emails(id))).sorted().distinct();
    var alive = feed.existing(partition.id(), account, all.toArray());
    var merged = Merge.run(partition, segments, alive, output);
    if (merged != null) output.finish(merged, segments);
    else SegmentOutput.drop(partition, segments);
  }

  private long[] emails(long segment) {
    return partition.read(
        tx -> Directory.decode(Packed.unpack(SegmentStore.directory(tx, segment))).emails());
  }
}

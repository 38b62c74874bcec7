package org.posthorn.domain.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Partition;

/// Writes a new segment to the database, in the place of others: small ones in one transaction,
/// large ones a part at a time, so that other people's writes get through in between. Until it is
/// complete nobody sees it, and what a killed process leaves is removed at the next start.
///
/// Owned by one thread.
final class SegmentOutput implements SegmentWriter.PageSink {

  /// Octets of one transaction.
  private static final int PART_OCTETS = 1 << 20;

  private static final int DROPPED_AT_ONCE = 100;

  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  private record Waiting(int number, byte[] data) {}

  private final Partition partition;
  private final long account;
  private final List<Waiting> waiting = new ArrayList<>();
  private int waitingOctets;
  private long bytes;
  private @Nullable Long segment;

  SegmentOutput(Partition partition, long account) {
    this.partition = partition;
    this.account = account;
  }

  @Override
  public void page(int number, byte[] data) {
    if (number >= SegmentStore.MAX_PAGES) throw new IllegalStateException("too many pages");
    waiting.add(new Waiting(number, data));
    waitingOctets += data.length;
    bytes += data.length;
    if (waitingOctets >= PART_OCTETS) writePart();
  }

  private void writePart() {
    var pages = List.copyOf(waiting);
    var begun = segment;
    segment =
        partition.write(tx -> {
          long id = begun == null ? SegmentStore.begin(tx, account) : begun;
          for (var page : pages) SegmentStore.add(tx, id, page.number(), page.data());
          return id;
        });
    waiting.clear();
    waitingOctets = 0;
  }

  /// Makes it visible and removes those that it replaces, at once.
  void finish(Directory directory, List<Long> replaced) {
    var pages = List.copyOf(waiting);
    var begun = segment;
    var encoded = Packed.pack(directory.encode());
    bytes += encoded.length;
    partition.write(tx -> {
      long id = begun == null ? SegmentStore.begin(tx, account) : begun;
      for (var page : pages) SegmentStore.add(tx, id, page.number(), page.data());
      for (var old : replaced) SegmentStore.hide(tx, old);
      int size = directory.size();
      var row = new SegmentStore.Row(id, size, directory.email(size - 1), bytes);
      SegmentStore.complete(tx, row, encoded);
      return null;
    });
    drop(partition, replaced);
  }

  /// Removes segments: from sight at once, their pages some at a time.
  static void drop(Partition partition, List<Long> segments) {
    if (segments.isEmpty()) return;
    partition.write(tx -> {
      for (var segment : segments) SegmentStore.hide(tx, segment);
      return null;
    });
    for (var segment : segments) {
      int from = 0;
      while (dropPages(partition, segment, from)) from += DROPPED_AT_ONCE;
      partition.write(tx -> {
        SegmentStore.drop(tx, segment);
        return null;
      });
    }
  }

  private static boolean dropPages(Partition partition, long segment, int from) {
    return partition.write(tx -> SegmentStore.dropPages(tx, segment, from, DROPPED_AT_ONCE));
  }
}

package org.posthorn.domain.delivery;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.fragment.Kept;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.platform.storage.Work;

/// A part of a message that is kept until the others have come. Those who get copies have them by
/// the same transaction, each of the part as it came. Used once, by the thread that delivers and by
/// the writer of the partition.
final class KeepingJob implements Alongside {

  private final PartitionId partition;
  private final PreparedBlob part;
  private final List<ServerPost> copies;
  private final Work<Kept> keep;
  private final Outbound outbound;

  /// Set by each run of the transaction; the last one is the one that was committed.
  private volatile List<Accepted> queued = List.of();

  private volatile @Nullable Kept kept;

  KeepingJob(
      PartitionId partition,
      PreparedBlob part,
      List<ServerPost> copies,
      Work<Kept> keep,
      Outbound outbound) {
    this.partition = partition;
    this.part = part;
    this.copies = List.copyOf(copies);
    this.keep = keep;
    this.outbound = outbound;
  }

  /// The part is delivered as it is, and its copies with it: none of this is.
  static final class NotKept extends RuntimeException {
    private final transient Kept kept;

    NotKept(Kept kept) {
      super("a part goes on as it is");
      this.kept = kept;
    }

    Kept kept() {
      return kept;
    }
  }

  List<Arrival> arrivals() {
    return copies.stream().flatMap(copy -> copy.arrivals().stream()).toList();
  }

  @Override
  public PartitionId partition() {
    return partition;
  }

  @Override
  public List<PreparedBlob> blobs() {
    var blobs = new ArrayList<PreparedBlob>();
    blobs.add(part);
    for (var copy : copies) blobs.addAll(copy.blobs());
    return blobs;
  }

  @Override
  public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
    queued = List.of();
    var outcome = keep.run(tx);
    kept = outcome;
    if (copies.isEmpty()) return;
    if (outcome instanceof Kept.GoesOn) throw new NotKept(outcome);
    var all = placed.getFirst();
    for (var one : all)
      if (!(one instanceof Placed.Stored))
        throw new StorageException("a mailbox does not take a copy: " + one);
    var accepted = new ArrayList<Accepted>();
    int from = 0;
    for (var copy : copies) {
      int to = from + copy.arrivals().size();
      accepted.addAll(copy.write(tx, partition, all.subList(from, to), outbound));
      from = to;
    }
    queued = accepted;
  }

  /// After the commit.
  Kept kept() {
    return Objects.requireNonNull(kept);
  }

  void announce() {
    queued.forEach(outbound::announce);
  }
}

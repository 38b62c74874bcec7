package org.posthorn.domain.delivery;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.platform.storage.Work;

/// The delivery of something that was accepted before: it stops waiting by the transaction that
/// delivers it, and goes on waiting when a mailbox does not take it.
record KeptJob(DeliveryJob job, Work<@Nullable Void> settle) implements Alongside {

  @Override
  public PartitionId partition() {
    return job.partition();
  }

  @Override
  public List<PreparedBlob> blobs() {
    return job.blobs();
  }

  @Override
  public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
    settle.run(tx);
    for (var group : placed)
      for (var one : group)
        if (!(one instanceof Placed.Stored))
          throw new StorageException("a mailbox does not take what was accepted: " + one);
    job.write(tx, placed);
  }
}

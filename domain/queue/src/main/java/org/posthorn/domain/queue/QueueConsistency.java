package org.posthorn.domain.queue;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Sql;

/// Checks that each message of the queue has its octets, and that no octets are kept for nobody.
public final class QueueConsistency {

  private QueueConsistency() {}

  private static final String LOST =
      """
      SELECT entry_id FROM queue_entry
      WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.id = queue_entry.blob_id AND blob.owner = 0)
      LIMIT 100
      """;

  private static final String MISCOUNTED =
      """
      SELECT id FROM blob LEFT JOIN (
        SELECT blob_id, COUNT(*) AS holders FROM queue_entry GROUP BY blob_id) held ON blob_id = id
      WHERE owner = 0 AND refs <> COALESCE(holders, 0)
      LIMIT 100
      """;

  /// What is wrong, in words; at most a hundred of each kind.
  public static List<String> faults(Partition partition) {
    return partition.read(tx -> {
      var faults =
          new ArrayList<>(
              Sql.all(tx, row -> "entry %d has no octets".formatted(row.getLong(1)), LOST));
      faults.addAll(
          Sql.all(
              tx,
              row ->
                  "blob %d is held by another number of entries than it says"
                      .formatted(row.getLong(1)),
              MISCOUNTED));
      return faults;
    });
  }
}

package org.posthorn.domain.fragment;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Sql;

/// Checks that each part that waits has its octets, and that no octets are kept for nobody.
public final class FragmentConsistency {

  private FragmentConsistency() {}

  private static final String LOST =
      """
      SELECT fragment_id FROM fragment
      WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.id = fragment.blob_id AND blob.owner = -1)
      LIMIT 100
      """;

  private static final String MISCOUNTED =
      """
      SELECT id FROM blob LEFT JOIN (
        SELECT blob_id, COUNT(*) AS holders FROM fragment GROUP BY blob_id) held ON blob_id = id
      WHERE owner = -1 AND refs <> COALESCE(holders, 0)
      LIMIT 100
      """;

  /// What is wrong, in words; at most a hundred of each kind.
  public static List<String> faults(Partition partition) {
    return partition.read(tx -> {
      var faults =
          new ArrayList<>(
              Sql.all(tx, row -> "part %d has no octets".formatted(row.getLong(1)), LOST));
      faults.addAll(
          Sql.all(
              tx,
              row ->
                  "blob %d is held by another number of parts than it says"
                      .formatted(row.getLong(1)),
              MISCOUNTED));
      return faults;
    });
  }
}

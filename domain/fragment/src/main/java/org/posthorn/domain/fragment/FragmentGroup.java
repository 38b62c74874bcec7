package org.posthorn.domain.fragment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.smtp.ReversePath;

/// Parts of one message.
///
/// @param partId the id that they name
/// @param total how many there are, 0 while no part has said
/// @param present how many have come
/// @param due when they go on as they are
public record FragmentGroup(
    Id id,
    String partId,
    Bearer bearer,
    ReversePath sender,
    @Nullable AccountId account,
    int total,
    int present,
    long octets,
    Instant first,
    Instant due) {

  /// Where it is.
  public record Id(PartitionId partition, long number) {
    @Override
    public String toString() {
      return "%s-parts-%d".formatted(partition, number);
    }
  }

  public boolean isComplete() {
    return total > 0 && present == total;
  }

  /// `2 of 3 parts`
  public String counted() {
    return "%d of %s parts".formatted(present, total == 0 ? "an unknown number of" : total);
  }
}

package org.posthorn.domain.queue;

import org.posthorn.platform.storage.PartitionId;

/// Names an entry of the queue for ever: an id is never given to a second one.
///
/// @param number within the partition, rising with the time of acceptance
public record EntryId(PartitionId partition, long number) {
  @Override
  public String toString() {
    return partition + "-" + number;
  }
}

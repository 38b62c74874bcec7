package org.posthorn.domain.queue;

import java.time.Instant;
import java.util.List;
import org.posthorn.platform.storage.PartitionId;

/// Mail that a transaction has put into the queue. Once that is committed, [MailQueue#announce]
/// tells the workers.
///
/// @param due when it is tried first
public record Accepted(
    PartitionId partition, List<String> destinations, Priority priority, Instant due) {
  public Accepted {
    destinations = List.copyOf(destinations);
  }
}

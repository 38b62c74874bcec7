package org.posthorn.domain.queue;

import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Work;

/// Delivers reports: into a mailbox here, or into the queue again. Called by many threads.
@FunctionalInterface
public interface ReportSink {

  /// Delivers a report, and settles what it reports in the same transaction: then a crash neither
  /// reports twice nor never. When the report belongs into another partition, the report comes
  /// first.
  ///
  /// What `settle` throws undoes the report as well and is thrown on.
  ///
  /// @param where the partition that `settle` is for
  void deliver(Report report, PartitionId where, Work<@Nullable Void> settle);
}

package org.posthorn.domain.search;

import java.sql.SQLException;
import org.posthorn.platform.storage.Transaction;

/// A segment within one transaction: its directory, and its pages as they are asked for.
final class SegmentReader {

  private final SegmentCache cache;
  private final Transaction tx;
  private final int partition;
  private final long segment;
  private final Directory directory;

  SegmentReader(SegmentCache cache, Transaction tx, int partition, long segment)
      throws SQLException {
    this.cache = cache;
    this.tx = tx;
    this.partition = partition;
    this.segment = segment;
    directory = cache.directory(tx, partition, segment);
  }

  long segment() {
    return segment;
  }

  Directory directory() {
    return directory;
  }

  Page page(int number) throws SQLException {
    return cache.page(tx, partition, segment, number);
  }
}

package org.posthorn.domain.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import org.posthorn.platform.storage.Transaction;

/// Directories and pages of segments that were searched lately. They never change and their ids are
/// never used again, so nothing here is ever wrong. Any thread may ask.
final class SegmentCache {

  /// Octets of all pages together: the words of some 100,000 messages.
  private static final long MAX_PAGE_OCTETS = 48L << 20;

  /// Octets of all directories together.
  private static final long MAX_DIRECTORY_OCTETS = 16L << 20;

  private record DirectoryKey(int partition, long segment) {}

  private record PageKey(int partition, long segment, int page) {}

  private final Cache<DirectoryKey, Directory> directories =
      Caffeine.newBuilder()
          .maximumWeight(MAX_DIRECTORY_OCTETS)
          .<DirectoryKey, Directory>weigher((_, directory) -> directory.weight())
          .build();

  private final Cache<PageKey, Page> pages =
      Caffeine.newBuilder()
          .maximumWeight(MAX_PAGE_OCTETS)
          .<PageKey, Page>weigher((_, page) -> page.weight())
          .build();

  Directory directory(Transaction tx, int partition, long segment) throws SQLException {
    var key = new DirectoryKey(partition, segment);
    var known = directories.getIfPresent(key);
    if (known != null) return known;
    var read = Directory.decode(Packed.unpack(SegmentStore.directory(tx, segment)));
    directories.put(key, read);
    return read;
  }

  Page page(Transaction tx, int partition, long segment, int number) throws SQLException {
    var key = new PageKey(partition, segment, number);
    var known = pages.getIfPresent(key);
    if (known != null) return known;
    var read = Page.decode(Packed.unpack(SegmentStore.page(tx, segment, number)));
    pages.put(key, read);
    return read;
  }
}

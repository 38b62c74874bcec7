package org.posthorn.domain.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sort keys of mailboxes that were sorted lately. Messages that have come since are read when
/// they are asked for, nothing is read twice; any thread may ask.
///
/// Read are the blocks of the table `sort_block`, and the rows of messages that are in none: those
/// of the newest UIDs, and those of mailboxes from before the table was there, whose blocks are
/// then written.
final class KnownSortKeys {

  /// Octets that all keys together may take; a message takes some 100, with names twice as much.
  static final long MAX_OCTETS = 96L << 20;

  /// Blocks that one transaction writes.
  private static final int BLOCKS_AT_ONCE = 32;

  private static final Logger LOG = LoggerFactory.getLogger(KnownSortKeys.class);

  private record Key(int partition, long account, MailboxId mailbox) {}

  private record Made(int block, SortBlock keys) {}

  private final Cache<Key, SortKeys> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_OCTETS)
          .<Key, SortKeys>weigher((_, keys) -> keys.weight())
          .build();

  /// The keys of at least all messages of `snapshot` that are still there.
  SortKeys of(Partition partition, Where where, Snapshot snapshot, Set<SortPart> wanted) {
    var size = snapshot.size();
    if (size == 0) return SortKeys.NONE;
    var key = new Key(where.account().partition().value(), where.account().id(), where.mailbox());
    var known = cache.getIfPresent(key);
    var parts = EnumSet.of(SortPart.NUMBERS);
    parts.addAll(wanted);
    if (known != null) parts.addAll(known.parts());
    // Those that are gone are let go of when they are the greater part.
    if (known != null && (!known.has(wanted) || known.size() > 2 * size + 1000)) known = null;
    if (known != null && known.last() >= snapshot.uid(size - 1)) return known;
    var more =
        known == null
            ? new SortKeys.Builder(parts, size)
            : new SortKeys.Builder(known, Math.max(16, size - known.size()));
    var made = new ArrayList<Made>();
    partition.read(tx -> {
      new Loading(tx, where.mailbox(), snapshot, parts, more, made).run();
      return null;
    });
    store(partition, where, made);
    var keys = more.build();
    cache.put(key, keys);
    return keys;
  }

  /// Writes blocks that were missing, for the next one who asks. Where that fails they are made
  /// again.
  private static void store(Partition partition, Where where, List<Made> made) {
    try {
      for (var from = 0; from < made.size(); from += BLOCKS_AT_ONCE) {
        var part = made.subList(from, Math.min(made.size(), from + BLOCKS_AT_ONCE));
        partition.write(tx -> {
          // A mailbox that was deleted meanwhile takes no blocks any more.
          if (MailboxRows.byId(tx, where.account().id(), where.mailbox()) == null) return null;
          for (var block : part) SortBlocks.store(tx, where.mailbox(), block.block(), block.keys());
          return null;
        });
      }
    } catch (StorageException e) {
      LOG.debug("sort keys of a mailbox were not kept: {}", e.getMessage());
    }
  }

  /// One walk over the blocks in which a snapshot has messages beyond those known.
  private static final class Loading {
    private final Transaction tx;
    private final MailboxId mailbox;
    private final Snapshot snapshot;
    private final Set<SortPart> parts;
    private final SortKeys.Builder keys;
    private final List<Made> made;
    private int index;

    Loading(
        Transaction tx,
        MailboxId mailbox,
        Snapshot snapshot,
        Set<SortPart> parts,
        SortKeys.Builder keys,
        List<Made> made) {
      this.tx = tx;
      this.mailbox = mailbox;
      this.snapshot = snapshot;
      this.parts = parts;
      this.keys = keys;
      this.made = made;
      var first = snapshot.indexOf(keys.last() + 1);
      index = first >= 0 ? first : -1 - first;
    }

    void run() throws SQLException {
      var first = SortBlock.blockOf(snapshot.uid(index));
      SortBlocks.load(
          tx,
          mailbox,
          first,
          parts,
          (block, stored) -> {
            makeUpTo(block);
            keys.add(stored);
            skip(block);
          });
      makeUpTo(Integer.MAX_VALUE);
    }

    /// Makes the blocks before one that are not stored.
    private void makeUpTo(int end) throws SQLException {
      while (index < snapshot.size()) {
        var block = SortBlock.blockOf(snapshot.uid(index));
        if (block >= end) return;
        var whole = SortBlock.lastUid(block) < snapshot.uidNext();
        var numbersOnly = !whole && parts.size() == 1;
        var keysOf =
            numbersOnly
                ? SortBlocks.makeNumbers(tx, mailbox, block)
                : SortBlocks.make(tx, mailbox, block);
        if (whole) made.add(new Made(block, keysOf));
        keys.add(keysOf);
        skip(block);
      }
    }

    private void skip(int block) {
      while (index < snapshot.size() && SortBlock.blockOf(snapshot.uid(index)) <= block) index++;
    }
  }
}

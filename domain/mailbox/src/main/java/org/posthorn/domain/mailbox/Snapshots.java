package org.posthorn.domain.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.Transaction;

/// The snapshots of mailboxes that were looked at lately, so that SELECT costs what changed and not
/// what is there. Each is brought up to date by the database whenever it is asked for; any thread
/// may ask.
final class Snapshots {

  /// Octets that all snapshots together may take; a message takes 20.
  static final long MAX_OCTETS = 64L << 20;

  private record Key(int partition, long account, MailboxId mailbox, long reader) {}

  private final Cache<Key, Snapshot> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_OCTETS)
          .<Key, Snapshot>weigher((_, snapshot) -> snapshot.weight())
          .build();

  /// The mailbox as it is now, or null if there is no such mailbox of this account.
  @Nullable Snapshot now(Partition partition, Where where) {
    var account = where.account();
    var key = new Key(account.partition().value(), account.id(), where.mailbox(), where.reader());
    var known = cache.getIfPresent(key);
    var now = partition.read(tx -> refresh(tx, where, known));
    if (now == null) cache.invalidate(key);
    else if (now != known) cache.put(key, now);
    return now;
  }

  private static @Nullable Snapshot refresh(Transaction tx, Where where, @Nullable Snapshot known)
      throws SQLException {
    var mailbox = MailboxRows.byId(tx, where.account().id(), where.mailbox());
    if (mailbox == null) return null;
    if (known == null
        || known.modseq() > mailbox.modseq()
        || known.uidValidity() != mailbox.uidValidity())
      return MessageRows.load(tx, where, mailbox);
    return known.with(MessageRows.changes(tx, where, mailbox, known.modseq()));
  }
}

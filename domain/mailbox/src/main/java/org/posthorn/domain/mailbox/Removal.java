package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.util.stream.IntStream;
import org.posthorn.platform.storage.Transaction;

/// Takes messages out of mailboxes within one transaction.
final class Removal {

  private Removal() {}

  /// Expunges those of `uids` that have all of `requiredFlags` set; returns which.
  static Uids expunge(
      Transaction tx, Retention retention, Where where, Uids uids, long requiredFlags)
      throws SQLException {
    var account = AccountRow.lock(tx, where.account().id(), retention.clock());
    var mailbox = MailboxRows.byId(tx, account.id(), where.mailbox());
    if (mailbox == null) return Uids.of();
    var tally = Tally.of(mailbox);
    var modseq = account.nextModseq();
    var gone = IntStream.builder();
    var limit = where.account().limit();
    var now = retention.clock().instant();
    for (var message : MessageRows.slim(tx, mailbox.id(), uids)) {
      if ((message.flags() & requiredFlags) != requiredFlags) continue;
      MessageRows.remove(tx, mailbox.id(), message.uid(), modseq);
      var kept = new ExpungedRows.Gone(message.email(), mailbox, message.flags(), message.size());
      if (retention.keeps()) ExpungedRows.keep(tx, account, limit, now, kept);
      else MessageRows.dropIfUnused(tx, account.id(), message.email());
      tally.remove(message.flags(), message.size());
      account.count(-message.size(), -1);
      gone.add(message.uid());
    }
    var removed = Uids.ofSorted(gone.build().toArray());
    if (!removed.isEmpty()) {
      SortBlocks.removed(tx, mailbox.id(), removed.array());
      tally.modseq = modseq;
      MailboxRows.save(tx, mailbox.id(), tally);
      SeenRows.forget(tx, mailbox.id(), removed);
      account.save(tx);
    }
    return removed;
  }
}

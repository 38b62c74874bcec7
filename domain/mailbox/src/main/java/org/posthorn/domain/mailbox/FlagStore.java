package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Changes the flags of messages within one transaction.
final class FlagStore {

  private static final String UPDATE =
      "UPDATE message SET flags = ?, modseq = ? WHERE mailbox_id = ? AND uid = ?";

  /// Where the `\Seen` that is told is not the row's.
  private static final String UPDATE_BUT_SEEN =
      "UPDATE message SET flags = (flags & 1) | ?, modseq = ? WHERE mailbox_id = ? AND uid = ?";

  private FlagStore() {}

  static FlagsOutcome store(
      Transaction tx, InstantSource clock, Where where, Uids uids, FlagEdit edit)
      throws SQLException {
    var account = AccountRow.lock(tx, where.account().id(), clock);
    var mailbox = MailboxRows.byId(tx, account.id(), where.mailbox());
    if (mailbox == null) return new FlagsOutcome.NoSuchMailbox();
    long bits;
    switch (KeywordRows.pack(tx, account.id(), edit.flags())) {
      case KeywordRows.Packed.Bits(var packed) -> bits = packed;
      case KeywordRows.Packed.TooMany() -> {
        return new FlagsOutcome.TooManyKeywords();
      }
    }
    var changed = IntStream.builder();
    var modified = IntStream.builder();
    var tally = Tally.of(mailbox);
    var modseq = account.nextModseq();
    for (var message : MessageRows.slim(tx, where, uids)) {
      var flags = edit.apply(message.flags(), bits);
      if (message.modseq() > edit.unchangedSince()) modified.add(message.uid());
      else if (flags != message.flags()) {
        if (where.seenBy() != null) update(tx, where, message, flags, modseq);
        else Sql.update(tx, UPDATE, flags, modseq, mailbox.id().value(), message.uid());
        tally.change(shared(where, message.flags()), shared(where, flags));
        tally.modseq = modseq;
        changed.add(message.uid());
      }
    }
    if (tally.modseq == modseq) {
      MailboxRows.save(tx, mailbox.id(), tally);
      account.save(tx);
    }
    return new FlagsOutcome.Stored(
        Uids.ofSorted(changed.build().toArray()), Uids.ofSorted(modified.build().toArray()));
  }

  /// For a reader who has a `\Seen` of his own.
  private static void update(
      Transaction tx, Where where, MessageRows.Slim message, long flags, long modseq)
      throws SQLException {
    var seen = SystemFlag.SEEN.bit();
    if (((message.flags() ^ flags) & seen) != 0)
      SeenRows.set(tx, where, message.uid(), (flags & seen) != 0, modseq);
    if (((message.flags() ^ flags) & ~seen) != 0)
      Sql.update(
          tx, UPDATE_BUT_SEEN, flags & ~seen, modseq, where.mailbox().value(), message.uid());
  }

  /// Those that the mailbox's counters are about.
  private static long shared(Where where, long flags) {
    return where.seenBy() == null ? flags : flags & ~SystemFlag.SEEN.bit();
  }
}

package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Copies and moves messages between mailboxes of one account within one transaction: all of them
/// or none (RFC 9051 §6.4.7).
final class Copying {

  private final Transaction tx;
  private final InstantSource clock;

  Copying(Transaction tx, InstantSource clock) {
    this.tx = tx;
    this.clock = clock;
  }

  CopyOutcome copy(Where from, Uids uids, CopyTarget to) throws SQLException {
    var account = AccountRow.lock(tx, from.account().id(), clock);
    var source = MailboxRows.byId(tx, account.id(), from.mailbox());
    if (source == null) return new CopyOutcome.NoSuchSource();
    var target = MailboxRows.byId(tx, account.id(), to.mailbox());
    if (target == null) return new CopyOutcome.NoSuchTarget();
    var messages = MessageRows.slim(tx, source.id(), uids);
    var bytes = messages.stream().mapToLong(MessageRows.Slim::size).sum();
    var limit = from.account().limit();
    if (!limit.allows(account.use(), bytes, messages.size()))
      return new CopyOutcome.OverQuota(account.use(), limit);
    if (target.uidNext() > Integer.MAX_VALUE - messages.size()) return new CopyOutcome.NoMoreUids();
    var done = insert(account, source, new Into(target, to.flags()), messages);
    account.count(bytes, messages.size());
    account.save(tx);
    return done;
  }

  CopyOutcome move(Where from, Uids uids, CopyTarget to) throws SQLException {
    var account = AccountRow.lock(tx, from.account().id(), clock);
    var source = MailboxRows.byId(tx, account.id(), from.mailbox());
    if (source == null) return new CopyOutcome.NoSuchSource();
    var target = MailboxRows.byId(tx, account.id(), to.mailbox());
    if (target == null) return new CopyOutcome.NoSuchTarget();
    var messages = MessageRows.slim(tx, source.id(), uids);
    if (target.uidNext() > Integer.MAX_VALUE - messages.size()) return new CopyOutcome.NoMoreUids();
    var done = insert(account, source, new Into(target, to.flags()), messages);
    remove(account, from.mailbox(), messages);
    account.save(tx);
    return done;
  }

  private record Into(Mailbox mailbox, FlagMask flags) {}

  private CopyOutcome.Done insert(
      AccountRow account, Mailbox source, Into into, List<MessageRows.Slim> messages)
      throws SQLException {
    var target = into.mailbox;
    var old = new int[messages.size()];
    var made = new int[messages.size()];
    if (messages.isEmpty()) return done(target, old, made);
    var tally = Tally.of(target);
    tally.modseq = account.nextModseq();
    boolean readers = SeenRows.any(tx, source.id());
    var saved = clock.instant();
    for (var message : messages) {
      var uid = tally.uidNext++;
      var flags = into.flags.of(message.flags());
      old[tally.messages] = message.uid();
      made[tally.messages] = uid;
      Sql.update(
          tx,
          Placing.INSERT_MESSAGE,
          target.id().value(),
          uid,
          message.email().value(),
          flags,
          tally.modseq,
          saved);
      SortBlocks.added(tx, target.id(), uid);
      var copy = new SeenRows.Copy(target.id(), uid, tally.modseq);
      if (readers) SeenRows.copy(tx, source.id(), message.uid(), copy);
      tally.add(flags, message.size());
    }
    MailboxRows.save(tx, target.id(), tally);
    return done(target, old, made);
  }

  private static CopyOutcome.Done done(Mailbox target, int[] from, int[] to) {
    return new CopyOutcome.Done(target.uidValidity(), Uids.ofSorted(from), Uids.ofSorted(to));
  }

  private void remove(AccountRow account, MailboxId from, List<MessageRows.Slim> messages)
      throws SQLException {
    // Read again: when a mailbox is moved into itself, the inserts have changed its counters.
    var source = MailboxRows.byId(tx, account.id(), from);
    if (source == null || messages.isEmpty()) return;
    var tally = Tally.of(source);
    tally.modseq = account.nextModseq();
    for (var message : messages) {
      MessageRows.remove(tx, from, message.uid(), tally.modseq);
      tally.remove(message.flags(), message.size());
    }
    MailboxRows.save(tx, from, tally);
    var gone = messages.stream().mapToInt(MessageRows.Slim::uid).toArray();
    SortBlocks.removed(tx, from, gone);
    SeenRows.forget(tx, from, Uids.ofSorted(gone));
  }
}

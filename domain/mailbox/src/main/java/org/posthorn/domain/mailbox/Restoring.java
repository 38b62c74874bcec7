package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Puts expunged messages back into mailboxes within one transaction, whose lifetime it has.
final class Restoring {

  private final Transaction tx;
  private final InstantSource clock;
  private final AccountRow account;
  private final QuotaLimit limit;

  /// By the mailboxes that messages were in.
  private final Map<MailboxId, Mailbox> targets = new HashMap<>();

  private final Map<MailboxId, Tally> tallies = new LinkedHashMap<>();
  private long restored;
  private long overQuota;
  private long gone;

  private Restoring(Transaction tx, InstantSource clock, MailAccount account) throws SQLException {
    this.tx = tx;
    this.clock = clock;
    this.account = AccountRow.lock(tx, account.id(), clock);
    this.limit = account.limit();
  }

  /// @param touched the mailboxes that have got messages
  record Outcome(Undelete.Restored restored, Set<MailboxId> touched) {}

  /// See [Undelete#restore].
  static Outcome restore(
      Transaction tx, InstantSource clock, MailAccount account, List<EmailId> emails)
      throws SQLException {
    var restoring = new Restoring(tx, clock, account);
    // in the order in which they came
    for (var email : emails.stream().sorted(Comparator.comparingLong(EmailId::value)).toList())
      restoring.restore(email);
    return restoring.save();
  }

  private void restore(EmailId email) throws SQLException {
    var kept = ExpungedRows.find(tx, account.id(), email);
    if (kept == null) {
      gone++;
      return;
    }
    if (!limit.allows(account.use(), kept.size(), 1)) {
      overQuota++;
      return;
    }
    var mailbox = target(kept);
    var tally = tallies.get(mailbox.id());
    if (tally == null) {
      tally = Tally.of(mailbox);
      tally.modseq = account.nextModseq();
      tallies.put(mailbox.id(), tally);
    }
    if (tally.uidNext == Integer.MAX_VALUE) {
      overQuota++;
      return;
    }
    ExpungedRows.restored(tx, account, kept);
    insert(kept, mailbox.id(), tally);
    account.count(kept.size(), 1);
    restored++;
  }

  private void insert(ExpungedRows.Kept kept, MailboxId mailbox, Tally tally) throws SQLException {
    var flags = kept.flags() & ~SystemFlag.DELETED.bit();
    var uid = tally.uidNext++;
    Sql.update(
        tx,
        Placing.INSERT_MESSAGE,
        mailbox.value(),
        uid,
        kept.email().value(),
        flags,
        tally.modseq,
        clock.instant());
    SortBlocks.added(tx, mailbox, uid);
    tally.add(flags, kept.size());
  }

  private Mailbox target(ExpungedRows.Kept kept) throws SQLException {
    var known = targets.get(kept.mailbox());
    if (known != null) return known;
    var found = MailboxRows.byId(tx, account.id(), kept.mailbox());
    if (found == null) found = Mailboxes.findOrMake(tx, account, kept.path());
    targets.put(kept.mailbox(), found);
    return found;
  }

  private Outcome save() throws SQLException {
    for (var each : tallies.entrySet()) MailboxRows.save(tx, each.getKey(), each.getValue());
    account.save(tx);
    return new Outcome(
        new Undelete.Restored(restored, overQuota, gone), Set.copyOf(tallies.keySet()));
  }
}

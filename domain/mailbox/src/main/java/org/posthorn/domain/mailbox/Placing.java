package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Transaction;

/// Puts new messages into mailboxes within one transaction: first everything is checked, then
/// everything is changed, so that an arrival that cannot be stored costs nobody else's transaction.
/// Lives as long as its transaction.
final class Placing {

  private static final String INSERT_EMAIL =
      """
      INSERT INTO email (account_id, blob_id, size, received_ms, sent_ms, thread_id, base_subject, summary, structure)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      RETURNING email_id
      """;
  static final String INSERT_MESSAGE =
      """
      INSERT INTO message (mailbox_id, uid, email_id, flags, modseq, saved_ms)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private final Transaction tx;
  private final InstantSource clock;
  private final Map<Long, AccountRow> accounts = new LinkedHashMap<>();
  private final Map<Long, QuotaUse> planned = new LinkedHashMap<>();

  /// By account.
  private final Map<Long, Map<NewEmail, Long>> emails = new HashMap<>();

  Placing(Transaction tx, InstantSource clock) {
    this.tx = tx;
    this.clock = clock;
  }

  /// All arrivals of a group, or none of them. Call [#save] after the last group.
  List<Placed> group(List<Arrival> arrivals) throws SQLException {
    var plannedBefore = Map.copyOf(planned);
    var plans = new ArrayList<Plan>();
    for (var arrival : arrivals) plans.add(plan(arrival));
    var placed = new ArrayList<Placed>();
    if (plans.stream().allMatch(Ready.class::isInstance)) {
      for (var plan : plans) if (plan instanceof Ready ready) placed.add(apply(ready));
      return placed;
    }
    planned.clear();
    planned.putAll(plannedBefore);
    for (var plan : plans) {
      placed.add(plan instanceof Refused(var reason) ? reason : new Placed.NotAlone());
    }
    return placed;
  }

  /// See [Messages#replace].
  static Replaced replace(Transaction tx, Retention retention, Where old, int uid, Arrival arrival)
      throws SQLException {
    var clock = retention.clock();
    var account = AccountRow.lock(tx, old.account().id(), clock);
    var source = MailboxRows.byId(tx, account.id(), old.mailbox());
    if (source == null) return new Replaced.Gone();
    var there = MessageRows.slim(tx, source.id(), Uids.of(uid));
    if (there.isEmpty()) return new Replaced.Gone();
    var placing = new Placing(tx, clock);
    placing.planned.put(account.id(), account.use().plus(-there.getFirst().size(), -1));
    var placed = placing.group(List.of(arrival)).getFirst();
    if (!(placed instanceof Placed.Stored stored)) return new Replaced.Refused(placed);
    placing.save();
    Removal.expunge(tx, retention, old, Uids.of(uid), 0);
    return new Replaced.Done(stored);
  }

  private sealed interface Plan {}

  private record Refused(Placed reason) implements Plan {}

  private record Ready(Arrival arrival, AccountRow account, MailboxId mailbox, long flags)
      implements Plan {}

  private Plan plan(Arrival arrival) throws SQLException {
    var owner = arrival.account();
    var account = accounts.get(owner.id());
    if (account == null) {
      account = AccountRow.lock(tx, owner.id(), clock);
      accounts.put(owner.id(), account);
    }
    var mailbox = find(owner.id(), arrival.target());
    if (mailbox == null) return new Refused(new Placed.NoSuchMailbox());
    if (mailbox.uidNext() == Integer.MAX_VALUE || uid(arrival.target(), mailbox) == 0)
      return new Refused(new Placed.NoMoreUids());
    var use = planned.getOrDefault(owner.id(), account.use());
    var size = arrival.email().blob().size();
    if (!owner.limit().allows(use, size, 1))
      return new Refused(new Placed.OverQuota(use, owner.limit()));
    var packed = KeywordRows.pack(tx, owner.id(), arrival.flags());
    if (packed instanceof KeywordRows.Packed.TooMany
        && arrival.target() instanceof Arrival.Target.Filed)
      packed = new KeywordRows.Packed.Bits(arrival.flags().systemBits());
    if (!(packed instanceof KeywordRows.Packed.Bits(var flags)))
      return new Refused(new Placed.TooManyKeywords());
    planned.put(owner.id(), use.plus(size, 1));
    return new Ready(arrival, account, mailbox.id(), flags);
  }

  /// The UID that a message gets; 0 if it cannot have the one that it wants.
  private static int uid(Arrival.Target target, Mailbox mailbox) {
    if (!(target instanceof Arrival.Target.Imported(_, var uidValidity, var uid)))
      return mailbox.uidNext();
    var free = uid >= mailbox.uidNext() && uid < Integer.MAX_VALUE;
    return free && uidValidity == mailbox.uidValidity() ? uid : 0;
  }

  private @Nullable Mailbox find(long account, Arrival.Target target) throws SQLException {
    return switch (target) {
      case Arrival.Target.ById(var id) -> MailboxRows.byId(tx, account, id);
      case Arrival.Target.Imported(var id, _, _) -> MailboxRows.byId(tx, account, id);
      case Arrival.Target.Inbox() -> MailboxRows.byPath(tx, account, MailboxPath.INBOX);
      case Arrival.Target.ByUse(var use) -> {
        var mailbox = MailboxRows.byUse(tx, account, use);
        yield mailbox == null ? MailboxRows.byPath(tx, account, MailboxPath.INBOX) : mailbox;
      }
      case Arrival.Target.Filed(var wanted) -> {
        var mailbox = find(account, wanted);
        yield mailbox == null ? MailboxRows.byPath(tx, account, MailboxPath.INBOX) : mailbox;
      }
    };
  }

  private Placed apply(Ready ready) throws SQLException {
    var account = ready.account();
    var arrival = ready.arrival();
    var email = arrival.email();
    var mailbox = MailboxRows.byId(tx, account.id(), ready.mailbox());
    if (mailbox == null) throw new SQLException("mailbox went away inside a transaction");
    var size = email.blob().size();
    var modseq = account.nextModseq();
    long emailId = emailId(account, arrival);
    var uid = uid(arrival.target(), mailbox);
    if (uid == 0) throw new IllegalArgumentException("imported UIDs of one group not ascending");
    var saved = clock.instant();
    Sql.update(
        tx, INSERT_MESSAGE, mailbox.id().value(), uid, emailId, ready.flags(), modseq, saved);
    SortBlocks.added(tx, mailbox.id(), uid);
    var tally = Tally.of(mailbox);
    tally.uidNext = uid + 1;
    tally.modseq = modseq;
    tally.add(ready.flags(), size);
    MailboxRows.save(tx, mailbox.id(), tally);
    account.count(size, 1);
    return new Placed.Stored(
        new EmailId(emailId), mailbox.id(), mailbox.uidValidity(), uid, modseq);
  }

  /// Of the email as the account has it already by this transaction, or has it now.
  private long emailId(AccountRow account, Arrival arrival) throws SQLException {
    var email = arrival.email();
    var here = emails.computeIfAbsent(account.id(), _ -> new IdentityHashMap<>());
    var known = here.get(email);
    if (known != null) return known;
    var blob = tx.keep(account.id(), email.blob());
    var thread = ThreadKeys.assign(tx, account.id(), email, blob);
    var sent = email.sentAt();
    long made =
        Sql.number(
            tx,
            INSERT_EMAIL,
            account.id(),
            blob.value(),
            email.blob().size(),
            arrival.receivedAt().toEpochMilli(),
            sent == null ? null : sent.toEpochMilli(),
            thread.value(),
            email.baseSubject(),
            email.summary(),
            email.structure());
    if (!email.lineForm().isAsItIs())
      OddRows.insert(tx, account.id(), new EmailId(made), email.lineForm(), email.blob().size());
    here.put(email, made);
    return made;
  }

  void save() throws SQLException {
    for (var account : accounts.values()) account.save(tx);
  }
}

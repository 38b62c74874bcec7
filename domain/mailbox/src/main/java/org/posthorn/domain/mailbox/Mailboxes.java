package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Transaction;

/// The mailboxes of accounts: made, found, renamed, deleted, subscribed to. Any thread may call.
public final class Mailboxes {

  /// How many mailboxes an account may have.
  public static final int MAX_MAILBOXES = 10_000;

  /// The greatest UIDVALIDITY that is taken over from elsewhere. It has 32 bits, and those that
  /// this account gives out later are greater still: the rest is theirs. Servers count from the
  /// seconds since 1970, which come here in 2096.
  public static final long MAX_ADOPTED = 4_000_000_000L;

  private final Function<PartitionId, Partition> partitions;
  private final InstantSource clock;
  private final ChangeHub hub;
  private final Messages messages;

  Mailboxes(
      Function<PartitionId, Partition> partitions,
      InstantSource clock,
      ChangeHub hub,
      Messages messages) {
    this.partitions = partitions;
    this.clock = clock;
    this.hub = hub;
    this.messages = messages;
  }

  /// Makes the account's first mailboxes if it has none yet.
  public void open(MailAccount account) {
    partition(account).write(tx -> AccountRow.lock(tx, account.id(), clock));
  }

  /// All mailboxes by name.
  public List<Mailbox> all(MailAccount account) {
    return partition(account).read(tx -> MailboxRows.all(tx, account.id()));
  }

  public @Nullable Mailbox find(MailAccount account, MailboxPath path) {
    return partition(account).read(tx -> MailboxRows.byPath(tx, account.id(), path));
  }

  /// The account's INBOX, made with its other first mailboxes if it has none yet.
  public Mailbox inbox(MailAccount account) {
    var found = find(account, MailboxPath.INBOX);
    if (found != null) return found;
    open(account);
    var made = find(account, MailboxPath.INBOX);
    if (made == null) throw new IllegalStateException("account " + account.id() + " has no INBOX");
    return made;
  }

  public @Nullable Mailbox find(Where where) {
    return partition(where.account())
        .read(tx -> MailboxRows.byId(tx, where.account().id(), where.mailbox()));
  }

  /// The mailbox as its reader sees it, whose `\Seen` may be his own.
  public Mailbox seenBy(Where where, Mailbox mailbox) {
    if (where.seenBy() == null) return mailbox;
    int seen = partition(where.account()).read(tx -> SeenRows.count(tx, where));
    return mailbox.withUnseen(Math.max(0, mailbox.messages() - seen));
  }

  public QuotaUse use(MailAccount account) {
    return partition(account).read(tx -> AccountRow.use(tx, account.id()));
  }

  /// Names in order, also of mailboxes that are gone.
  public List<MailboxPath> subscriptions(MailAccount account) {
    return partition(account).read(tx -> MailboxRows.subscriptions(tx, account.id()));
  }

  public void subscribe(MailAccount account, MailboxPath path) {
    partition(account)
        .write(tx -> {
          AccountRow.lock(tx, account.id(), clock);
          MailboxRows.subscribe(tx, account.id(), path);
          return null;
        });
    hub.publish(account, new Notice.Subscription(path));
  }

  public void unsubscribe(MailAccount account, MailboxPath path) {
    partition(account)
        .write(tx -> {
          MailboxRows.unsubscribe(tx, account.id(), path);
          return null;
        });
    hub.publish(account, new Notice.Subscription(path));
  }

  /// Notes that a session has been shown every message up to `uidNext` (RFC 3501 \Recent).
  public void claimRecent(Where where, int uidNext) {
    partition(where.account())
        .write(tx -> {
          MailboxRows.claimRecent(tx, where.account().id(), where.mailbox(), uidNext);
          return null;
        });
  }

  /// What becomes of making a mailbox with a name of [MailboxPath#isOfOthers].
  private static final MailboxOutcome OF_OTHERS =
      new MailboxOutcome.BadTarget("Such names are those of other people's mailboxes");

  /// Makes a mailbox, and those above it that are missing (RFC 9051 §6.3.4).
  public MailboxOutcome create(MailAccount account, MailboxPath path, @Nullable SpecialUse use) {
    if (path.isOfOthers()) return OF_OTHERS;
    var outcome = make(account, path, use);
    if (outcome instanceof MailboxOutcome.Done(var made))
      hub.publish(account, new Notice.Name(made.id()));
    return outcome;
  }

  private MailboxOutcome make(MailAccount account, MailboxPath path, @Nullable SpecialUse use) {
    return partition(account)
        .write(tx -> {
          var row = AccountRow.lock(tx, account.id(), clock);
          if (MailboxRows.byPath(tx, account.id(), path) != null)
            return new MailboxOutcome.AlreadyExists();
          var holder = use == null ? null : MailboxRows.byUse(tx, account.id(), use);
          if (holder != null) return new MailboxOutcome.UseTaken(holder.path());
          if (MailboxRows.all(tx, account.id()).size() + levels(path) > MAX_MAILBOXES)
            return new MailboxOutcome.TooMany();
          createParents(tx, row, path);
          var id = MailboxRows.insert(tx, row, path, use);
          row.save(tx);
          return done(tx, row, id);
        });
  }

  /// Makes a mailbox that carries another server's UIDVALIDITY, for [Arrival.Target.Imported], or
  /// finds it made so before. One that is there already takes it over only if it never held a
  /// message; otherwise it is [MailboxOutcome.AlreadyExists].
  public MailboxOutcome adopt(MailAccount account, MailboxPath path, long uidValidity) {
    if (uidValidity < 1 || uidValidity > MAX_ADOPTED)
      return new MailboxOutcome.BadTarget("UIDVALIDITY " + uidValidity + " cannot be kept");
    var made = create(account, path, null);
    if (!(made instanceof MailboxOutcome.Done) && !(made instanceof MailboxOutcome.AlreadyExists))
      return made;
    var outcome = partition(account).write(tx -> adopt(tx, account, path, uidValidity));
    if (outcome instanceof MailboxOutcome.Done(var mailbox)) hub.publish(account, mailbox.id());
    return outcome;
  }

  private MailboxOutcome adopt(
      Transaction tx, MailAccount account, MailboxPath path, long uidValidity) throws SQLException {
    var row = AccountRow.lock(tx, account.id(), clock);
    var mailbox = MailboxRows.byPath(tx, account.id(), path);
    if (mailbox == null) return new MailboxOutcome.NoSuchMailbox();
    if (mailbox.uidValidity() == uidValidity) return new MailboxOutcome.Done(mailbox);
    if (mailbox.uidNext() > 1) return new MailboxOutcome.AlreadyExists();
    MailboxRows.uidValidity(tx, mailbox.id(), uidValidity, row.nextModseq());
    row.sawUidValidity(uidValidity);
    row.save(tx);
    return done(tx, row, mailbox.id());
  }

  /// Gives out no UID below `uidNext` any more: another server has given out all of them.
  public void reserveUids(Where where, int uidNext) {
    partition(where.account())
        .write(tx -> {
          var row = AccountRow.lock(tx, where.account().id(), clock);
          var mailbox = MailboxRows.byId(tx, row.id(), where.mailbox());
          if (mailbox == null || mailbox.uidNext() >= uidNext) return null;
          // What is known of the mailbox is brought up to date by its modseq.
          MailboxRows.reserve(tx, mailbox.id(), uidNext, row.nextModseq());
          row.save(tx);
          return null;
        });
  }

  private static int levels(MailboxPath path) {
    return path.text().split("/", -1).length;
  }

  /// A mailbox of this name, made if it is not there; the INBOX if there are too many.
  static Mailbox findOrMake(Transaction tx, AccountRow account, MailboxPath path)
      throws SQLException {
    var found = MailboxRows.byPath(tx, account.id(), path);
    if (found != null) return found;
    var full = MailboxRows.all(tx, account.id()).size() + levels(path) > MAX_MAILBOXES;
    if (!full) createParents(tx, account, path);
    var made =
        full
            ? MailboxRows.byPath(tx, account.id(), MailboxPath.INBOX)
            : MailboxRows.byId(tx, account.id(), MailboxRows.insert(tx, account, path, null));
    if (made == null) throw new SQLException("account " + account.id() + " has no INBOX");
    return made;
  }

  private static void createParents(Transaction tx, AccountRow account, MailboxPath path)
      throws SQLException {
    var text = path.text();
    for (var end = text.indexOf('/'); end > 0; end = text.indexOf('/', end + 1)) {
      var parent = new MailboxPath(text.substring(0, end));
      if (MailboxRows.byPath(tx, account.id(), parent) == null)
        MailboxRows.insert(tx, account, parent, null);
    }
  }

  private static MailboxOutcome done(Transaction tx, AccountRow account, MailboxId id)
      throws SQLException {
    var made = MailboxRows.byId(tx, account.id(), id);
    if (made == null) throw new SQLException("mailbox went away inside a transaction");
    return new MailboxOutcome.Done(made);
  }

  /// Deletes a mailbox with its messages. One that has others below it is refused: their names
  /// would hang in the air.
  public MailboxOutcome delete(MailAccount account, MailboxPath path) {
    if (path.isInbox()) return new MailboxOutcome.IsInbox();
    while (true) {
      var outcome = partition(account).write(tx -> deleteIfEmpty(tx, account, path));
      if (outcome instanceof MailboxOutcome.Done(var mailbox)) {
        if (mailbox.messages() == 0) {
          hub.publish(account, new Notice.Name(mailbox.id()));
          return outcome;
        }
        var where = new Where(account, mailbox.id());
        messages.destroy(where, all(where));
      } else {
        return outcome;
      }
    }
  }

  private MailboxOutcome deleteIfEmpty(Transaction tx, MailAccount account, MailboxPath path)
      throws SQLException {
    var row = AccountRow.lock(tx, account.id(), clock);
    var mailbox = MailboxRows.byPath(tx, account.id(), path);
    if (mailbox == null) return new MailboxOutcome.NoSuchMailbox();
    for (var other : MailboxRows.all(tx, account.id())) {
      if (other.path().isBelow(path)) return new MailboxOutcome.HasChildren();
    }
    if (mailbox.messages() == 0) {
      MailboxRows.delete(tx, row, mailbox.id());
      row.save(tx);
    }
    return new MailboxOutcome.Done(mailbox);
  }

  private Uids all(Where where) {
    var snapshot = messages.snapshot(where);
    return snapshot == null ? Uids.of() : all(snapshot);
  }

  private static Uids all(Snapshot snapshot) {
    return Uids.ofSorted(IntStream.range(0, snapshot.size()).map(snapshot::uid).toArray());
  }

  /// Renames a mailbox and all that lie below it. Renaming the INBOX moves its messages into a new
  /// mailbox and leaves the INBOX and what lies below it where they are (RFC 9051 §6.3.6).
  public MailboxOutcome rename(MailAccount account, MailboxPath from, MailboxPath to) {
    if (from.isInbox()) return moveInbox(account, to);
    if (to.isOfOthers()) return OF_OTHERS;
    if (to.isBelow(from))
      return new MailboxOutcome.BadTarget("a mailbox cannot be moved below itself");
    var outcome = partition(account).write(tx -> rename(tx, account, from, to));
    if (outcome instanceof MailboxOutcome.Done(var mailbox))
      hub.publish(account, new Notice.Name(mailbox.id()));
    return outcome;
  }

  private MailboxOutcome rename(
      Transaction tx, MailAccount account, MailboxPath from, MailboxPath to) throws SQLException {
    var row = AccountRow.lock(tx, account.id(), clock);
    var mailbox = MailboxRows.byPath(tx, account.id(), from);
    if (mailbox == null) return new MailboxOutcome.NoSuchMailbox();
    if (MailboxRows.byPath(tx, account.id(), to) != null) return new MailboxOutcome.AlreadyExists();
    var family = MailboxRows.all(tx, account.id()).stream();
    var below = family.filter(other -> other.path().isBelow(from)).toList();
    try {
      for (var child : below) child.path().moved(from, to);
    } catch (IllegalArgumentException e) {
      return new MailboxOutcome.BadTarget(String.valueOf(e.getMessage()));
    }
    createParents(tx, row, to);
    MailboxRows.rename(tx, mailbox.id(), to, row.nextModseq());
    for (var child : below) {
      MailboxRows.rename(tx, child.id(), child.path().moved(from, to), row.nextModseq());
    }
    row.save(tx);
    return done(tx, row, mailbox.id());
  }

  private MailboxOutcome moveInbox(MailAccount account, MailboxPath to) {
    var created = create(account, to, null);
    var inbox = find(account, MailboxPath.INBOX);
    if (inbox == null || !(created instanceof MailboxOutcome.Done(var target))) return created;
    partition(account)
        .write(tx -> {
          var row = AccountRow.lock(tx, account.id(), clock);
          Metadata.copy(tx, row, inbox.id(), target.id());
          row.save(tx);
          return null;
        });
    var where = new Where(account, inbox.id());
    var snapshot = messages.snapshot(where);
    if (snapshot != null) messages.move(where, all(snapshot), CopyTarget.of(target.id()));
    return created;
  }

  /// Gives a mailbox a use, or takes it away.
  public MailboxOutcome specialUse(
      MailAccount account, MailboxPath path, @Nullable SpecialUse use) {
    return partition(account)
        .write(tx -> {
          var row = AccountRow.lock(tx, account.id(), clock);
          var mailbox = MailboxRows.byPath(tx, account.id(), path);
          if (mailbox == null) return new MailboxOutcome.NoSuchMailbox();
          var holder = use == null ? null : MailboxRows.byUse(tx, account.id(), use);
          if (holder != null && !holder.id().equals(mailbox.id()))
            return new MailboxOutcome.UseTaken(holder.path());
          MailboxRows.specialUse(tx, mailbox.id(), use, row.nextModseq());
          row.save(tx);
          return done(tx, row, mailbox.id());
        });
  }

  /// Removes an account's mail for good, mailbox by mailbox, and what could be put back; may be
  /// called again after it was cut short.
  public void remove(MailAccount account) {
    for (var mailbox : all(account)) {
      var where = new Where(account, mailbox.id());
      messages.erase(where, all(where));
    }
    var purged = Undelete.CHUNK;
    while (purged == Undelete.CHUNK)
      purged =
          partition(account)
              .write(tx -> ExpungedRows.purge(tx, clock, account.id(), Undelete.CHUNK));
    partition(account).write(tx -> AccountRow.forget(tx, account.id()));
  }

  private Partition partition(MailAccount account) {
    return partitions.apply(account.partition());
  }
}

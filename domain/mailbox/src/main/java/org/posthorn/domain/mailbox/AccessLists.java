package org.posthorn.domain.mailbox;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;

/// What was given to others at the mailboxes of an account (RFC 4314): only what is written down,
/// not what follows from it. A mailbox that is made has the list of the one above it. Any thread
/// may call.
public final class AccessLists {

  /// Entries of one mailbox.
  public static final int MAX_GRANTEES = 1_000;

  /// What became of a change.
  public enum Outcome {
    DONE,
    NO_SUCH_MAILBOX,
    /// There are [#MAX_GRANTEES] already.
    TOO_MANY
  }

  private final Function<PartitionId, Partition> partitions;

  private final ChangeHub hub;

  AccessLists(Function<PartitionId, Partition> partitions, ChangeHub hub) {
    this.partitions = partitions;
    this.hub = hub;
  }

  /// Everybody to whom something was given at this mailbox.
  public Map<Grantee, Rights> of(Where where) {
    return partition(where.account())
        .read(tx -> {
          var mailbox = MailboxRows.byId(tx, where.account().id(), where.mailbox());
          return mailbox == null ? Map.of() : AccessRows.of(tx, mailbox.id());
        });
  }

  /// What this person, and everybody at the domain, was given at the mailboxes of an account; those
  /// with nothing are left out.
  public Map<MailboxId, Map<Grantee, Rights>> given(MailAccount account, AccountId person) {
    return partition(account).read(tx -> AccessRows.given(tx, account.id(), person));
  }

  /// Whether somebody has an entry at any mailbox of an account.
  public boolean anywhere(MailAccount account, Grantee grantee) {
    return partition(account).read(tx -> AccessRows.anywhere(tx, account.id(), grantee));
  }

  /// Writes down what somebody may do.
  ///
  /// @param rights null takes the entry away
  public Outcome set(Where where, Grantee grantee, @Nullable Rights rights) {
    var outcome = write(where, grantee, rights);
    if (outcome == Outcome.DONE) hub.publishAccess(where.account(), grantee);
    return outcome;
  }

  private Outcome write(Where where, Grantee grantee, @Nullable Rights rights) {
    return partition(where.account())
        .write(tx -> {
          var mailbox = MailboxRows.byId(tx, where.account().id(), where.mailbox());
          if (mailbox == null) return Outcome.NO_SUCH_MAILBOX;
          if (rights == null) {
            AccessRows.delete(tx, mailbox.id(), grantee);
            return Outcome.DONE;
          }
          var before = AccessRows.of(tx, mailbox.id());
          if (before.size() >= MAX_GRANTEES && !before.containsKey(grantee))
            return Outcome.TOO_MANY;
          AccessRows.set(tx, mailbox.id(), grantee, rights);
          return Outcome.DONE;
        });
  }

  private Partition partition(MailAccount account) {
    return partitions.apply(account.partition());
  }
}

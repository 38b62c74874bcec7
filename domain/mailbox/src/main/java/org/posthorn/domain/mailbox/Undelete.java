package org.posthorn.domain.mailbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;

/// Messages that were expunged, replaced or went with their mailbox, for as long as they can be put
/// back. What was moved or is in another mailbox still is not deleted. Any thread may call.
///
/// They count apart from the quota, and take at most as much again as it allows: the oldest go
/// first.
public final class Undelete {

  /// How many one transaction puts back or lets go of.
  public static final int CHUNK = 500;

  private final Function<PartitionId, Partition> partitions;
  private final InstantSource clock;
  private final ChangeHub hub;

  Undelete(Function<PartitionId, Partition> partitions, InstantSource clock, ChangeHub hub) {
    this.partitions = partitions;
    this.clock = clock;
    this.hub = hub;
  }

  /// Which messages.
  ///
  /// @param since deleted then or later
  /// @param mailbox that they were in; null is any
  public record Selection(Instant since, @Nullable MailboxPath mailbox) {
    public static final Selection ALL = new Selection(Instant.EPOCH, null);

    private boolean has(Deleted message) {
      return mailbox == null || mailbox.equals(message.mailbox());
    }
  }

  /// What became of messages that were to be put back.
  ///
  /// @param messages that are in a mailbox again
  /// @param overQuota that the account has no room for
  /// @param gone that are not there any more, or never were
  public record Restored(long messages, long overQuota, long gone) {
    static final Restored NONE = new Restored(0, 0, 0);

    Restored plus(Restored more) {
      return new Restored(messages + more.messages, overQuota + more.overQuota, gone + more.gone);
    }
  }

  /// How much an account has here.
  public QuotaUse use(MailAccount account) {
    return partition(account).read(tx -> AccountRow.expunged(tx, account.id()));
  }

  /// At most `limit` of the selected messages that `filter` likes, the last deleted first.
  public List<Deleted> list(
      MailAccount account, Selection selection, Predicate<Deleted> filter, int limit) {
    var found = new ArrayList<Deleted>();
    var place = ExpungedRows.Place.START;
    while (true) {
      var page = page(account, selection, place);
      for (var message : page) {
        if (found.size() == limit) return found;
        if (selection.has(message) && filter.test(message)) found.add(message);
      }
      if (page.size() < CHUNK) return found;
      place = after(page);
    }
  }

  /// Puts the selected messages back: each into the mailbox that it was in, which is made again if
  /// it is gone, or else into the INBOX; with a new UID, its internal date, and its flags but
  /// `\Deleted`. What does not fit into the quota stays where it is.
  public Restored restore(MailAccount account, Selection selection) {
    var all = Restored.NONE;
    var place = ExpungedRows.Place.START;
    while (true) {
      var page = page(account, selection, place);
      var chosen = page.stream().filter(selection::has).map(Deleted::email).toList();
      all = all.plus(restore(account, chosen));
      if (page.size() < CHUNK) return all;
      place = after(page);
    }
  }

  /// The same for some by their ids.
  public Restored restore(MailAccount account, List<EmailId> emails) {
    var all = Restored.NONE;
    for (var start = 0; start < emails.size(); start += CHUNK) {
      var chunk = emails.subList(start, Math.min(emails.size(), start + CHUNK));
      var outcome = partition(account).write(tx -> Restoring.restore(tx, clock, account, chunk));
      for (var mailbox : outcome.touched()) hub.publish(account, mailbox);
      all = all.plus(outcome.restored());
    }
    return all;
  }

  /// Lets go of messages of all accounts of a partition that were deleted before `before`, the
  /// oldest first, some at a time.
  ///
  /// @return of how many; fewer than [#CHUNK] when there are no more
  public int purge(PartitionId partition, Instant before) {
    return partitions.apply(partition).write(tx -> ExpungedRows.purge(tx, clock, before, CHUNK));
  }

  private List<Deleted> page(MailAccount account, Selection selection, ExpungedRows.Place place) {
    return partition(account)
        .read(tx -> ExpungedRows.list(tx, account.id(), place, selection.since(), CHUNK));
  }

  private static ExpungedRows.Place after(List<Deleted> page) {
    var last = page.getLast();
    return new ExpungedRows.Place(last.deletedAt().toEpochMilli(), last.email().value());
  }

  private Partition partition(MailAccount account) {
    return partitions.apply(account.partition());
  }
}

package org.posthorn.domain.delivery;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.domain.queue.Accepted;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Transaction;

/// One message on its way into mailboxes and queue: groups of recipients of which each gets it
/// whole or not at all. Used once, by the thread that delivers and by the writer of the partition.
final class DeliveryJob implements Alongside {

  private final Handover handover;
  private final PartitionId partition;
  private final Outbound outbound;
  private final List<List<Recipient>> groups;
  private final List<List<Arrival>> arrivals = new ArrayList<>();
  private final List<List<AccountId>> accounts = new ArrayList<>();
  private final Map<Form, Departure> departures;

  /// Set by each run of the transaction; the last one is the one that was committed.
  private volatile List<Accepted> queued = List.of();

  private DeliveryJob(
      Handover handover,
      List<List<Recipient>> groups,
      PartitionId partition,
      Outbound outbound,
      Map<Form, Departure> departures) {
    this.handover = handover;
    this.groups = groups;
    this.partition = partition;
    this.outbound = outbound;
    this.departures = departures;
  }

  /// @param departures stay open until the job is done
  static DeliveryJob of(
      Handover handover,
      List<List<Recipient>> groups,
      PartitionId partition,
      Outbound outbound,
      Departures departures)
      throws IOException {
    var stays = handover.recipients().stream().anyMatch(Recipient::isHere);
    var email = stays ? NewEmail.of(handover.original().octets()) : null;
    var job = new DeliveryJob(handover, groups, partition, outbound, departures.all());
    var once = new HashSet<AccountId>();
    for (var group : groups) {
      var mine = accounts(group).filter(account -> once.add(account.id())).toList();
      job.accounts.add(mine.stream().map(Account::id).toList());
      job.arrivals.add(email == null ? List.of() : job.arrivals(mine, email));
    }
    return job;
  }

  private List<Arrival> arrivals(List<Account> mine, NewEmail email) {
    var at = handover.envelope().timing().accepted();
    var target =
        switch (handover.placement()) {
          case INBOX -> new Arrival.Target.Inbox();
          case JUNK -> new Arrival.Target.ByUse(SpecialUse.JUNK);
        };
    return mine.stream()
        .map(account -> new Arrival(MailAccount.of(account), target, email, Flags.NONE, at))
        .toList();
  }

  List<List<Arrival>> arrivals() {
    return arrivals;
  }

  @Override
  public PartitionId partition() {
    return partition;
  }

  @Override
  public List<PreparedBlob> blobs() {
    return departures.values().stream().map(Departure::blob).distinct().toList();
  }

  @Override
  public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
    queued = List.of();
    var byAccount = byAccount(placed);
    var taken = new ArrayList<Recipient>();
    refusals(byAccount)
        .forEach((recipient, refusal) -> {
          if (refusal == null) taken.add(recipient);
        });
    if (taken.isEmpty()) return;
    Story.begin(tx, handover.envelope(), taken, byAccount, told());
    if (!departures.isEmpty())
      queued = outbound.accept(tx, partition, handover.envelope(), departures, taken);
  }

  private List<String> told() {
    return departures.values().stream()
        .map(Departure::told)
        .filter(words -> !words.isEmpty())
        .toList();
  }

  /// After the commit.
  void announce() {
    queued.forEach(outbound::announce);
  }

  private Map<AccountId, Placed> byAccount(List<List<Placed>> placed) {
    var byAccount = new HashMap<AccountId, Placed>();
    for (var g = 0; g < accounts.size(); g++)
      for (var i = 0; i < accounts.get(g).size(); i++)
        byAccount.put(accounts.get(g).get(i), placed.get(g).get(i));
    return byAccount;
  }

  /// In the order of the recipients.
  List<Delivered> results(List<List<Placed>> placed, FullMailboxes full) {
    var byAccount = byAccount(placed);
    byAccount.forEach((account, outcome) -> {
      if (outcome instanceof Placed.OverQuota)
        full.refused(account, handover.original().octets().size());
    });
    var results = new ArrayList<Delivered>();
    refusals(byAccount)
        .forEach((recipient, refusal) ->
            results.add(
                refusal == null
                    ? new Delivered.Taken(
                        copies(recipient, byAccount),
                        recipient.elsewhere().stream().map(Onward::address).toList())
                    : new Delivered.Refused(refusal)));
    return results;
  }

  private static List<Delivered.Copy> copies(Recipient recipient, Map<AccountId, Placed> placed) {
    var copies = new ArrayList<Delivered.Copy>();
    for (var account : recipient.accounts())
      if (placed.get(account.id()) instanceof Placed.Stored stored)
        copies.add(new Delivered.Copy(account.id(), stored));
    return copies;
  }

  /// Why each does not get the message, null for who does; in the order of the recipients, as
  /// groups follow each other. A recipient whose own accounts are all right goes without when his
  /// group does.
  private Map<Recipient, @Nullable Refusal> refusals(Map<AccountId, Placed> placed) {
    var refusals = new LinkedHashMap<Recipient, @Nullable Refusal>();
    for (var group : groups) {
      boolean whole =
          accounts(group).allMatch(one -> placed.get(one.id()) instanceof Placed.Stored);
      for (var recipient : group) {
        var own = refusal(recipient, placed);
        refusals.put(recipient, own == null && !whole ? Refusal.WITH_ANOTHER : own);
      }
    }
    return refusals;
  }

  /// The first reason that is about the recipient itself.
  private @Nullable Refusal refusal(Recipient recipient, Map<AccountId, Placed> placed) {
    Refusal reason = null;
    for (var account : recipient.accounts()) {
      var refusal = refusal(placed.get(account.id()));
      if (refusal != null && (reason == null || reason == Refusal.WITH_ANOTHER)) reason = refusal;
    }
    return reason;
  }

  private @Nullable Refusal refusal(@Nullable Placed placed) {
    return switch (placed) {
      case Placed.Stored _ -> null;
      case Placed.OverQuota(var _, var limit) ->
          Refusal.ofQuota(limit, handover.original().octets().size());
      case Placed.NoMoreUids _ -> Refusal.MAILBOX_WORN_OUT;
      case Placed.NoSuchMailbox _, Placed.TooManyKeywords _ ->
          throw new IllegalStateException("an INBOX without keywords is always there");
      case Placed.NotAlone _ -> Refusal.WITH_ANOTHER;
      case null -> throw new IllegalStateException("no result for an account");
    };
  }

  private static Stream<Account> accounts(List<Recipient> group) {
    return group.stream().flatMap(recipient -> recipient.accounts().stream());
  }
}

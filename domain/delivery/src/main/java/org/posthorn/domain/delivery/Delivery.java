package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.wire.mail.EmailAddress;

/// Decides who gets a message, while the client that hands it in is still there to be told, and
/// delivers it.
///
/// There is no local queue: what is said to be stored is durable and visible when it returns. Any
/// thread may call.
public final class Delivery {

  /// Stands for a message whose size the client has not announced.
  public static final long UNKNOWN_SIZE = -1;

  private final Directory directory;
  private final MailStore mail;
  private final FullMailboxes full = new FullMailboxes();

  public Delivery(Directory directory, MailStore mail) {
    this.directory = directory;
    this.mail = mail;
  }

  /// Whether `client` may send to `address`, and whether a message of `announced` octets would fit
  /// in its mailboxes now (RFC 1870 §6.1).
  public RecipientVerdict recipient(EmailAddress address, Client client, long announced) {
    return verdict(directory.resolve(address), address, client, announced);
  }

  /// The same for `<postmaster>` without a domain (RFC 5321 §4.5.1).
  public RecipientVerdict postmaster(Client client, long announced) {
    return verdict(directory.resolvePostmaster(), null, client, announced);
  }

  private RecipientVerdict verdict(
      Resolution resolution, @Nullable EmailAddress address, Client client, long announced) {
    var steps = resolution.steps();
    return switch (resolution) {
      case Resolution.Found found -> found(address, found, announced);
      case Resolution.NotOurs _ ->
          switch (client) {
            case ANYBODY -> new RecipientVerdict.Refuse(Refusal.NOT_OURS, steps);
            case LOGGED_IN -> new RecipientVerdict.Refuse(Refusal.ELSEWHERE, steps);
          };
      case Resolution.UnknownUser _ -> new RecipientVerdict.Refuse(Refusal.UNKNOWN_USER, steps);
      case Resolution.Disabled _ -> new RecipientVerdict.Refuse(Refusal.DISABLED, steps);
      case Resolution.AliasLoop _ -> new RecipientVerdict.Refuse(Refusal.ALIAS_LOOP, steps);
      case Resolution.TooMany _ -> new RecipientVerdict.Refuse(Refusal.TOO_MANY, steps);
    };
  }

  private RecipientVerdict found(
      @Nullable EmailAddress address, Resolution.Found found, long announced) {
    var steps = new ArrayList<>(found.steps());
    if (!found.elsewhere().isEmpty()) {
      steps.add("leads to another server: " + found.elsewhere().getFirst());
      return new RecipientVerdict.Refuse(Refusal.ELSEWHERE, steps);
    }
    var accounts = found.accounts().stream().map(Resolution.Recipient::account).toList();
    for (var account : accounts) {
      var known = announced != UNKNOWN_SIZE;
      var size = known ? announced : full.expected(account.id());
      var mailAccount = MailAccount.of(account);
      var limit = mailAccount.limit();
      if (limit.equals(QuotaLimit.NONE)) continue;
      var use = mail.mailboxes().use(mailAccount);
      if (limit.allows(use, size, 1)) continue;
      steps.add(
          "account %s holds %d of %d octets and %d of %d messages"
              .formatted(
                  account.address(), use.bytes(), limit.bytes(), use.messages(), limit.messages()));
      // A guess is no reason to send a message back for good.
      var reason = known ? quotaRefusal(limit, size) : Refusal.OVER_QUOTA;
      return new RecipientVerdict.Refuse(reason, steps);
    }
    var named = address == null ? accounts.getFirst().address() : address;
    return new RecipientVerdict.Accept(new Recipient(named, accounts), steps);
  }

  /// Delivers to all recipients or to none, as one answer at the end of DATA demands (RFC 5321
  /// §4.2.5). The results are in the order of the recipients.
  public List<Delivered> deliverTogether(Handover handover) throws IOException {
    var email = NewEmail.of(handover.message());
    var once = new HashSet<AccountId>();
    var group = new ArrayList<Arrival>();
    var ids = new ArrayList<AccountId>();
    for (var recipient : handover.recipients()) {
      for (var account : recipient.accounts()) {
        if (!once.add(account.id())) continue;
        group.add(arrival(account, email, handover));
        ids.add(account.id());
      }
    }
    var placed = mail.messages().store(group);
    var byAccount = new HashMap<AccountId, Placed>();
    for (var i = 0; i < ids.size(); i++) byAccount.put(ids.get(i), placed.get(i));
    return results(handover, byAccount);
  }

  /// Delivers to each recipient alone, as LMTP answers for each (RFC 2033 §4.2). The results are in
  /// the order of the recipients.
  public List<Delivered> deliverEach(Handover handover) throws IOException {
    var email = NewEmail.of(handover.message());
    var once = new HashSet<AccountId>();
    var groups = new ArrayList<List<Arrival>>();
    var ids = new ArrayList<List<AccountId>>();
    for (var recipient : handover.recipients()) {
      var mine = recipient.accounts().stream().filter(account -> once.add(account.id())).toList();
      groups.add(mine.stream().map(account -> arrival(account, email, handover)).toList());
      ids.add(mine.stream().map(Account::id).toList());
    }
    var placed = mail.messages().storeGroups(groups);
    var byAccount = new HashMap<AccountId, Placed>();
    for (var g = 0; g < ids.size(); g++) {
      for (var i = 0; i < ids.get(g).size(); i++)
        byAccount.put(ids.get(g).get(i), placed.get(g).get(i));
    }
    return results(handover, byAccount);
  }

  private List<Delivered> results(Handover handover, Map<AccountId, Placed> placed) {
    var size = handover.message().size();
    var results = new ArrayList<Delivered>();
    for (var recipient : handover.recipients()) results.add(result(recipient, placed, size));
    return results;
  }

  /// A recipient has the message when all its accounts have it. The reason of a refusal is the
  /// first that is about the recipient itself.
  private Delivered result(Recipient recipient, Map<AccountId, Placed> placed, long size) {
    var copies = new ArrayList<Delivered.Copy>();
    var reasons = new ArrayList<Refusal>();
    for (var account : recipient.accounts()) {
      switch (placed.get(account.id())) {
        case Placed.Stored stored -> copies.add(new Delivered.Copy(account.id(), stored));
        case Placed.OverQuota(var _, var limit) -> {
          full.refused(account.id(), size);
          reasons.add(quotaRefusal(limit, size));
        }
        case Placed.NoMoreUids _ -> reasons.add(Refusal.MAILBOX_WORN_OUT);
        case Placed.NoSuchMailbox _, Placed.TooManyKeywords _ ->
            throw new IllegalStateException("an INBOX without keywords is always there");
        case Placed.NotAlone _ -> {}
        case null -> throw new IllegalStateException("no result for account " + account.id());
      }
    }
    if (copies.size() == recipient.accounts().size()) return new Delivered.Stored(copies);
    return new Delivered.Refused(reasons.isEmpty() ? Refusal.WITH_ANOTHER : reasons.getFirst());
  }

  private static Refusal quotaRefusal(QuotaLimit limit, long size) {
    return size > limit.bytes() ? Refusal.LARGER_THAN_QUOTA : Refusal.OVER_QUOTA;
  }

  private static Arrival.Target target(Placement placement) {
    return switch (placement) {
      case INBOX -> new Arrival.Target.Inbox();
      case JUNK -> new Arrival.Target.ByUse(SpecialUse.JUNK);
    };
  }

  private static Arrival arrival(Account account, NewEmail email, Handover handover) {
    return new Arrival(
        MailAccount.of(account),
        target(handover.placement()),
        email,
        Flags.NONE,
        handover.receivedAt());
  }
}

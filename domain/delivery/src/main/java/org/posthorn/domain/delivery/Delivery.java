package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.wire.mail.EmailAddress;

/// Decides who gets a message, while the client that hands it in is still there to be told, and
/// delivers it: into mailboxes, and for elsewhere into the queue, all in one transaction.
///
/// There is no local queue: what is said to be taken is durable when it returns, and visible where
/// it stays here. Any thread may call.
public final class Delivery {

  /// Stands for a message whose size the client has not announced.
  public static final long UNKNOWN_SIZE = -1;

  private final Directory directory;
  private final MailStore mail;
  private final Outbound outbound;
  private final Supplier<PartitionId> home;
  private final FullMailboxes full = new FullMailboxes();
  private final Returns returns;

  /// @param home the partition of messages that belong to no account of ours
  public Delivery(
      Directory directory, MailStore mail, Outbound outbound, Supplier<PartitionId> home) {
    this.directory = directory;
    this.mail = mail;
    this.outbound = outbound;
    this.home = home;
    this.returns = new Returns(directory);
  }

  /// Whether `sender` may send to `address`, and whether a message of `announced` octets would fit
  /// in its mailboxes now (RFC 1870 §6.1).
  public RecipientVerdict recipient(EmailAddress address, Sender sender, long announced) {
    return switch (returns.of(address, sender)) {
      case Returns.Way.Back(var original, var steps) -> back(address, original, steps);
      case Returns.Way.Closed(var reason, var steps) -> new RecipientVerdict.Refuse(reason, steps);
      case null -> verdict(directory.resolve(address), address, sender, announced);
    };
  }

  /// The same for `<postmaster>` without a domain (RFC 5321 §4.5.1).
  public RecipientVerdict postmaster(Sender sender, long announced) {
    return verdict(directory.resolvePostmaster(), null, sender, announced);
  }

  /// A report for a sender elsewhere, by the domain whose address stands for him. One whose domain
  /// has become ours meanwhile gets it as everybody here.
  private RecipientVerdict back(EmailAddress address, EmailAddress original, List<String> before) {
    var steps = new ArrayList<>(before);
    if (directory.resolve(original) instanceof Resolution.Found found) {
      steps.addAll(found.steps());
      return accept(recipient(address, found), steps);
    }
    var onward = new Onward(original, new Form.Forwarded(address.domain()));
    return accept(new Recipient(address, List.of(), List.of(onward)), steps);
  }

  private RecipientVerdict verdict(
      Resolution resolution, @Nullable EmailAddress address, Sender sender, long announced) {
    var steps = resolution.steps();
    return switch (resolution) {
      case Resolution.Found found -> found(address, found, announced);
      case Resolution.NotOurs _ ->
          address == null || sender.isStranger()
              ? new RecipientVerdict.Refuse(Refusal.NOT_OURS, steps)
              : accept(new Recipient(address, List.of(), List.of(Onward.asSent(address))), steps);
      case Resolution.UnknownUser _ -> new RecipientVerdict.Refuse(Refusal.UNKNOWN_USER, steps);
      case Resolution.Disabled _ -> new RecipientVerdict.Refuse(Refusal.DISABLED, steps);
      case Resolution.AliasLoop _ -> new RecipientVerdict.Refuse(Refusal.ALIAS_LOOP, steps);
      case Resolution.TooMany _ -> new RecipientVerdict.Refuse(Refusal.TOO_MANY, steps);
    };
  }

  private RecipientVerdict found(
      @Nullable EmailAddress address, Resolution.Found found, long announced) {
    var steps = new ArrayList<>(found.steps());
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
      var reason = known ? Refusal.ofQuota(limit, size) : Refusal.OVER_QUOTA;
      return new RecipientVerdict.Refuse(reason, steps);
    }
    return accept(recipient(address == null ? name(found) : address, found), steps);
  }

  private static EmailAddress name(Resolution.Found found) {
    return found.accounts().isEmpty()
        ? found.elsewhere().getFirst().address()
        : found.accounts().getFirst().account().address();
  }

  /// Whatever an address of ours leads to.
  static Recipient recipient(EmailAddress address, Resolution.Found found) {
    return new Recipient(
        address,
        found.accounts().stream().map(Resolution.Recipient::account).toList(),
        found.elsewhere().stream()
            .map(it -> new Onward(it.address(), new Form.Forwarded(it.by())))
            .toList());
  }

  /// Whoever leads nowhere but to addresses that get no mail is refused; of several, those are left
  /// out.
  private RecipientVerdict accept(Recipient recipient, List<String> before) {
    var steps = new ArrayList<>(before);
    var reached = new ArrayList<Onward>();
    for (var onward : recipient.elsewhere()) {
      var address = onward.address();
      var suppression = outbound.suppression(address);
      if (suppression == null) {
        steps.add("goes by the queue to another server: " + address);
        reached.add(onward);
      } else {
        steps.add(
            "%s gets no mail from here: %s".formatted(suppression.pattern(), suppression.reason()));
      }
    }
    if (reached.isEmpty() && recipient.accounts().isEmpty())
      return new RecipientVerdict.Refuse(Refusal.SUPPRESSED, steps);
    return new RecipientVerdict.Accept(
        new Recipient(recipient.address(), recipient.accounts(), reached), steps);
  }

  /// Delivers to all recipients or to none, as one answer at the end of DATA demands (RFC 5321
  /// §4.2.5). The results are in the order of the recipients.
  public List<Delivered> deliverTogether(Handover handover) throws IOException {
    return deliver(handover, List.of(handover.recipients()));
  }

  /// Delivers to each recipient alone, as LMTP answers for each (RFC 2033 §4.2). The results are in
  /// the order of the recipients.
  public List<Delivered> deliverEach(Handover handover) throws IOException {
    return deliver(handover, handover.recipients().stream().map(List::of).toList());
  }

  private List<Delivered> deliver(Handover handover, List<List<Recipient>> groups)
      throws IOException {
    try (var departures = Departures.of(handover, directory)) {
      var job = DeliveryJob.of(handover, groups, place(handover), outbound, departures);
      var placed = mail.messages().storeGroups(job.arrivals(), job);
      job.announce();
      return job.results(placed, full);
    }
  }

  /// Where the story and the queue rows of a message lie: with the first mailbox that gets it, so
  /// that most messages are one transaction.
  private PartitionId place(Handover handover) {
    for (var recipient : handover.recipients())
      for (var account : recipient.accounts()) return MailAccount.of(account).partition();
    var author = handover.envelope().author();
    return author == null ? home.get() : MailAccount.of(author).partition();
  }
}

package org.posthorn.domain.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.DeliveryJob.Stale;
import org.posthorn.domain.delivery.FilterStep.Dialogue;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.MailingList;
import org.posthorn.domain.directory.Resolution;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.Memory;
import org.posthorn.domain.fragment.Kept;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Work;
import org.posthorn.wire.mail.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides who gets a message, while the client that hands it in is still there to be told, and
/// delivers it: into mailboxes, and for elsewhere into the queue, all in one transaction.
///
/// There is no local queue: what is said to be taken is durable when it returns, and visible where
/// it stays here. Any thread may call.
public final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /// Stands for a message whose size the client has not announced.
  public static final long UNKNOWN_SIZE = -1;

  /// How often filters are run because another delivery to the same people was first: one who loses
  /// knows what the winner has written, so the second time nearly always is the last.
  private static final int MAX_RUNS = 5;

  private final Directory directory;
  private final MailStore mail;
  private final Outbound outbound;
  private final Supplier<PartitionId> home;
  private final SuccessReports success;
  private final FullMailboxes full = new FullMailboxes();
  private final Returns returns;
  private final Posting posting;
  private final @Nullable Defragmentation defragmentation;
  private final @Nullable Filtering filtering;

  /// Delivers every message as it is.
  ///
  /// @param home the partition of messages that belong to no account of ours
  public Delivery(
      Directory directory,
      MailStore mail,
      Outbound outbound,
      SuccessReports success,
      Supplier<PartitionId> home) {
    this.directory = directory;
    this.mail = mail;
    this.outbound = outbound;
    this.success = success;
    this.home = home;
    this.returns = new Returns(directory);
    this.posting = new Posting(directory);
    this.defragmentation = null;
    this.filtering = null;
  }

  private Delivery(
      Delivery plain, Defragmentation.@Nullable Joining joining, @Nullable Filtering filtering) {
    this.directory = plain.directory;
    this.mail = plain.mail;
    this.outbound = plain.outbound;
    this.success = plain.success;
    this.home = plain.home;
    this.returns = plain.returns;
    this.posting = plain.posting;
    this.filtering = filtering;
    this.defragmentation = joining == null ? null : new Defragmentation(this, directory, joining);
  }

  /// One that runs people's filters; use it instead of this, before [#joining].
  public Delivery filtering(Filtering filters) {
    return new Delivery(this, null, filters);
  }

  /// One that joins the parts of messages that were split; use it instead of this.
  public Delivery joining(Defragmentation.Joining joining) {
    return new Delivery(this, joining, filtering);
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
      case Resolution.Found found -> found(address, found, sender, announced);
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
      @Nullable EmailAddress address, Resolution.Found found, Sender sender, long announced) {
    var steps = new ArrayList<>(found.steps());
    for (var list : found.lists()) {
      var fault = posting.fault(list, sender);
      if (fault == null) fault = tooLarge(list.list(), announced);
      if (fault == null) continue;
      steps.add(fault.step());
      return new RecipientVerdict.Refuse(fault.reason(), steps);
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
      var reason = known ? Refusal.ofQuota(limit, size) : Refusal.OVER_QUOTA;
      return new RecipientVerdict.Refuse(reason, steps);
    }
    return accept(recipient(address == null ? name(found) : address, found), steps);
  }

  private Posting.@Nullable Fault tooLarge(MailingList list, long announced) {
    long size = announced == UNKNOWN_SIZE ? full.expected(list.id()) : announced;
    long most = list.settings().maxOctets();
    if (size <= most) return null;
    return new Posting.Fault(
        Refusal.LARGER_THAN_LIST,
        "%s sends no messages of more than %d octets".formatted(list.address(), most));
  }

  private static EmailAddress name(Resolution.Found found) {
    if (!found.accounts().isEmpty()) return found.accounts().getFirst().account().address();
    return found.elsewhere().isEmpty()
        ? found.lists().getFirst().list().address()
        : found.elsewhere().getFirst().address();
  }

  /// Whatever an address of ours leads to.
  static Recipient recipient(EmailAddress address, Resolution.Found found) {
    var elsewhere = new ArrayList<Onward>();
    for (var it : found.elsewhere())
      elsewhere.add(new Onward(it.address(), new Form.Forwarded(it.by())));
    var posts = new ArrayList<Post>();
    for (var it : found.lists()) {
      var list = it.list();
      var form = new Form.Posted(list.address(), list.owner(), list.settings().title());
      for (var member : it.members().elsewhere()) elsewhere.add(new Onward(member, form));
      posts.add(new Post(form, list.id(), list.settings().maxOctets(), it.members().accounts()));
    }
    var accounts = found.accounts().stream().map(Resolution.Recipient::account).toList();
    return new Recipient(address, accounts, elsewhere, posts);
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
    var posts = recipient.posts().stream().map(post -> withRoom(post, steps)).toList();
    if (reached.isEmpty() && recipient.accounts().isEmpty()) {
      if (recipient.posts().stream().allMatch(post -> post.accounts().isEmpty()))
        return new RecipientVerdict.Refuse(Refusal.SUPPRESSED, steps);
      if (posts.stream().allMatch(post -> post.accounts().isEmpty()))
        return new RecipientVerdict.Refuse(Refusal.OVER_QUOTA, steps);
    }
    return new RecipientVerdict.Accept(
        new Recipient(recipient.address(), recipient.accounts(), reached, posts), steps);
  }

  /// One member whose mailbox is full does not keep a list's mail from the others: he is left out,
  /// and whoever has any room gets the message whole.
  private Post withRoom(Post post, List<String> steps) {
    var roomy = new ArrayList<Account>();
    var full = new ArrayList<EmailAddress>();
    for (var account : post.accounts()) {
      var mine = MailAccount.of(account);
      boolean room =
          mine.limit().equals(QuotaLimit.NONE)
              || mine.limit().allows(mail.mailboxes().use(mine), 1, 1);
      if (room) {
        roomy.add(account);
        continue;
      }
      full.add(account.address());
      steps.add(
          "account %s is full and gets nothing from the list %s"
              .formatted(account.address(), post.form().list()));
    }
    return full.isEmpty() ? post : post.without(roomy, full);
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
    var held = defragmentation == null ? null : defragmentation.hold(handover);
    return switch (held) {
      case Defragmentation.Held.Waits _ ->
          Collections.nCopies(
              handover.recipients().size(), new Delivered.Taken(List.of(), List.of()));
      case Defragmentation.Held.GoesOn(var told) -> store(order(told, groups));
      case null -> store(order(handover, groups));
    };
  }

  private Order order(Handover handover, List<List<Recipient>> groups) {
    var where = place(handover.recipients(), handover.envelope().author());
    return new Order(handover, groups, where, Dialogue.OPEN, job -> job);
  }

  /// Delivers what was accepted before, and has waited.
  ///
  /// @param where it has waited
  /// @param settle what else is done by the same transaction
  void deliverKept(Handover handover, PartitionId where, Work<@Nullable Void> settle)
      throws IOException {
    var all = List.of(handover.recipients());
    store(new Order(handover, all, where, Dialogue.OVER, job -> new KeptJob(job, settle)));
  }

  /// What is delivered, and how.
  ///
  /// @param where its story lies
  /// @param alongside what else the transaction does
  private record Order(
      Handover handover,
      List<List<Recipient>> groups,
      PartitionId where,
      Dialogue dialogue,
      Function<DeliveryJob, Alongside> alongside) {}

  /// Once more with what the filters remember now, when another delivery was first.
  private List<Delivered> store(Order order) throws IOException {
    for (int run = 1; run < MAX_RUNS; run++) {
      try {
        return store(order, Stale.ENDS);
      } catch (Memory.KnownMeanwhile e) {
        LOG.debug("message {}: {}", order.handover.envelope().id(), e.getMessage());
      }
    }
    return store(order, Stale.IS_DELIVERED);
  }

  private List<Delivered> store(Order order, Stale stale) throws IOException {
    var handover = order.handover;
    try (var departures = Departures.of(handover, directory)) {
      var filtered = filtered(order, departures);
      var job = DeliveryJob.of(handover, filtered, order.where, outbound, departures);
      job.whenStale(stale);
      for (var post : posts(handover, filtered.reported())) job.add(post);
      for (var post : filtered.posts()) job.add(post);
      var first = job.memoriesElsewhere(Memory.Kept.FIRST);
      claim(first, stale);
      try {
        var placed = mail.messages().storeGroups(job.arrivals(), order.alongside.apply(job));
        job.announce();
        if (job.isTaken()) remember(job.memoriesElsewhere(Memory.Kept.ANEW));
        return job.results(placed, full);
      } catch (DeliveryJob.NobodyTakes e) {
        return job.results(e.placed(), full);
      } finally {
        if (!job.isTaken() && !first.isEmpty()) filters().release(first);
      }
    }
  }

  private void claim(List<Memory> memories, Stale stale) {
    if (memories.isEmpty()) return;
    if (stale == Stale.ENDS) filters().claim(memories);
    else filters().remember(memories);
  }

  private Filters filters() {
    return Objects.requireNonNull(filtering).filters();
  }

  private Filtration filtered(Order order, Departures departures) throws IOException {
    var handover = order.handover;
    if (filtering == null) return Filtration.none(order.groups);
    FilterStep.PostMaker maker =
        (answer, id) -> ServerPost.of(answer, directory, id, handover.envelope());
    var step =
        new FilterStep(
            filtering,
            handover,
            departures,
            (to, sender) -> recipient(to, sender, handover.original().octets().size()),
            new FilterStep.Answering(order.dialogue, success, maker));
    var filtered = step.run(order.groups);
    FilterStep.depart(filtered, departures);
    return filtered;
  }

  private void remember(List<Memory> memories) {
    if (!memories.isEmpty()) filters().remember(memories);
  }

  /// Whether this recipient may refuse the message when it is there, and so needs a transaction of
  /// its own: SMTP has one answer for all recipients of one (RFC 5429 §2.1.2), and a stranger who
  /// gets a report instead of an answer may be another (RFC 5321 §4.5.3.1.10 has the client send
  /// the rest in another transaction).
  public boolean decidesAlone(Recipient recipient) {
    if (filtering == null || recipient.accounts().size() != 1) return false;
    if (recipient.isElsewhere() || !recipient.posts().isEmpty()) return false;
    return filtering.filters().mayReject(recipient.accounts().getFirst());
  }

  /// Keeps a part of a message, with the copies that others get of it.
  ///
  /// @return what `keep` does
  Kept keep(Handover handover, PartitionId where, PreparedBlob part, Work<Kept> keep)
      throws IOException {
    var job = new KeepingJob(where, part, copies(handover), keep, outbound);
    try {
      mail.messages().storeGroups(List.of(job.arrivals()), job);
      job.announce();
      return job.kept();
    } catch (KeepingJob.NotKept e) {
      return e.kept();
    }
  }

  /// A recipient who was accepted before, as the directory leads to him now, full or not. Whom it
  /// knows no more, and lists, which have a say themselves, are sent it by the queue, and it tells
  /// the sender what becomes of that.
  Recipient acceptedBefore(EmailAddress address) {
    if (directory.resolve(address) instanceof Resolution.Found found
        && found.lists().isEmpty()
        && accept(recipient(address, found), List.of())
            instanceof RecipientVerdict.Accept(var recipient, var _)) return recipient.inAnyCase();
    return new Recipient(address, List.of(), List.of(Onward.asSent(address)));
  }

  /// What waits for its other parts; null where nothing does.
  public @Nullable Defragmentation defragmentation() {
    return defragmentation;
  }

  /// What is sent because of the message.
  private List<ServerPost> posts(Handover handover, Set<Recipient> reported) throws IOException {
    var posts = new ArrayList<ServerPost>();
    var report = success.on(handover, reported);
    if (report != null) posts.add(report);
    posts.addAll(copies(handover));
    return posts;
  }

  private List<ServerPost> copies(Handover handover) throws IOException {
    var posts = new ArrayList<ServerPost>();
    for (var copy : handover.copies()) {
      var post = ServerPost.of(copy, handover.envelope(), directory);
      if (post.isForNobody()) LOG.warn("message {}: {}", handover.envelope().id(), post.told());
      posts.add(post);
    }
    return posts;
  }

  /// How many messages of an account wait for a time that its user gave, each once for each
  /// destination.
  public long putOff(AccountId account) {
    return outbound.putOff(account);
  }

  /// Where the story and the queue rows of a message lie: with the first mailbox that gets it, so
  /// that most messages are one transaction.
  PartitionId place(List<Recipient> recipients, @Nullable Account author) {
    for (var recipient : recipients)
      for (var account : recipient.accounts()) return MailAccount.of(account).partition();
    for (var recipient : recipients)
      for (var post : recipient.posts())
        for (var account : post.accounts()) return MailAccount.of(account).partition();
    return author == null ? home.get() : MailAccount.of(author).partition();
  }
}

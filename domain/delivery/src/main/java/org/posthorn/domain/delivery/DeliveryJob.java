package org.posthorn.domain.delivery;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.domain.filters.Memory;
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
  private final Filtration filtration;
  private final List<List<Arrival>> arrivals = new ArrayList<>();
  private final List<List<Copy>> copies = new ArrayList<>();
  private final Map<Form, Departure> departures;

  /// Why lists refuse the message.
  private final Map<Recipient, Refusal> closed;

  /// What is sent because of the message, after all groups.
  private final List<ServerPost> posts = new ArrayList<>();

  /// Set by each run of the transaction; the last one is the one that was committed.
  private volatile List<Accepted> queued = List.of();

  private volatile boolean taken;
  private volatile Stale stale = Stale.ENDS;

  private DeliveryJob(
      Handover handover,
      Filtration filtration,
      PartitionId partition,
      Outbound outbound,
      Map<Form, Departure> departures,
      Map<Recipient, Refusal> closed) {
    this.handover = handover;
    this.filtration = filtration;
    this.partition = partition;
    this.outbound = outbound;
    this.departures = departures;
    this.closed = closed;
  }

  /// A message for an account, in one form: who is written to and is a member of a list, too, gets
  /// both.
  record Copy(AccountId account, Form form) {
    static Copy asSent(Account account) {
      return new Copy(account.id(), Form.AS_SENT);
    }
  }

  /// @param departures stay open until the job is done
  static DeliveryJob of(
      Handover handover,
      Filtration filtration,
      PartitionId partition,
      Outbound outbound,
      Departures departures)
      throws IOException {
    var job =
        new DeliveryJob(
            handover,
            filtration,
            partition,
            outbound,
            departures.all(),
            refusals(handover, filtration));
    var stays = filtration.groups().stream().flatMap(List::stream).anyMatch(Recipient::isHere);
    var emails = new HashMap<>(departures.posted());
    if (stays) emails.put(Form.AS_SENT, NewEmail.of(handover.original().octets()));
    var contents = new Contents(emails, departures, new HashMap<>());
    var once = new HashSet<Copy>();
    for (var group : filtration.groups()) job.add(group, contents, once);
    return job;
  }

  private static Map<Recipient, Refusal> refusals(Handover handover, Filtration filtration)
      throws IOException {
    var recipients = filtration.groups().stream().flatMap(List::stream).toList();
    var byLists = PostCheck.refusals(recipients, handover.original().octets());
    if (filtration.rejected().isEmpty()) return byLists;
    var all = new HashMap<>(byLists);
    filtration.rejected().keySet().forEach(it -> all.put(it, Refusal.REJECTED_BY_FILTER));
    return all;
  }

  /// What is stored, each made once.
  private record Contents(
      Map<Form, NewEmail> emails, Departures departures, Map<Content, NewEmail> made) {

    NewEmail of(Form form, Content content) throws IOException {
      if (content instanceof Content.AsItCame) return Objects.requireNonNull(emails.get(form));
      var known = made.get(content);
      if (known != null) return known;
      var email =
          switch (content) {
            case Content.AsItCame _ -> throw new IllegalStateException("known before");
            case Content.Edited edited -> departures.edited(edited);
            case Content.Written written -> NewEmail.of(written.octets());
          };
      made.put(content, email);
      return email;
    }
  }

  /// Sends something because of the message, in the same transaction. Where all recipients are one
  /// group it shares their lot: it is not sent when they do not get the message.
  void add(ServerPost post) {
    boolean isTogether = filtration.groups().size() == 1;
    if (isTogether && !closed.isEmpty()) return;
    if (!isTogether && posts.isEmpty()) {
      copies.add(new ArrayList<>());
      arrivals.add(new ArrayList<>());
    }
    posts.add(post);
    arrivals.getLast().addAll(post.arrivals());
  }

  private void add(List<Recipient> group, Contents contents, Set<Copy> once) throws IOException {
    copies.add(new ArrayList<>());
    arrivals.add(new ArrayList<>());
    // what one of them refuses none of them gets
    if (group.stream().anyMatch(closed::containsKey)) return;
    for (var recipient : group) {
      for (var account : recipient.accounts())
        add(Copy.asSent(account), recipient.mail(account), contents, once);
      for (var post : recipient.posts())
        for (var account : post.accounts()) {
          var copy = new Copy(account.id(), post.form());
          add(copy, MailAccount.of(account).withoutLimit(), contents, once);
        }
      for (var passed : recipient.passed())
        add(
            new Copy(passed.account().id(), passed.form()),
            recipient.mail(passed.account()),
            contents,
            once);
    }
  }

  /// To the last group.
  private void add(Copy copy, MailAccount account, Contents contents, Set<Copy> once)
      throws IOException {
    if (!once.add(copy)) return;
    var at = handover.envelope().timing().accepted();
    var filtered = filtration.copies().get(copy);
    if (filtered == null) {
      var email = contents.of(copy.form, Content.AS_IT_CAME);
      add(copy, new Arrival(account, target(), email, Flags.NONE, at));
      return;
    }
    for (var filing : filtered.filings()) {
      var email = contents.of(copy.form, filing.content());
      // The copy of an answer is no reason to refuse the message.
      var room = filing.content() instanceof Content.Written ? account.withoutLimit() : account;
      add(copy, new Arrival(room, filing.target(), email, filing.flags(), at));
    }
  }

  private void add(Copy copy, Arrival arrival) {
    copies.getLast().add(copy);
    arrivals.getLast().add(arrival);
  }

  private Arrival.Target target() {
    return switch (handover.placement()) {
      case INBOX -> new Arrival.Target.Inbox();
      case JUNK -> new Arrival.Target.ByUse(SpecialUse.JUNK);
    };
  }

  /// Each recipient has refused the message: nothing is sent because of it, and nothing is stored.
  static final class NobodyTakes extends RuntimeException {
    private final transient List<List<Placed>> placed;

    NobodyTakes(List<List<Placed>> placed) {
      super("nobody takes the message");
      this.placed = placed;
    }

    List<List<Placed>> placed() {
      return placed;
    }
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
    var blobs = departures.values().stream().map(Departure::blob).distinct();
    return Stream.concat(blobs, posts.stream().flatMap(post -> post.blobs().stream())).toList();
  }

  @Override
  public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
    queued = List.of();
    var accepted = new ArrayList<Accepted>();
    var byCopy = byCopy(placed);
    var takers = new ArrayList<Recipient>();
    refusals(byCopy)
        .forEach((recipient, refusal) -> {
          if (refusal == null) takers.add(recipient);
        });
    taken = !takers.isEmpty();
    if (takers.isEmpty()) {
      if (filtration.groups().size() > 1 && !posts.isEmpty()) throw new NobodyTakes(placed);
      return;
    }
    Story.begin(tx, handover, takers, byCopy, told());
    if (!departures.isEmpty())
      accepted.addAll(outbound.accept(tx, partition, handover.envelope(), departures, takers));
    var last = placed.getLast();
    int from = copies.getLast().size();
    for (var post : posts) {
      int to = from + post.arrivals().size();
      accepted.addAll(post.write(tx, partition, last.subList(from, to), outbound));
      from = to;
    }
    queued = accepted;
    for (var memory : filtration.memories()) {
      if (!memory.account().partition().equals(partition)) continue;
      if (stale == Stale.IS_DELIVERED) memory.write(tx);
      else memory.writeOrEnd(tx);
    }
  }

  /// What to do when another delivery was first.
  enum Stale {
    /// Have the filters run again.
    ENDS,
    IS_DELIVERED
  }

  void whenStale(Stale what) {
    stale = what;
  }

  /// What is to be remembered in other partitions.
  List<Memory> memoriesElsewhere(Memory.Kept kept) {
    return filtration.memories().stream()
        .filter(memory -> memory.kept() == kept)
        .filter(memory -> !memory.account().partition().equals(partition))
        .toList();
  }

  /// Whether anybody has it, after the commit.
  boolean isTaken() {
    return taken;
  }

  private List<String> told() {
    var told = new ArrayList<String>();
    for (var departure : departures.values())
      if (!departure.told().isEmpty()) told.add(departure.told());
    for (var post : posts) told.add(post.told());
    told.addAll(filtration.story());
    return told;
  }

  /// After the commit.
  void announce() {
    queued.forEach(outbound::announce);
  }

  private Map<Copy, Placed> byCopy(List<List<Placed>> placed) {
    var byCopy = new HashMap<Copy, Placed>();
    for (var g = 0; g < copies.size(); g++)
      for (var i = 0; i < copies.get(g).size(); i++)
        byCopy.merge(copies.get(g).get(i), placed.get(g).get(i), DeliveryJob::worse);
    return byCopy;
  }

  /// Of a message that a filter has put into several mailboxes, what was not stored tells why.
  private static Placed worse(Placed one, Placed other) {
    if (one instanceof Placed.Stored) return other instanceof Placed.Stored ? one : other;
    return one instanceof Placed.NotAlone ? other : one;
  }

  /// Whether it is where it is to be: in a mailbox, or nowhere because a filter says so.
  private boolean isDone(Copy copy, Map<Copy, Placed> placed) {
    return placed.get(copy) instanceof Placed.Stored || isDiscarded(copy);
  }

  private boolean isDiscarded(Copy copy) {
    var filtered = filtration.copies().get(copy);
    return filtered != null && filtered.filings().isEmpty();
  }

  /// In the order of the recipients.
  List<Delivered> results(List<List<Placed>> placed, FullMailboxes full) {
    var byCopy = byCopy(placed);
    byCopy.forEach((copy, outcome) -> {
      if (outcome instanceof Placed.OverQuota)
        full.refused(copy.account, handover.original().octets().size());
    });
    closed.forEach((recipient, refusal) -> {
      if (refusal == Refusal.LARGER_THAN_LIST)
        for (var post : recipient.posts())
          full.refused(post.id(), handover.original().octets().size());
    });
    var results = new ArrayList<Delivered>();
    refusals(byCopy)
        .forEach((recipient, refusal) ->
            results.add(
                refusal == null
                    ? new Delivered.Taken(
                        copies(recipient, byCopy),
                        recipient.elsewhere().stream().map(Onward::address).toList())
                    : refused(recipient, refusal)));
    return results;
  }

  private Delivered refused(Recipient recipient, Refusal refusal) {
    return refusal == Refusal.REJECTED_BY_FILTER
        ? new Delivered.Rejected(filtration.rejected().getOrDefault(recipient, ""))
        : new Delivered.Refused(refusal);
  }

  private static List<Delivered.Copy> copies(Recipient recipient, Map<Copy, Placed> placed) {
    var copies = new ArrayList<Delivered.Copy>();
    for (var account : recipient.accounts())
      if (placed.get(Copy.asSent(account)) instanceof Placed.Stored stored)
        copies.add(new Delivered.Copy(account.id(), stored));
    for (var passed : recipient.passed()) {
      var copy = new Copy(passed.account().id(), passed.form());
      if (placed.get(copy) instanceof Placed.Stored stored)
        copies.add(new Delivered.Copy(copy.account, stored));
    }
    return copies;
  }

  /// Why each does not get the message, null for who does; in the order of the recipients, as
  /// groups follow each other. A recipient whose own accounts are all right goes without when his
  /// group does.
  private Map<Recipient, @Nullable Refusal> refusals(Map<Copy, Placed> placed) {
    var refusals = new LinkedHashMap<Recipient, @Nullable Refusal>();
    for (var group : filtration.groups()) {
      boolean open = group.stream().noneMatch(closed::containsKey);
      boolean whole = open && copies(group).allMatch(one -> isDone(one, placed));
      for (var recipient : group) {
        var own = open ? refusal(recipient, placed) : closed.get(recipient);
        refusals.put(recipient, own == null && !whole ? Refusal.WITH_ANOTHER : own);
      }
    }
    return refusals;
  }

  /// The first reason that is about the recipient itself.
  private @Nullable Refusal refusal(Recipient recipient, Map<Copy, Placed> placed) {
    Refusal reason = null;
    for (var copy : (Iterable<Copy>) copies(List.of(recipient))::iterator) {
      var refusal = isDiscarded(copy) ? null : refusal(placed.get(copy));
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

  private static Stream<Copy> copies(List<Recipient> group) {
    return group.stream().flatMap(Recipient::copies);
  }
}

package org.posthorn.domain.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.DeliveryJob.Copy;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.filters.Memory;
import org.posthorn.domain.filters.Subject;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.domain.queue.Deadline;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.SieveEnvelope;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.DeliverBy;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.ReversePath;

/// Runs the filters of all accounts that a message is for, on the thread that delivers and before
/// the store's transaction. A filter that sends the message on to an address of ours leads to other
/// accounts, whose filters run as well, each account's once. Used once.
final class FilterStep {

  /// Accounts and addresses elsewhere that one message may reach by filters that send it on to each
  /// other: twice what a list of a script may have.
  private static final int MAX_REACHED = 200;

  private final Filtering filtering;
  private final Handover handover;
  private final Departures departures;

  /// Where an address leads, for whom a filter sends to.
  private final BiFunction<EmailAddress, Sender, RecipientVerdict> leads;

  private final Rejecting rejecting;
  private final SuccessReports reports;

  private final Map<Copy, Filtered> copies = new HashMap<>();

  /// What other copies of the message will have remembered.
  private final List<Memory> soon = new ArrayList<>();

  private final List<ServerPost> posts = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private final Map<Spool, SieveMessage> parsed = new HashMap<>();
  private final PostMaker maker;

  /// Makes what a filter sends ready to be stored.
  @FunctionalInterface
  interface PostMaker {
    ServerPost of(Filtered.Answer answer, String id);
  }

  FilterStep(
      Filtering filtering,
      Handover handover,
      Departures departures,
      BiFunction<EmailAddress, Sender, RecipientVerdict> leads,
      Answering answering) {
    this.filtering = filtering;
    this.handover = handover;
    this.departures = departures;
    this.leads = leads;
    this.reports = answering.reports;
    this.maker = answering.maker;
    this.rejecting = new Rejecting(handover, answering.dialogue, answering.reports, copies);
  }

  /// By which the senders of messages are told.
  ///
  /// @param dialogue whether the message can still be refused
  record Answering(Dialogue dialogue, SuccessReports reports, PostMaker maker) {}

  /// With the client that brings the message.
  enum Dialogue {
    /// It waits for an answer.
    OPEN,
    /// What is delivered was accepted before.
    OVER
  }

  Filtration run(List<List<Recipient>> groups) throws IOException {
    if (!concernsAny(groups)) return Filtration.none(groups);
    var after = new ArrayList<List<Recipient>>();
    for (var group : groups) after.add(group(group));
    posts.addAll(rejecting.posts());
    return new Filtration(
        after, copies, rejecting.rejected(), rejecting.reported(), posts, memories, story);
  }

  private boolean concernsAny(List<List<Recipient>> groups) {
    for (var group : groups) for (var recipient : group) if (concerns(recipient)) return true;
    return false;
  }

  private boolean concerns(Recipient recipient) {
    var filters = filtering.filters();
    for (var account : recipient.accounts()) if (filters.concern(account)) return true;
    return recipient.posts().stream()
        .anyMatch(post -> post.accounts().stream().anyMatch(filters::concern));
  }

  private List<Recipient> group(List<Recipient> group) throws IOException {
    var after = new ArrayList<Recipient>();
    for (var recipient : group) after.add(recipient(recipient));
    rejecting.settle(group, after);
    for (var recipient : after) recipient.copies().forEach(this::finish);
    return after;
  }

  /// An account that gets the message, and the address that led to it.
  private record Visit(Account account, Form form, EmailAddress to, boolean redirected) {
    Copy copy() {
      return new Copy(account.id(), form);
    }
  }

  /// Who gets a message because of one recipient, while its filters are run.
  private record Reach(
      Recipient recipient,
      ArrayDeque<Visit> visits,
      Set<Copy> seen,
      List<Account> accounts,
      List<Onward> elsewhere,
      List<Post> posts,
      List<Recipient.Passed> passed) {

    static Reach of(Recipient recipient) {
      var reach =
          new Reach(
              recipient,
              new ArrayDeque<>(),
              new HashSet<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      for (var account : recipient.accounts())
        reach.visits.add(new Visit(account, Form.AS_SENT, recipient.address(), false));
      for (var post : recipient.posts()) reach.visits.addAll(FilterStep.visits(post, false));
      return reach;
    }

    int size() {
      return seen.size() + visits.size() + elsewhere.size();
    }

    /// Everybody to whom an address leads.
    void sendOn(Form.Redirected form, Recipient to) {
      var here = FilterStep.here(form);
      for (var account : to.accounts()) visits.add(new Visit(account, here, to.address(), true));
      for (var post : to.posts()) {
        var sent = post.sentOn(here);
        visits.addAll(FilterStep.visits(sent, true));
        posts.add(sent);
      }
      for (var onward : to.elsewhere()) elsewhere.add(FilterStep.onward(onward, form));
    }

    /// A filter's place among those that get the message.
    void add(Visit visit) {
      switch (visit.form) {
        case Form.AsSent _, Form.Forwarded _ -> {
          if (visit.redirected) accounts.add(visit.account);
        }
        case Form.Posted _ -> {}
        case Form.Redirected form -> passed.add(new Recipient.Passed(visit.account, form));
      }
    }

    Recipient all() {
      return recipient.and(new Recipient.Places(accounts, elsewhere, posts, passed));
    }
  }

  private Recipient recipient(Recipient recipient) throws IOException {
    var reach = Reach.of(recipient);
    while (!reach.visits.isEmpty()) {
      var visit = reach.visits.poll();
      if (!reach.seen.add(visit.copy())) continue;
      reach.add(visit);
      if (!copies.containsKey(visit.copy()) && filtering.filters().concern(visit.account()))
        copies.put(visit.copy(), filtered(visit, reach));
    }
    return reach.all();
  }

  private Filtered filtered(Visit visit, Reach reach) throws IOException {
    var filtered = filtering.filters().run(subject(visit, reach.recipient), soon);
    if (filtered.rejection() != null && (visit.redirected() || !mayReject(visit, reach.recipient)))
      filtered = filtered.keptInstead("kept, since it can be refused no more");
    if (filtered.rejection() == null) soon.addAll(filtered.memories());
    boolean lost = false;
    for (var redirection : filtered.redirections())
      lost |= !sendsOn(visit, redirection, reach) && !redirection.copy();
    return lost ? filtered.keptAsWell("kept, since it could not be sent on") : filtered;
  }

  /// False when nobody gets it by that.
  private boolean sendsOn(Visit visit, Filtered.Redirection redirection, Reach reach)
      throws IOException {
    var owner = visit.account().address();
    var now = handover.released() == null ? accepted() : handover.released();
    var wishes = RedirectWishes.of(redirection.options(), now);
    var form = new Form.Redirected(owner, visit.form(), redirection.content(), wishes);
    var to = redirected(form, redirection.to(), reach.size());
    if (to == null || !gets(to, here(form), visit, reach)) return false;
    if (wishes.isOver(now)) {
      story.add("not sent on to %s by %s: its time is over".formatted(redirection.to(), owner));
      return false;
    }
    departures.arrive(to);
    reach.sendOn(form, to);
    if (wishes.wantsSuccess()) {
      var report = reports.redirected(handover, to, form);
      if (report != null) posts.add(report);
    }
    return true;
  }

  private Instant accepted() {
    return handover.envelope().timing().accepted();
  }

  /// As accounts here get it: in the form in which it came as long as nothing was changed, so that
  /// who gets it by several ways has it once.
  private static Form here(Form.Redirected form) {
    return form.isChanged() ? form.here() : Form.AS_SENT;
  }

  /// Whether anybody has the message because it is sent on to there. Those who send it to each
  /// other, or to themselves, have it nowhere.
  private boolean gets(Recipient to, Form form, Visit from, Reach reach) {
    if (!to.elsewhere().isEmpty() || !to.posts().isEmpty()) return true;
    for (var account : to.accounts()) {
      var copy = new Copy(account.id(), form);
      if (!reach.seen.contains(copy)) return true;
      var known = copies.get(copy);
      if (known != null ? !known.filings().isEmpty() : !copy.equals(from.copy())) return true;
    }
    return false;
  }

  private static List<Visit> visits(Post post, boolean redirected) {
    return post.accounts().stream()
        .map(account -> new Visit(account, post.form(), account.address(), redirected))
        .toList();
  }

  /// What was accepted before, and what comes by a list, is not refused.
  private boolean mayReject(Visit visit, Recipient recipient) {
    return visit.form().equals(Form.AS_SENT) && rejecting.isPossible(recipient);
  }

  private Subject subject(Visit visit, Recipient recipient) throws IOException {
    var octets = departures.arrived(visit.form());
    var message = parsed.get(octets);
    if (message == null) {
      message = SpoolSource.message(octets);
      parsed.put(octets, message);
    }
    var sender =
        visit.form() instanceof Form.Posted post
            ? new ReversePath.Mailbox(post.owner())
            : handover.envelope().from();
    var place =
        switch (handover.placement()) {
          case INBOX -> new Arrival.Target.Inbox();
          case JUNK -> new Arrival.Target.ByUse(SpecialUse.JUNK);
        };
    return new Subject(
        visit.account(), envelope(sender, visit.to(), recipient), sender, place, message);
  }

  private SieveEnvelope envelope(ReversePath sender, EmailAddress to, Recipient recipient) {
    var reporting = recipient.reporting();
    var wishes = handover.envelope().wishes();
    var original = reporting.original();
    var envid = wishes.envid();
    var ret = wishes.ret();
    return new SieveEnvelope(
        sender instanceof ReversePath.Mailbox(var address) ? address.toString() : "",
        to.toString(),
        conditions(reporting.notifyOn()),
        original == null ? null : original.addressType() + ";" + original.address(),
        ret == null ? null : ret.name(),
        envid == null ? null : envid.text(),
        deliverBy());
  }

  private SieveEnvelope.@Nullable DeliverBy deliverBy() {
    var by = handover.envelope().timing().by();
    if (by == null) return null;
    return new SieveEnvelope.DeliverBy(
        Duration.between(accepted(), by.time()).toSeconds(),
        by.time(),
        by.mode() == DeliverBy.Mode.RETURN,
        by.tracing() == Deadline.Tracing.RELAYED);
  }

  private static List<String> conditions(@Nullable Notify notify) {
    if (notify == null) return List.of();
    if (notify.events().isEmpty()) return List.of("NEVER");
    return notify.events().stream().sorted(Comparator.naturalOrder()).map(Enum::name).toList();
  }

  /// Where a filter sends to; null when that leads nowhere.
  private @Nullable Recipient redirected(Form.Redirected form, EmailAddress to, int reached)
      throws IOException {
    var owner = form.by();
    if (reached >= MAX_REACHED) {
      story.add("not sent on to %s by %s: too many have it already".formatted(to, owner));
      return null;
    }
    var sender = new Sender(handover.envelope().from(), null, Sender.Reach.EVERYWHERE);
    return switch (leads.apply(to, sender)) {
      case RecipientVerdict.Accept(var recipient, var _) -> taken(form, recipient);
      case RecipientVerdict.Refuse(var _, var steps) -> {
        story.add(
            "not sent on to %s by %s: %s"
                .formatted(to, owner, steps.isEmpty() ? "refused" : steps.getLast()));
        yield null;
      }
    };
  }

  /// Null when a list does not take the message itself.
  private @Nullable Recipient taken(Form.Redirected form, Recipient to) throws IOException {
    if (to.posts().isEmpty()) return to;
    var octets = departures.arrived(here(form));
    if (PostCheck.refusals(List.of(to), octets).isEmpty()) return to;
    story.add("not sent on to %s by %s: the list does not take it".formatted(to, form.by()));
    return null;
  }

  private static Onward onward(Onward onward, Form.Redirected form) {
    return switch (onward.form()) {
      case Form.Posted(var list, var owner, var title, var _) ->
          new Onward(onward.address(), new Form.Posted(list, owner, title, here(form)));
      case Form.AsSent _, Form.Forwarded _, Form.Redirected _ -> new Onward(onward.address(), form);
    };
  }

  private final Set<Copy> finished = new HashSet<>();

  private void finish(Copy copy) {
    var filtered = copies.get(copy);
    if (filtered == null || !finished.add(copy)) return;
    story.addAll(filtered.story());
    if (filtered.rejection() != null && filtered.answers().isEmpty()) return;
    memories.addAll(filtered.memories());
    for (var answer : filtered.answers()) posts.add(maker.of(answer, filtering.ids().next()));
  }

  /// Makes the forms in which filters send the message on.
  static void depart(Filtration filtration, Departures departures) throws IOException {
    for (var group : filtration.groups()) for (var recipient : group) departures.make(recipient);
  }
}

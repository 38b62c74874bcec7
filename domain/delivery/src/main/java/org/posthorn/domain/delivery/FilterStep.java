package org.posthorn.domain.delivery;

import java.io.IOException;
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
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.filters.Memory;
import org.posthorn.domain.filters.Subject;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sieve.SieveEnvelope;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.ReversePath;

/// Runs the filters of all accounts that a message is for, on the thread that delivers and before
/// the store's transaction. A filter that sends the message on to an address of ours leads to other
/// accounts, whose filters run as well, each account's once. Used once.
final class FilterStep {

  /// Accounts that one message may reach by filters that send it on to each other.
  private static final int MAX_REACHED = 100;

  private final Filtering filtering;
  private final Handover handover;
  private final Departures departures;

  /// Where an address leads, for whom a filter sends to.
  private final BiFunction<EmailAddress, Sender, RecipientVerdict> leads;

  private final SuccessReports reports;

  private final Map<Copy, Filtered> copies = new HashMap<>();
  private final Map<Recipient, String> rejected = new HashMap<>();
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
  }

  /// By which the senders of messages are told.
  record Answering(SuccessReports reports, PostMaker maker) {}

  Filtration run(List<List<Recipient>> groups) throws IOException {
    if (!concernsAny(groups)) return Filtration.none(groups);
    var after = new ArrayList<List<Recipient>>();
    for (var group : groups) after.add(group(group));
    return new Filtration(after, copies, rejected, posts, memories, story);
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
    settle(after);
    for (var recipient : after) for (var copy : copies(recipient)) finish(copy);
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
      List<Post> posts) {

    static Reach of(Recipient recipient) {
      var reach =
          new Reach(
              recipient,
              new ArrayDeque<>(),
              new HashSet<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      for (var account : recipient.accounts())
        reach.visits.add(new Visit(account, Form.AS_SENT, recipient.address(), false));
      for (var post : recipient.posts()) reach.visits.addAll(FilterStep.visits(post, false));
      return reach;
    }

    void sendOn(Visit visit, Filtered.Redirection redirection, Recipient to) {
      for (var account : to.accounts())
        visits.add(new Visit(account, Form.AS_SENT, to.address(), true));
      for (var post : to.posts()) visits.addAll(FilterStep.visits(post, true));
      for (var onward : to.elsewhere())
        elsewhere.add(FilterStep.onward(visit, onward, redirection));
      posts.addAll(to.posts());
    }

    Recipient all() {
      return recipient.and(accounts, elsewhere, posts);
    }
  }

  private Recipient recipient(Recipient recipient) throws IOException {
    var reach = Reach.of(recipient);
    while (!reach.visits.isEmpty()) {
      var visit = reach.visits.poll();
      if (!reach.seen.add(visit.copy())) continue;
      if (visit.redirected() && visit.form().equals(Form.AS_SENT))
        reach.accounts.add(visit.account());
      if (!copies.containsKey(visit.copy()) && filtering.filters().concern(visit.account()))
        copies.put(visit.copy(), filtered(visit, reach));
    }
    return reach.all();
  }

  private Filtered filtered(Visit visit, Reach reach) throws IOException {
    var filtered = filtering.filters().run(subject(visit, reach.recipient));
    if (filtered.rejection() != null && (visit.redirected() || !mayReject(visit)))
      return filtered.keptInstead("kept, since it can be refused no more");
    boolean lost = false;
    for (var redirection : filtered.redirections()) {
      var to = redirected(visit, redirection, reach.seen.size() + reach.visits.size());
      if (to == null || !gets(to, visit, reach)) {
        lost |= !redirection.copy();
      } else {
        departures.arrive(to);
        reach.sendOn(visit, redirection, to);
      }
    }
    return lost ? filtered.keptAsWell("kept, since it could not be sent on") : filtered;
  }

  /// Whether anybody has the message because it is sent on to there. Those who send it to each
  /// other, or to themselves, have it nowhere.
  private boolean gets(Recipient to, Visit from, Reach reach) {
    if (!to.elsewhere().isEmpty() || !to.posts().isEmpty()) return true;
    for (var account : to.accounts()) {
      var copy = Copy.asSent(account);
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
  private boolean mayReject(Visit visit) {
    return visit.form().equals(Form.AS_SENT) && handover.released() == null;
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
        null);
  }

  private static List<String> conditions(@Nullable Notify notify) {
    if (notify == null) return List.of();
    if (notify.events().isEmpty()) return List.of("NEVER");
    return notify.events().stream().sorted(Comparator.naturalOrder()).map(Enum::name).toList();
  }

  /// Where a filter sends to; null when that leads nowhere.
  private @Nullable Recipient redirected(
      Visit visit, Filtered.Redirection redirection, int reached) {
    var owner = visit.account().address();
    var to = redirection.to();
    if (reached >= MAX_REACHED) {
      story.add("not sent on to %s by %s: too many have it already".formatted(to, owner));
      return null;
    }
    var sender = new Sender(handover.envelope().from(), null, Sender.Reach.EVERYWHERE);
    return switch (leads.apply(to, sender)) {
      case RecipientVerdict.Accept(var recipient, var _) -> recipient;
      case RecipientVerdict.Refuse(var _, var steps) -> {
        story.add(
            "not sent on to %s by %s: %s"
                .formatted(to, owner, steps.isEmpty() ? "refused" : steps.getLast()));
        yield null;
      }
    };
  }

  private static Onward onward(Visit visit, Onward onward, Filtered.Redirection redirection) {
    return switch (onward.form()) {
      case Form.Posted _ -> onward;
      case Form.AsSent _, Form.Forwarded _, Form.Redirected _ ->
          new Onward(
              onward.address(),
              new Form.Redirected(visit.account().address(), visit.form(), redirection.content()));
    };
  }

  // ---- what is refused

  /// RFC 5429 §2.2: the dialogue takes one answer for a group, so a group is refused when all of it
  /// wants that. Where others get the message, our own users are told by a report; strangers are
  /// not, since their reverse-path may be anybody's, so nobody gets it and the sender's own server
  /// says why.
  private void settle(List<Recipient> group) throws IOException {
    var refusing = new ArrayList<Recipient>();
    boolean all = true;
    for (var recipient : group) {
      boolean any = false;
      for (var copy : copies(recipient)) {
        boolean rejects = rejection(copy) != null;
        any |= rejects;
        all &= rejects;
      }
      all &= recipient.elsewhere().isEmpty();
      if (any) refusing.add(recipient);
    }
    if (refusing.isEmpty()) return;
    boolean reports =
        !all
            && handover.envelope().author() != null
            && handover.envelope().from() instanceof ReversePath.Mailbox;
    for (var recipient : refusing) {
      var text = text(recipient);
      if (reports) report(recipient, text);
      else rejected.put(recipient, text);
    }
  }

  private Filtered.@Nullable Rejection rejection(Copy copy) {
    var filtered = copies.get(copy);
    return filtered == null ? null : filtered.rejection();
  }

  private String text(Recipient recipient) {
    for (var copy : copies(recipient)) {
      var rejection = rejection(copy);
      if (rejection != null) return rejection.reason();
    }
    return "";
  }

  private void report(Recipient recipient, String text) throws IOException {
    var report = this.reports.rejected(handover, recipient, text);
    if (report != null) posts.add(report);
    for (var copy : copies(recipient)) {
      var filtered = copies.get(copy);
      if (filtered != null && filtered.rejection() != null) copies.put(copy, filtered.reported());
    }
  }

  private static Set<Copy> copies(Recipient recipient) {
    var all = new java.util.LinkedHashSet<Copy>();
    for (var account : recipient.accounts()) all.add(Copy.asSent(account));
    for (var post : recipient.posts())
      for (AccountId account : post.accounts().stream().map(Account::id).toList())
        all.add(new Copy(account, post.form()));
    return all;
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

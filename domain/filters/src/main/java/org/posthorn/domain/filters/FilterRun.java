package org.posthorn.domain.filters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.domain.filters.Filtered.Filing;
import org.posthorn.domain.filters.Filtered.Redirection;
import org.posthorn.domain.filters.Filtered.Rejection;
import org.posthorn.domain.filters.Filters.Stage;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.sieve.Action;
import org.posthorn.wire.sieve.Action.Destination;
import org.posthorn.wire.sieve.DuplicateMark;
import org.posthorn.wire.sieve.EnvironmentItem;
import org.posthorn.wire.sieve.Facts;
import org.posthorn.wire.sieve.Outcome;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.Script.Tracing;
import org.posthorn.wire.sieve.SieveLimits;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.sieve.TraceStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One message on its way through the scripts of one account. Used once, by one thread.
///
/// A script that fails has no effect: the message goes on as if it had not been there, which ends
/// in its usual place (RFC 5228 §2.10.6).
final class FilterRun {

  private static final Logger LOG = LoggerFactory.getLogger(FilterRun.class);

  private static final String INTERNAL =
      "the server made a mistake when it ran the script; its log tells the administrator more";

  private final Filters.Place place;
  private final Subject subject;
  private final MailAccount account;
  private final StoreOutside outside;
  private final Instant now;
  private final Tracing tracing;
  private final Answers answers;

  /// In the order of the scripts; one for each mailbox and content.
  private final Map<Filing, Filing> filings = new LinkedHashMap<>();

  private final List<Redirection> redirections = new ArrayList<>();
  private final Map<String, Memory> seen = new LinkedHashMap<>();
  private final List<String> story = new ArrayList<>();
  private final List<TraceStep> trace = new ArrayList<>();
  private @Nullable Rejection rejection;

  FilterRun(
      Filters.Place place, Subject subject, StoreOutside outside, Instant now, Tracing tracing) {
    this.place = place;
    this.subject = subject;
    this.account = MailAccount.of(subject.account());
    this.outside = outside;
    this.now = now;
    this.tracing = tracing;
    this.answers = new Answers(place, subject, outside, now);
  }

  /// @throws IOException when the message cannot be read
  Filters.Trial run(List<Stage> chain) throws IOException {
    var message = subject.message();
    List<String> flags = null;
    boolean isKept = true;
    for (var stage : chain) {
      var kept = run(stage, message, flags);
      isKept = kept != null;
      if (kept == null) break;
      message = kept.message();
      if (kept.flags() != null) flags = kept.flags();
    }
    if (isKept) file(usual(), FlagWords.flags(flags), content(message), "kept");
    var memories = new ArrayList<>(seen.values());
    memories.addAll(answers.memories());
    story.addAll(answers.story());
    var otherwise = new Filing(subject.place(), Flags.NONE, Content.AS_IT_CAME);
    var all = new ArrayList<>(filings.values());
    all.addAll(answers.filings());
    var filtered =
        new Filtered(all, otherwise, redirections, answers.all(), rejection, memories, told());
    return new Filters.Trial(filtered, trace);
  }

  private List<String> told() {
    return story.stream()
        .map(line -> "the filter of %s: %s".formatted(subject.account().address(), line))
        .toList();
  }

  /// The keep that hands the message on to the next script; null when there is none.
  private Action.@Nullable Keep run(Stage stage, SieveMessage message, @Nullable List<String> flags)
      throws IOException {
    var script = stage.script();
    var untouched = new Action.Keep(null, true, flags, message);
    if (script == null) {
      failed(stage, stage.fault());
      return untouched;
    }
    var outcome = outcome(script, message);
    if (outcome == null) {
      failed(stage, INTERNAL);
      return untouched;
    }
    trace.addAll(outcome.trace());
    var fault = outcome.fault();
    if (fault != null) {
      failed(stage, fault.toString());
      return untouched;
    }
    Action.Keep kept = null;
    for (var action : outcome.actions()) {
      if (action instanceof Action.Keep keep) kept = keep;
      else if (!carryOut(action)) kept = untouched;
    }
    for (var mark : outcome.duplicates()) remember(mark);
    return kept;
  }

  /// Null when the server itself is at fault: a mistake of ours in the language keeps the message,
  /// while what cannot be read now is tried again.
  private @Nullable Outcome outcome(Script script, SieveMessage message) throws IOException {
    try {
      return script.run(facts(message), SieveLimits.ORDINARY, tracing);
    } catch (StorageException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("the filter {} of {} met a bug", script.name(), subject.account().address(), e);
      return null;
    }
  }

  private void failed(Stage stage, String fault) {
    var first = fault.lines().findFirst().orElse("");
    story.add("failed and had no effect: " + first);
    if (stage.own()) answers.tellOwner(fault);
    else
      LOG.warn("an administrator's filter failed for {}: {}", subject.account().address(), first);
  }

  private Facts facts(SieveMessage message) {
    var environment = new HashMap<String, String>();
    environment.put(EnvironmentItem.DOMAIN, subject.account().address().domain().toString());
    environment.put(EnvironmentItem.HOST, place.host().toString());
    environment.put(EnvironmentItem.LOCATION, "MDA");
    environment.put(EnvironmentItem.PHASE, "during");
    environment.put(EnvironmentItem.NAME, "Posthorn");
    return new Facts(
        message,
        subject.envelope(),
        environment,
        List.of(),
        now.atZone(place.zone()),
        Facts.Scores.NONE,
        "+",
        outside);
  }

  /// RFC 7352 §3: the time of what was seen before counts from then, or with `:last` from now.
  private void remember(DuplicateMark mark) {
    boolean known = outside.isDuplicate(mark);
    if (known && !mark.last()) return;
    var wanted = mark.seconds();
    var time =
        wanted == null
            ? FilterLimits.DUPLICATE
            : Duration.ofSeconds(Math.min(wanted, FilterLimits.MAX_DUPLICATE.toSeconds()));
    var key = StoreOutside.key(mark);
    var kept = known ? Memory.Kept.ANEW : Memory.Kept.FIRST;
    var memory = new Memory(account, key, now, now.plus(time), kept);
    // One that is asked for twice is remembered for the longer time.
    seen.merge(key, memory, (a, b) -> a.expires().isBefore(b.expires()) ? b : a);
  }

  /// False when it cannot be done and the message has to be kept.
  private boolean carryOut(Action action) {
    return switch (action) {
      case Action.Keep _ -> true;
      case Action.FileInto it -> {
        var found = mailbox(it.mailbox());
        if (found == null && isOnlyTold(it.mailbox())) {
          story.add("filed into " + it.mailbox().name());
          yield true;
        }
        if (found == null) {
          story.add("there is no mailbox %s, so it is kept".formatted(it.mailbox().name()));
          yield false;
        }
        file(
            target(found),
            FlagWords.flags(it.flags()),
            content(it.message()),
            "filed into " + found.path());
        yield true;
      }
      case Action.Redirect it -> redirect(it);
      case Action.Reject it -> {
        rejection = new Rejection(it.reason());
        story.add("rejected: " + it.reason().lines().findFirst().orElse(""));
        yield true;
      }
      case Action.Discard _ -> {
        story.add("discarded");
        yield true;
      }
      case Action.Vacation it -> {
        answers.vacation(it, this::filedCopy);
        yield true;
      }
      case Action.Notify it -> {
        answers.notify(it, this::filedCopy);
        yield true;
      }
    };
  }

  /// In a trial no mailbox is made, and who is nobody in particular has each.
  private boolean isOnlyTold(Destination destination) {
    return tracing == Tracing.ON && (destination.create() || account.id() == Filters.NOBODY);
  }

  private boolean redirect(Action.Redirect action) {
    var to =
        switch (action.to()) {
          case Action.RedirectTo.Address(var address) -> List.of(address);
          case Action.RedirectTo.ExternalList(var uri, var addresses) -> {
            story.add("for the list " + uri);
            yield addresses;
          }
        };
    if (subject.wasRedirectedBefore()) {
      story.add(
          "not sent on to %s, since it was sent on from here before".formatted(to.getFirst()));
      return action.copy();
    }
    for (var address : to) {
      story.add("sent on to " + address);
      redirections.add(
          new Redirection(address, content(action.message()), action.copy(), action.options()));
    }
    return true;
  }

  private void file(Arrival.Target target, Flags flags, Content content, String told) {
    var plain = new Filing(target, Flags.NONE, content);
    var before = filings.get(plain);
    story.add(told);
    // The same mailbox twice is one message with the flags of both.
    filings.put(plain, before == null ? new Filing(target, flags, content) : joined(before, flags));
  }

  private static Filing joined(Filing filing, Flags more) {
    var system = new java.util.HashSet<>(filing.flags().system());
    system.addAll(more.system());
    var keywords = new java.util.HashSet<>(filing.flags().keywords());
    keywords.addAll(more.keywords());
    return new Filing(filing.target(), new Flags(system, keywords), filing.content());
  }

  private final IdentityHashMap<SieveMessage, Content> edited = new IdentityHashMap<>();

  private Content content(SieveMessage message) {
    if (!message.edited()) return Content.AS_IT_CAME;
    return edited.computeIfAbsent(message, Content.Edited::new);
  }

  private static Arrival.Target target(Mailbox mailbox) {
    return new Arrival.Target.Filed(
        mailbox.path().isInbox()
            ? new Arrival.Target.Inbox()
            : new Arrival.Target.ById(mailbox.id()));
  }

  /// The place without a script, called by its name, so that a script that files there as well is
  /// noticed.
  private Arrival.Target usual() {
    if (subject.place() instanceof Arrival.Target.ByUse(var use)) {
      var found = outside.find(new Destination("", null, "\\" + use.word(), false));
      if (found != null) return target(found);
    }
    return new Arrival.Target.Filed(subject.place());
  }

  /// The mailbox, made if it has to be; null when there is none.
  private @Nullable Mailbox mailbox(Destination destination) {
    return tracing == Tracing.ON ? outside.find(destination) : outside.findOrMake(destination);
  }

  /// Where a copy of what a filter sends goes (RFC 8580); null when nowhere.
  private @Nullable Filing filedCopy(Action.FiledCopy copy, Content.Written message) {
    var found = mailbox(copy.mailbox());
    if (found == null) {
      story.add("there is no mailbox %s for the copy".formatted(copy.mailbox().name()));
      return null;
    }
    return new Filing(target(found), FlagWords.flags(copy.flags()), message);
  }
}

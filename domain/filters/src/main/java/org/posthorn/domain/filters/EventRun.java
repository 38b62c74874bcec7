package org.posthorn.domain.filters;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.domain.filters.Filtered.Filing;
import org.posthorn.domain.filters.MailboxEvents.Cause;
import org.posthorn.domain.filters.MailboxEvents.Event;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.CopyOutcome;
import org.posthorn.domain.mailbox.CopyTarget;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.sieve.Action;
import org.posthorn.wire.sieve.Facts;
import org.posthorn.wire.sieve.Script;
import org.posthorn.wire.sieve.Script.Tracing;
import org.posthorn.wire.sieve.SieveEnvelope;
import org.posthorn.wire.sieve.SieveLimits;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.ReversePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The messages of one command, each run through the script of their mailbox (RFC 6785 §3). Used
/// once, by one thread.
///
/// Messages stay where they are and as they are: `fileinto` and `redirect` make others, and where
/// no `keep` is in effect the message is marked `\Deleted`. A script that fails does nothing.
final class EventRun {

  private static final Logger LOG = LoggerFactory.getLogger(EventRun.class);

  /// Messages whose rows are read at once.
  private static final int AT_ONCE = 256;

  private final MailboxEvents events;
  private final Filters.Place place;
  private final Event event;
  private final Account owner;
  private final Where where;
  private final StoreOutside outside;
  private final Instant now;
  private final String mailbox;
  private int sent;

  EventRun(MailboxEvents events, Event event, Account owner) {
    this.events = events;
    this.event = event;
    this.owner = owner;
    place = events.filters().place();
    where = event.where();
    now = place.clock().instant();
    outside = new StoreOutside(place, owner, now);
    mailbox = name(where.mailbox());
  }

  private String name(MailboxId id) {
    return place.mail().mailboxes().all(where.account()).stream()
        .filter(one -> one.id().equals(id))
        .map(one -> one.path().toString())
        .findFirst()
        .orElse("");
  }

  /// @param before null where messages were added
  void run(Filters.Personal personal, @Nullable Snapshot before, Uids uids) throws IOException {
    var script = personal.script();
    if (script == null || !script.isForImapEvents()) {
      tellOwner(
          script == null
              ? personal.fault()
              : "it requires what answers to new mail, and this was none");
      return;
    }
    if (uids.size() > MailboxEvents.MAX_MESSAGES)
      LOG.info(
          "account {}: the script of {} runs for the first {} of {} messages",
          owner.id().value(),
          mailbox,
          MailboxEvents.MAX_MESSAGES,
          uids.size());
    var all = Arrays.copyOf(uids.array(), Math.min(uids.size(), MailboxEvents.MAX_MESSAGES));
    for (int from = 0; from < all.length; from += AT_ONCE) {
      var some = Uids.of(Arrays.copyOfRange(all, from, Math.min(all.length, from + AT_ONCE)));
      if (!run(script, before, some)) return;
    }
  }

  /// False when the script has failed: it would fail for the others as well.
  private boolean run(Script script, @Nullable Snapshot before, Uids uids) throws IOException {
    var snapshot = place.mail().messages().snapshot(where);
    if (snapshot == null) return false;
    var rows = place.mail().messages().rows(where, uids, Detail.FACTS);
    var bodies = place.mail().messages().bodies(where.account(), rows);
    for (var row : rows) {
      int index = snapshot.indexOf(row.uid());
      if (index < 0) continue;
      var flags = snapshot.keywords().flags(snapshot.flags(index));
      var changed = before == null ? List.<String>of() : changed(before, row.uid(), flags);
      if (event.cause() == Cause.FLAG && changed.isEmpty()) continue;
      if (!new OfMessage(script, message(row, bodies), row.uid()).run(event, flags, changed))
        return false;
    }
    return true;
  }

  private static List<String> changed(Snapshot before, int uid, Flags now) {
    int index = before.indexOf(uid);
    return index < 0 ? List.of() : difference(before.keywords().flags(before.flags(index)), now);
  }

  private static List<String> difference(Flags one, Flags other) {
    var words = new HashSet<>(FlagWords.words(one));
    var both = new HashSet<>(words);
    var others = FlagWords.words(other);
    both.retainAll(others);
    words.addAll(others);
    words.removeAll(both);
    return words.stream().sorted().toList();
  }

  private static SieveMessage message(MessageRow row, BlobReader bodies) throws IOException {
    MessageSource source = span -> bodies.open(row.blob(), span.offset(), span.length());
    try (var in = bodies.open(row.blob(), 0)) {
      return SieveMessage.of(MessageParser.parse(in, MessageLimits.ORDINARY), source);
    }
  }

  private void tellOwner(String fault) throws IOException {
    var answers = new Answers(place, subject(null), outside, now);
    answers.tellOwner(fault);
    send(answers);
  }

  private Subject subject(@Nullable SieveMessage message) {
    return new Subject(
        owner,
        SieveEnvelope.of("", owner.address().toString()),
        new ReversePath.Null(),
        new Arrival.Target.Inbox(),
        message == null ? SieveMessage.of(new byte[0]) : message);
  }

  private void send(Answers answers) throws IOException {
    for (var filing : answers.filings()) {
      if (!(filing.content() instanceof Content.Written written)) continue;
      var account = where.account().withoutLimit();
      var email = NewEmail.of(written.octets());
      place
          .mail()
          .messages()
          .store(List.of(new Arrival(account, filing.target(), email, filing.flags(), now)));
    }
    for (var answer : answers.all()) events.dispatch().answer(owner, answer);
    events.filters().remember(answers.memories());
  }

  /// One message.
  private final class OfMessage {
    private final Script script;
    private final SieveMessage message;
    private final int uid;
    private final Answers answers;
    private boolean kept;
    private @Nullable List<String> flags;

    OfMessage(Script script, SieveMessage message, int uid) {
      this.script = script;
      this.message = message;
      this.uid = uid;
      answers = new Answers(place, subject(message), outside, now);
    }

    /// False when the script has failed.
    boolean run(Event why, Flags now, List<String> changed) throws IOException {
      var outcome = script.run(facts(why, now, changed), SieveLimits.ORDINARY, Tracing.OFF);
      var fault = outcome.fault();
      if (fault != null) {
        tellOwner(fault.toString());
        return false;
      }
      for (var action : outcome.actions()) carryOut(action);
      send(answers);
      if (!kept) {
        // RFC 6785 §2.2.4: no flag-change script is run for it.
        store(FlagChange.ADD, Flags.of(SystemFlag.DELETED));
        return true;
      }
      var words = flags;
      if (words == null) return true;
      var wanted = FlagWords.flags(words);
      var more = difference(now, wanted);
      if (more.isEmpty()) return true;
      store(FlagChange.REPLACE, wanted);
      if (why.cause() == Cause.FLAG) return true;
      return new OfMessage(script, message, uid).run(why.flagged(), wanted, more);
    }

    private void store(FlagChange change, Flags what) {
      place.mail().messages().storeFlags(where, Uids.of(uid), new FlagEdit(change, what));
    }

    private Facts facts(Event why, Flags now, List<String> changed) {
      return new Facts(
          message,
          null,
          new EventItems(why.cause(), why.user(), why.email().toString(), mailbox, changed)
              .environment(place, owner),
          FlagWords.words(now),
          EventRun.this.now.atZone(place.zone()),
          Facts.Scores.NONE,
          "+",
          outside);
    }

    private void carryOut(Action action) throws IOException {
      switch (action) {
        case Action.Keep keep -> {
          kept = true;
          flags = keep.flags();
        }
        case Action.FileInto it -> kept |= !fileInto(it);
        case Action.Redirect it -> kept |= !redirect(it);
        case Action.Notify it -> {
          if (maySend()) answers.notify(it, this::filedCopy);
        }
        case Action.Discard _ -> {}
        case Action.Reject _, Action.Vacation _ ->
            throw new IllegalStateException("not at an event of IMAP");
      }
    }

    /// False when it is not there, so that the message is kept.
    private boolean fileInto(Action.FileInto action) throws IOException {
      var target = outside.findOrMake(action.mailbox());
      if (target == null) return false;
      if (action.message().edited()) return storeEdited(action, target);
      var from = new Where(where.account(), where.mailbox());
      var copied = place.mail().messages().copy(from, Uids.of(uid), CopyTarget.of(target.id()));
      if (!(copied instanceof CopyOutcome.Done(var _, var _, var to)) || to.isEmpty()) return false;
      if (action.flags() != null) {
        var edit = new FlagEdit(FlagChange.REPLACE, FlagWords.flags(action.flags()));
        place.mail().messages().storeFlags(new Where(where.account(), target.id()), to, edit);
      }
      return true;
    }

    private boolean storeEdited(Action.FileInto action, Mailbox target) throws IOException {
      try (var spool = events.spool(action.message().octets());
          var in = action.message().open()) {
        in.transferTo(spool);
        var arrival =
            new Arrival(
                where.account(),
                new Arrival.Target.ById(target.id()),
                NewEmail.of(spool),
                FlagWords.flags(action.flags()),
                now);
        var placed = place.mail().messages().store(List.of(arrival));
        return placed.getFirst() instanceof Placed.Stored;
      }
    }

    private boolean redirect(Action.Redirect action) throws IOException {
      if (subject(message).wasRedirectedBefore()) return false;
      var to =
          switch (action.to()) {
            case Action.RedirectTo.Address(var address) -> List.of(address);
            case Action.RedirectTo.ExternalList(var _, var addresses) -> addresses;
          };
      boolean all = true;
      for (var address : to)
        all &=
            maySend()
                && events
                    .dispatch()
                    .redirect(
                        new EventDispatch.Redirect(
                            owner, address, action.message(), action.options()));
      return all;
    }

    private boolean maySend() {
      return ++sent <= MailboxEvents.MAX_SENT;
    }

    private @Nullable Filing filedCopy(Action.FiledCopy copy, Content.Written written) {
      var target = outside.findOrMake(copy.mailbox());
      if (target == null) return null;
      return new Filing(
          new Arrival.Target.ById(target.id()), FlagWords.flags(copy.flags()), written);
    }
  }
}

package org.posthorn.domain.filters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.filters.Filtered.Answer;
import org.posthorn.domain.filters.Filtered.Content;
import org.posthorn.domain.filters.Filtered.Filing;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.report.AutomaticMail;
import org.posthorn.wire.report.AutomaticMail.Body;
import org.posthorn.wire.report.AutomaticMail.Threading;
import org.posthorn.wire.report.AutomaticReply;
import org.posthorn.wire.report.AutomaticReply.Responder;
import org.posthorn.wire.report.AutomaticReply.Verdict;
import org.posthorn.wire.sieve.Action;
import org.posthorn.wire.sieve.NotifyMethod;

/// What is sent because of a message: vacation replies, notifications, and the word to its owner
/// that a script has failed. Used once, by one thread.
final class Answers {

  private static final int MAX_FAULT_CHARACTERS = 4_000;

  private final Filters.Place place;
  private final Subject subject;
  private final StoreOutside outside;
  private final Instant now;
  private final List<Answer> all = new ArrayList<>();
  private final List<Filing> filings = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private final List<String> story = new ArrayList<>();

  /// Puts a copy of what is sent into a mailbox.
  @FunctionalInterface
  interface Filer {
    @Nullable Filing file(Action.FiledCopy copy, Content.Written message);
  }

  Answers(Filters.Place place, Subject subject, StoreOutside outside, Instant now) {
    this.place = place;
    this.subject = subject;
    this.outside = outside;
    this.now = now;
  }

  List<Answer> all() {
    return all;
  }

  List<Filing> filings() {
    return filings;
  }

  List<Memory> memories() {
    return memories;
  }

  List<String> story() {
    return story;
  }

  private EmailAddress owner() {
    return subject.account().address();
  }

  // ---- RFC 5230

  void vacation(Action.Vacation action, Filer filer) {
    if (subject.place() instanceof Arrival.Target.ByUse(var use) && use == SpecialUse.JUNK) {
      story.add("no vacation reply: junk is not answered");
      return;
    }
    var interval = interval(action);
    var sender = subject.sender().toString().toLowerCase(Locale.ROOT);
    var key = Memory.key(Memory.Kind.ANSWERED, action.responseKey(), sender);
    boolean before = interval.isPositive() && outside.isRemembered(key);
    var facts =
        new AutomaticReply.Facts(
            subject.sender(),
            subject.message().headers(),
            own(action.addresses()),
            before ? now : null,
            now);
    switch (AutomaticReply.decide(facts, Responder.PERSONAL, interval)) {
      case Verdict.Silence(var reason, var found) ->
          story.add("no vacation reply: %s (%s)".formatted(reason.text(), found));
      case Verdict.Answer answer -> {
        send(answer, action, filer);
        if (interval.isPositive()) remember(key, interval);
      }
    }
  }

  private static Duration interval(Action.Vacation action) {
    var seconds = action.seconds();
    if (seconds == null) return FilterLimits.VACATION;
    long least = action.days() ? Duration.ofDays(1).toSeconds() : 0;
    long most = FilterLimits.MAX_VACATION.toSeconds();
    return Duration.ofSeconds(Math.clamp(seconds, least, most));
  }

  private void remember(String key, Duration kept) {
    var account = MailAccount.of(subject.account());
    memories.add(new Memory(account, key, now, now.plus(kept), Memory.Kept.FIRST));
    outside.soonRemembers(key);
  }

  /// Every address at which the owner is written to, as far as it is known here.
  private Set<EmailAddress> own(List<String> more) {
    var own = new HashSet<EmailAddress>();
    own.add(owner());
    for (var text : more) add(own, text);
    add(own, subject.envelope().to());
    return own;
  }

  private static void add(Set<EmailAddress> own, String text) {
    try {
      own.add(EmailAddress.parse(text));
    } catch (AddressException _) {
      // `:addresses` may hold anything
    }
  }

  private void send(Verdict.Answer answer, Action.Vacation action, Filer filer) {
    var subjectOfReply = action.subject();
    var inReplyTo = answer.inReplyTo();
    var message =
        new AutomaticMail(
            from(action.from(), nameAndAddress()),
            answer.to().toString(),
            subjectOfReply == null ? answer.subject() : subjectOfReply,
            inReplyTo == null ? null : new Threading(inReplyTo, answer.references()),
            List.of(new HeaderField("Auto-Submitted", "auto-replied (vacation)")),
            action.mime() ? new Body.Entity(action.reason()) : new Body.Text(action.reason()));
    send(answer.to(), message, "a vacation reply to " + answer.to(), action.filedCopy(), filer);
  }

  private void send(
      EmailAddress to,
      AutomaticMail mail,
      String told,
      Action.@Nullable FiledCopy copy,
      @Nullable Filer filer) {
    var message = new Content.Written(mail.write(place.host(), now, place.random()));
    all.add(new Answer(to, message, told));
    story.add(told);
    if (copy == null || filer == null) return;
    var filing = filer.file(copy, message);
    if (filing != null) filings.add(filing);
  }

  /// What a script wants to be from, if its owner may send so; it would else be a way to write in
  /// anybody's name.
  private String from(@Nullable String wanted, String own) {
    if (wanted == null) return own;
    var addresses = AddressList.parse(wanted);
    if (addresses.size() == 1 && isHis(addresses.getFirst())) return wanted;
    story.add("not from %s: its owner may not send so".formatted(wanted));
    return own;
  }

  private boolean isHis(EnvelopeAddress author) {
    try {
      var address = EmailAddress.parse(author.mailbox() + "@" + author.host());
      return place.maySendAs().test(subject.account().id(), address);
    } catch (AddressException _) {
      return false;
    }
  }

  private String nameAndAddress() {
    var name = subject.account().settings().displayName();
    return name.isEmpty()
        ? owner().toString()
        : "\"%s\" <%s>".formatted(name.replaceAll("[\"\\\\]", ""), owner());
  }

  // ---- RFC 5436

  void notify(Action.Notify action, Filer filer) {
    if (!(action.method() instanceof NotifyMethod.Mailto mailto)) {
      story.add("no notification: only mailto is there, not " + action.method().uri());
      return;
    }
    // RFC 5436 §2.7.1: a notification about a notification would be the first of many.
    var automatic = subject.message().headers().value("Auto-Submitted");
    if (automatic != null && !automatic.strip().toLowerCase(Locale.ROOT).startsWith("no")) {
      story.add("no notification: the message was itself sent automatically");
      return;
    }
    var recipients = new ArrayList<>(mailto.to());
    recipients.addAll(mailto.cc());
    recipients.addAll(mailto.bcc());
    var mail = notification(action, mailto);
    boolean first = true;
    for (var to : recipients.subList(0, Math.min(FilterLimits.MAX_NOTIFIED, recipients.size()))) {
      send(to, mail, "a notification to " + to, first ? action.filedCopy() : null, filer);
      first = false;
    }
  }

  private AutomaticMail notification(Action.Notify action, NotifyMethod.Mailto mailto) {
    var title = subject.message().headers().value("Subject");
    var words = mailto.subject();
    var body = mailto.body();
    var text = action.text();
    var line =
        text != null ? text : words != null ? words : title == null ? "You have mail" : title;
    var fields = new ArrayList<HeaderField>();
    // RFC 5436 §2.7.1, §4.2
    fields.add(
        new HeaderField("Auto-Submitted", "auto-notified; owner-email=\"%s\"".formatted(owner())));
    if (action.importance() != 2)
      fields.add(new HeaderField("Importance", action.importance() == 1 ? "high" : "low"));
    if (!mailto.cc().isEmpty())
      fields.add(new HeaderField("Cc", String.join(", ", strings(mailto.cc()))));
    fields.addAll(mailto.fields());
    return new AutomaticMail(
        from(action.from(), owner().toString()),
        String.join(", ", strings(mailto.to())),
        line,
        null,
        fields,
        new Body.Text(body == null ? summary() : body));
  }

  private static List<String> strings(List<EmailAddress> addresses) {
    return addresses.stream().map(EmailAddress::toString).toList();
  }

  /// RFC 5436 §2.7.2: what the message is, not all of it.
  private String summary() {
    var headers = subject.message().headers();
    var lines = new StringBuilder("A message has come for %s.%n%n".formatted(owner()));
    for (var name : List.of("From", "To", "Subject", "Date"))
      for (var field : headers.fields(name))
        lines.append(name).append(": ").append(field.decoded()).append('\n');
    return lines.toString();
  }

  // ---- faults

  /// Once a day: a script that fails, fails with every message.
  void tellOwner(String fault) {
    var key = Memory.key(Memory.Kind.TOLD);
    if (outside.isRemembered(key)) return;
    var address = owner().toString();
    var text =
        """
        Your filter script could not be run to its end:

        %s

        No mail is lost: what comes meanwhile is in the place where it would be without
        a script, most of it in your INBOX. You will hear of this once a day at most.
        """
            .formatted(fault.substring(0, Math.min(MAX_FAULT_CHARACTERS, fault.length())));
    var mail =
        new AutomaticMail(
            address,
            address,
            "Your filter script has failed",
            null,
            List.of(new HeaderField("Auto-Submitted", "auto-generated")),
            new Body.Text(text));
    send(owner(), mail, "its owner is told that it failed", null, null);
    remember(key, FilterLimits.TOLD);
  }
}

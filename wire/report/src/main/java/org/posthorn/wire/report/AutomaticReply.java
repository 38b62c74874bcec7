package org.posthorn.wire.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.HeaderField;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.MessageIds;
import org.posthorn.wire.smtp.ReversePath;

/// May a vacation notice or another automatic responder answer a message? The rules of RFC 3834 §2
/// to §5 as one function from facts to a verdict.
public final class AutomaticReply {

  /// The same answer does not go to the same sender again for so long (RFC 3834 §2).
  public static final Duration DEFAULT_INTERVAL = Duration.ofDays(7);

  /// In whose name an answer is given.
  public enum Responder {
    /// Of a person or a group: answers only what names an address of theirs.
    PERSONAL,
    /// Of a service, which is written to in order to be answered.
    SERVICE
  }

  /// What is known.
  ///
  /// @param sender the reverse-path of the delivery: the only address that is ever answered (§4)
  /// @param own every address at which the responder's owner is written to
  /// @param lastAnswer when this sender got this answer last; null when never
  public record Facts(
      ReversePath sender,
      HeaderFields header,
      Set<EmailAddress> own,
      @Nullable Instant lastAnswer,
      Instant now) {
    public Facts {
      own = Set.copyOf(own);
    }
  }

  public sealed interface Verdict {

    /// Answer, with the reverse-path `<>` and NOTIFY=NEVER (§3.3).
    ///
    /// @param subject `Auto: ` and the subject of the message, decoded
    /// @param inReplyTo without angle brackets; null when the message has no id
    /// @param references for the field, the parent last
    /// @param fields the fields that mark the answer: Auto-Submitted
    record Answer(
        EmailAddress to,
        String subject,
        @Nullable String inReplyTo,
        List<String> references,
        List<HeaderField> fields)
        implements Verdict {
      public Answer {
        references = List.copyOf(references);
        fields = List.copyOf(fields);
      }
    }

    /// Say nothing.
    ///
    /// @param found the field or address that was the reason
    record Silence(Reason reason, String found) implements Verdict {}
  }

  public enum Reason {
    NULL_SENDER("the null reverse-path is not answered"),
    OWN_MESSAGE("the message comes from an address of the responder itself"),
    RESPONDER_ADDRESS("the sender's address is one of a list or a program"),
    AUTOMATIC("the message was submitted automatically"),
    REPORT("the message is a report"),
    LIST("the message comes from a list"),
    BULK("the message is bulk mail"),
    NOT_WANTED("the sender wants no automatic answers"),
    NOT_ADDRESSED("no address of the recipient is in To, Cc or Bcc"),
    ANSWERED_BEFORE("the sender got this answer not long ago");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private static final HeaderField AUTO_REPLIED = new HeaderField("Auto-Submitted", "auto-replied");

  // RFC 3834 §2: "owner-*", "*-request", "MAILER-DAEMON", etc.
  private static final Pattern PROGRAM =
      Pattern.compile(
          "owner-.*|.*-(request|owner|bounces?|relay|errors?|outgoing)"
              + "|mailer-daemon|mailerdaemon|listserv|majordomo|bounces?"
              + "|(do-?not|no)[-_.]?reply|postmaster",
          Pattern.CASE_INSENSITIVE);

  /// What stands behind these is not part of the name: VERP and plus-addresses.
  private static final Pattern TAG = Pattern.compile("[+=].*");

  private static final Set<String> BULK = Set.of("bulk", "junk", "list");

  /// COMPAT(Exchange, 2026-11): values of X-Auto-Response-Suppress that mean us.
  private static final Set<String> SUPPRESSED = Set.of("all", "oof", "autoreply");

  private static final List<String> TO =
      List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");

  private static final String PREFIX = "Auto: ";
  private static final int MAX_SUBJECT = 200;
  private static final int MAX_REFERENCES = 20;
  private static final int MAX_ID = 400;

  private AutomaticReply() {}

  /// Decides about one message.
  public static Verdict decide(Facts facts, Responder responder, Duration interval) {
    if (!(facts.sender instanceof ReversePath.Mailbox(var sender)))
      return new Verdict.Silence(Reason.NULL_SENDER, "<>");
    var own = new HashSet<String>();
    for (var address : facts.own) own.add(address.key());
    if (own.contains(sender.key()))
      return new Verdict.Silence(Reason.OWN_MESSAGE, sender.toString());
    if (PROGRAM.matcher(TAG.matcher(sender.localpart().text()).replaceFirst("")).matches())
      return new Verdict.Silence(Reason.RESPONDER_ADDRESS, sender.toString());
    var field = refusedBy(facts.header);
    if (field != null) return field;
    if (responder == Responder.PERSONAL && !isAddressed(facts.header, own))
      return new Verdict.Silence(Reason.NOT_ADDRESSED, "To");
    var last = facts.lastAnswer;
    if (last != null && facts.now.isBefore(last.plus(interval)))
      return new Verdict.Silence(Reason.ANSWERED_BEFORE, last.toString());
    return answer(sender, facts.header);
  }

  private static Verdict.@Nullable Silence refusedBy(HeaderFields header) {
    for (int i = 0; i < header.size(); i++) {
      var field = header.field(i);
      var reason = reason(field.name().toLowerCase(Locale.ROOT), field.value());
      if (reason != null)
        return new Verdict.Silence(
            reason, FieldText.clean(field.name() + ": " + field.value(), 200));
    }
    return null;
  }

  private static @Nullable Reason reason(String name, String value) {
    var word = firstWord(value);
    if (name.startsWith("list-")) return Reason.LIST;
    return switch (name) {
      case "auto-submitted" -> word.equals("no") ? null : Reason.AUTOMATIC;
      case "precedence" -> BULK.contains(word) ? Reason.BULK : null;
      case "content-type" -> word.equals("multipart/report") ? Reason.REPORT : null;
      case "x-auto-response-suppress" -> suppresses(value) ? Reason.NOT_WANTED : null;
      // COMPAT(list managers and filters, 2026-11): fields from before RFC 3834
      case "mailing-list", "x-mailing-list", "x-beenthere" -> Reason.LIST;
      case "x-autoreply", "x-autorespond", "x-vacation" -> Reason.AUTOMATIC;
      case "x-spam-flag" -> word.equals("yes") ? Reason.BULK : null;
      default -> null;
    };
  }

  private static boolean suppresses(String value) {
    for (var word : value.split("[ ,;\t]+", 20))
      if (SUPPRESSED.contains(word.toLowerCase(Locale.ROOT))) return true;
    return false;
  }

  /// Up to a parameter or a comment, in lower case.
  private static String firstWord(String value) {
    var plain = value.startsWith("(") ? value.substring(value.indexOf(')') + 1).strip() : value;
    int end = 0;
    while (end < plain.length() && " \t;(,".indexOf(plain.charAt(end)) < 0) end++;
    return plain.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isAddressed(HeaderFields header, Set<String> own) {
    for (var name : TO) for (var value : header.values(name)) if (names(value, own)) return true;
    return false;
  }

  private static boolean names(String value, Set<String> own) {
    return AddressList.parse(value).stream()
        .map(DispositionRequest::address)
        .anyMatch(address -> address != null && own.contains(address.key()));
  }

  private static Verdict.Answer answer(EmailAddress to, HeaderFields header) {
    var subject = "";
    for (var field : header.fields("Subject")) {
      subject = FieldText.clean(field.decoded(), MAX_SUBJECT);
      break;
    }
    var marked = subject.startsWith(PREFIX) ? subject : PREFIX + subject;
    var ids = ids(header.value("Message-ID"));
    var id = ids.isEmpty() ? null : ids.getFirst();
    return new Verdict.Answer(
        to,
        marked.strip(),
        id,
        id == null ? List.of() : references(header, id),
        List.of(AUTO_REPLIED));
  }

  /// RFC 5322 §3.6.4: the parent's references, or else what it answered, and the parent.
  private static List<String> references(HeaderFields header, String id) {
    var references = new ArrayList<>(ids(header.value("References")));
    if (references.isEmpty()) {
      var answered = ids(header.value("In-Reply-To"));
      if (answered.size() == 1) references.addAll(answered);
    }
    references.remove(id);
    references.add(id);
    // the root and the nearest parents matter
    if (references.size() > MAX_REFERENCES)
      references.subList(1, references.size() - MAX_REFERENCES + 1).clear();
    return references;
  }

  private static List<String> ids(@Nullable String value) {
    if (value == null) return List.of();
    return MessageIds.parse(value).stream()
        .filter(id -> id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7F))
        .filter(id -> id.indexOf('<') < 0 && id.indexOf('>') < 0)
        .toList();
  }
}

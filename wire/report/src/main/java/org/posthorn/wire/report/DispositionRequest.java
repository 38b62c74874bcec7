package org.posthorn.wire.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.AddressList;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.EnvelopeAddress;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mail.Localpart;
import org.posthorn.wire.smtp.ReversePath;

/// A message asks for a disposition notification; may it have one? The rules of RFC 8098 §2.1, for
/// a server that has nobody to ask unless it is told that somebody was asked.
public final class DispositionRequest {

  /// What the reader of the message agreed to.
  public enum Consent {
    /// Nothing; also when nothing is known.
    NONE,
    /// To send notifications in general.
    STANDING,
    /// To send this one.
    GIVEN
  }

  /// What may be done, with the reason.
  public sealed interface Answer {

    /// Send it.
    ///
    /// @param to from the field, each once
    record Send(List<EmailAddress> to) implements Answer {
      public Send {
        to = List.copyOf(to);
      }
    }

    /// Send it only when this reader agrees to this notification.
    record Ask(List<EmailAddress> to, Reason reason) implements Answer {
      public Ask {
        to = List.copyOf(to);
      }
    }

    record Never(Reason reason) implements Answer {}
  }

  public enum Reason {
    NOT_REQUESTED("no Disposition-Notification-To"),
    ALREADY_SENT("a notification was sent for this recipient"),
    IS_A_REPORT("the message is itself a report"),
    MALFORMED("Disposition-Notification-To is repeated or names no address"),
    NEWS("the message was posted to a newsgroup"),
    UNKNOWN_REQUIREMENT("Disposition-Notification-Options requires what is not known here"),
    NO_CONSENT("the reader was not asked"),
    NO_RETURN_PATH("the return path is empty or not known"),
    SEVERAL_ADDRESSES("the notification would go to several addresses"),
    OTHER_ADDRESS("the notification would go to another address than the return path");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// Addresses of a field that are looked at; who asks for more gets nothing.
  private static final int MAX_ADDRESSES = 10;

  private static final String FIELD = "Disposition-Notification-To";

  private DispositionRequest() {}

  /// Decides about one message and one reader.
  ///
  /// @param returnPath the reverse-path of the delivery; null when it is not known
  /// @param alreadySent for this reader: the keyword `$MDNSent`
  public static Answer decide(
      HeaderFields header, @Nullable ReversePath returnPath, boolean alreadySent, Consent consent) {
    var fields = header.values(FIELD);
    if (fields.isEmpty()) return new Answer.Never(Reason.NOT_REQUESTED);
    if (alreadySent) return new Answer.Never(Reason.ALREADY_SENT);
    var refusal = refusal(header);
    if (refusal != null) return new Answer.Never(refusal);
    var to = fields.size() == 1 ? addresses(fields.getFirst()) : Set.<EmailAddress>of();
    if (to.isEmpty() || to.size() > MAX_ADDRESSES) return new Answer.Never(Reason.MALFORMED);
    var addresses = List.copyOf(to);
    if (consent == Consent.GIVEN) return new Answer.Send(addresses);
    var doubt = doubt(addresses, returnPath);
    if (doubt != null) return new Answer.Ask(addresses, doubt);
    if (consent == Consent.NONE) return new Answer.Ask(addresses, Reason.NO_CONSENT);
    return new Answer.Send(addresses);
  }

  private static @Nullable Reason refusal(HeaderFields header) {
    var type = header.value("Content-Type");
    // An MDN MUST NOT be generated in response to an MDN; the others have nobody to hear it.
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/report"))
      return Reason.IS_A_REPORT;
    if (header.has("Newsgroups")) return Reason.NEWS;
    // §2.2: no attribute is known here, so one that is required cannot be obeyed
    for (var options : header.values("Disposition-Notification-Options"))
      for (var option : options.split(";", -1))
        if (isRequired(option)) return Reason.UNKNOWN_REQUIREMENT;
    return null;
  }

  // disposition-notification-parameter = attribute "=" importance "," value *( "," value )
  private static boolean isRequired(String option) {
    int equals = option.indexOf('=');
    int comma = option.indexOf(',', equals + 1);
    if (equals < 0) return false;
    var importance = option.substring(equals + 1, comma < 0 ? option.length() : comma);
    return importance.strip().equalsIgnoreCase("required");
  }

  private static @Nullable Reason doubt(List<EmailAddress> to, @Nullable ReversePath returnPath) {
    if (!(returnPath instanceof ReversePath.Mailbox(var sender))) return Reason.NO_RETURN_PATH;
    if (to.size() > 1) return Reason.SEVERAL_ADDRESSES;
    return same(to.getFirst(), sender) ? null : Reason.OTHER_ADDRESS;
  }

  /// Case matters in local parts, and not in domains.
  private static boolean same(EmailAddress one, EmailAddress other) {
    return one.localpart().equals(other.localpart())
        && one.domain().key().equals(other.domain().key());
  }

  private static Set<EmailAddress> addresses(String value) {
    var distinct = new ArrayList<EmailAddress>();
    for (var entry : AddressList.parse(value)) {
      var address = address(entry);
      if (address == null || distinct.size() > MAX_ADDRESSES) continue;
      if (distinct.stream().noneMatch(known -> same(known, address))) distinct.add(address);
    }
    return new LinkedHashSet<>(distinct);
  }

  /// The address of a field's entry; null for what is none.
  static @Nullable EmailAddress address(EnvelopeAddress entry) {
    var mailbox = entry.mailbox();
    var host = entry.host();
    if (mailbox == null || host == null) return null;
    try {
      // The entry has the local part without its quotes.
      return new EmailAddress(new Localpart(mailbox), DomainName.parse(host));
    } catch (AddressException | IllegalArgumentException _) {
      return null;
    }
  }
}

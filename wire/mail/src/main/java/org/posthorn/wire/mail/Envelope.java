package org.posthorn.wire.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header fields that every client lists messages by (RFC 9051 §7.5.2 ENVELOPE), computed once
/// at delivery.
///
/// An absent or empty address field is an empty list; `sender` and `replyTo` default to `from`
/// already here.
public record Envelope(
    @Nullable String date,
    @Nullable String subject,
    List<EnvelopeAddress> from,
    List<EnvelopeAddress> sender,
    List<EnvelopeAddress> replyTo,
    List<EnvelopeAddress> to,
    List<EnvelopeAddress> cc,
    List<EnvelopeAddress> bcc,
    @Nullable String inReplyTo,
    @Nullable String messageId) {

  public Envelope {
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
  }

  /// From a header: text as `HeaderField.value` gives it; the addresses of a repeated field follow
  /// each other.
  static Envelope of(HeaderFields headers) {
    var from = addresses(headers, "From");
    var sender = addresses(headers, "Sender");
    var replyTo = addresses(headers, "Reply-To");
    return new Envelope(
        headers.value("Date"),
        headers.value("Subject"),
        from,
        sender.isEmpty() ? from : sender,
        replyTo.isEmpty() ? from : replyTo,
        addresses(headers, "To"),
        addresses(headers, "Cc"),
        addresses(headers, "Bcc"),
        headers.value("In-Reply-To"),
        headers.value("Message-ID"));
  }

  private static List<EnvelopeAddress> addresses(HeaderFields headers, String name) {
    var values = headers.values(name);
    if (values.size() == 1) return AddressList.parse(values.get(0));
    return AddressList.parse(String.join(",", values));
  }
}

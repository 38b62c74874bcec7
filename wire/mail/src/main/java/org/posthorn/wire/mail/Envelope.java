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
}

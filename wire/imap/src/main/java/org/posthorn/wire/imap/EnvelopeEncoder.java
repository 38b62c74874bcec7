package org.posthorn.wire.imap;

import java.util.List;
import org.posthorn.wire.mail.Envelope;
import org.posthorn.wire.mail.EnvelopeAddress;

/// ENVELOPE (RFC 9051 §7.5.2 and §9).
final class EnvelopeEncoder {

  private EnvelopeEncoder() {}

  /// ```
  /// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
  ///            env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
  /// ```
  static void write(ResponseWriter out, Envelope envelope) {
    out.raw('(');
    out.nstring(envelope.date());
    out.space();
    out.phrase(envelope.subject());
    out.space();
    addresses(out, envelope.from());
    out.space();
    addresses(out, envelope.sender());
    out.space();
    addresses(out, envelope.replyTo());
    out.space();
    addresses(out, envelope.to());
    out.space();
    addresses(out, envelope.cc());
    out.space();
    addresses(out, envelope.bcc());
    out.space();
    out.nstring(envelope.inReplyTo());
    out.space();
    out.nstring(envelope.messageId());
    out.raw(')');
  }

  /// `"(" 1*address ")" / nil`
  private static void addresses(ResponseWriter out, List<EnvelopeAddress> addresses) {
    if (addresses.isEmpty()) {
      out.nil();
      return;
    }
    out.raw('(');
    for (int i = 0; i < addresses.size(); i++) address(out, addresses.get(i));
    out.raw(')');
  }

  /// `address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"`
  private static void address(ResponseWriter out, EnvelopeAddress address) {
    out.raw('(');
    out.phrase(address.name());
    out.space();
    out.nstring(address.route());
    out.space();
    // Without a host it is the name of a group: words for people.
    if (address.host() == null) out.phrase(address.mailbox());
    else out.nstring(address.mailbox());
    out.space();
    out.nstring(address.host());
    out.raw(')');
  }
}

package org.posthorn.wire.mail;

import java.util.ArrayList;
import java.util.List;

/// The part of a `MessageSummary` that holds the envelope.
final class EnvelopeCodec {

  private static final int SENDER_IS_FROM = 1;
  private static final int REPLY_TO_IS_FROM = 2;

  private EnvelopeCodec() {}

  static void write(Envelope envelope, BinaryWriter out) {
    boolean sender = envelope.sender().equals(envelope.from());
    boolean replyTo = envelope.replyTo().equals(envelope.from());
    out.writeByte((sender ? SENDER_IS_FROM : 0) | (replyTo ? REPLY_TO_IS_FROM : 0));
    out.writeText(envelope.date());
    out.writeText(envelope.subject());
    write(envelope.from(), out);
    if (!sender) write(envelope.sender(), out);
    if (!replyTo) write(envelope.replyTo(), out);
    write(envelope.to(), out);
    write(envelope.cc(), out);
    write(envelope.bcc(), out);
    out.writeText(envelope.inReplyTo());
    out.writeText(envelope.messageId());
  }

  static Envelope read(BinaryReader in) {
    int flags = in.readByte();
    var date = in.readText();
    var subject = in.readText();
    var from = readAddresses(in);
    return new Envelope(
        date,
        subject,
        from,
        (flags & SENDER_IS_FROM) != 0 ? from : readAddresses(in),
        (flags & REPLY_TO_IS_FROM) != 0 ? from : readAddresses(in),
        readAddresses(in),
        readAddresses(in),
        readAddresses(in),
        in.readText(),
        in.readText());
  }

  private static void write(List<EnvelopeAddress> addresses, BinaryWriter out) {
    out.writeNumber(addresses.size());
    for (var address : addresses) {
      out.writeText(address.name());
      out.writeText(address.route());
      out.writeText(address.mailbox());
      out.writeText(address.host());
    }
  }

  private static List<EnvelopeAddress> readAddresses(BinaryReader in) {
    int count = in.readCount();
    if (count == 0) return List.of();
    if (count == 1) return List.of(readAddress(in));
    var addresses = new ArrayList<EnvelopeAddress>(count);
    for (int i = 0; i < count; i++) addresses.add(readAddress(in));
    return List.copyOf(addresses);
  }

  private static EnvelopeAddress readAddress(BinaryReader in) {
    return new EnvelopeAddress(in.readText(), in.readText(), in.readText(), in.readText());
  }
}

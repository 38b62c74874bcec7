package org.posthorn.wire.mail;

/// What one pass over a message finds: its header, and where everything stands.
///
/// @param headers the message's own header, copied
/// @param root the message as an entity: its header and body spans are those of the whole message
/// @param octets the size of the message
/// @param lineForm what becomes of it where only lines go
public record ParsedMessage(
    HeaderFields headers, Envelope envelope, BodyPart root, long octets, LineForm lineForm) {

  public ThreadingFields threading() {
    return ThreadingFields.of(headers);
  }

  public MessageSummary summary() {
    return MessageSummary.of(this);
  }
}

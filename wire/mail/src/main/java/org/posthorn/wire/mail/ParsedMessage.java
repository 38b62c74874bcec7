package org.posthorn.wire.mail;

/// What one pass over a message finds: its header, and where everything stands.
///
/// @param headers the message's own header, copied
/// @param root the message as an entity: its header and body spans are those of the whole message
/// @param octets the size of the message
public record ParsedMessage(HeaderFields headers, Envelope envelope, BodyPart root, long octets) {

  public ThreadingFields threading() {
    return ThreadingFields.of(headers);
  }

  public MessageSummary summary() {
    return MessageSummary.of(this);
  }
}

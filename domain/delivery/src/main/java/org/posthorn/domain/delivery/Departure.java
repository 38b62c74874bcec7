package org.posthorn.domain.delivery;

import java.io.IOException;
import org.posthorn.domain.queue.Origin;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;

/// A message as it leaves in one form.
///
/// @param blob its octets; what they are made of stays open until the queue has it
/// @param told for the story of the message; empty when it leaves as it was sent
record Departure(Origin origin, PreparedBlob blob, OutgoingContent content, String told) {

  static Departure of(Origin origin, Spool spool, String told) throws IOException {
    var content = OutgoingContent.of(span -> opened(spool, span), spool.size());
    return new Departure(origin, PreparedBlob.passing(spool), content, told);
  }

  /// From memory.
  static Departure of(Origin origin, byte[] message) throws IOException {
    var content = OutgoingContent.of(MessageSource.of(message), message.length);
    return new Departure(origin, PreparedBlob.passing(message), content, "");
  }

  /// The same octets from somebody else.
  Departure with(Origin other, String words) {
    return new Departure(other, blob, content, words);
  }

  private static java.io.InputStream opened(Spool spool, Span span) throws IOException {
    if (span.offset() != 0 || span.length() != spool.size())
      throw new IllegalArgumentException("only the whole of it can be read");
    return spool.open();
  }
}

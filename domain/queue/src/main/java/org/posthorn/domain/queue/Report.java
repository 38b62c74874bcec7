package org.posthorn.domain.queue;

import java.io.IOException;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.report.WrittenReport;

/// A delivery status notification, written and ready to be delivered with the null reverse-path and
/// `NOTIFY=NEVER` (RFC 3461 §6.1).
///
/// @param to who hears
/// @param messageId of the message that it is about, as its [NewMail] had
/// @param message all of it, in memory
/// @param facts for the envelope
public record Report(
    EmailAddress to, String messageId, MessageSource message, long octets, WrittenReport facts) {

  /// The octets.
  public byte[] bytes() {
    try (var in = message.open(new Span(0, octets))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("memory has no faults of reading", e);
    }
  }
}

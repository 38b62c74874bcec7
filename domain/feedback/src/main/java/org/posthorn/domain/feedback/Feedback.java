package org.posthorn.domain.feedback;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.guard.DmarcObservation;
import org.posthorn.wire.mail.EmailAddress;

/// Hears what the servers see, for reports to other domains, and what others report to us. Called
/// for every message; fails never, and costs nothing unless the message is a report for us.
public interface Feedback {

  /// A message came, and its author's domain wants to know what became of it.
  ///
  /// @param recipients whom it was for
  void observed(DmarcObservation observation, List<EmailAddress> recipients);

  /// A message is in somebody's mailbox.
  void delivered(Arrival arrival);

  /// A message that was delivered.
  ///
  /// @param voucher the domain that it is proven to be from; null when nobody knows
  /// @param message opened when it is a report; the caller closes the stream
  record Arrival(List<EmailAddress> recipients, @Nullable String voucher, Message message) {
    public Arrival {
      recipients = List.copyOf(recipients);
    }
  }

  /// The octets of a message, from its header on.
  @FunctionalInterface
  interface Message {
    InputStream open() throws IOException;
  }
}

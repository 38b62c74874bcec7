package org.posthorn.domain.delivery;

import java.time.Instant;
import java.util.List;
import org.posthorn.platform.storage.Spool;

/// A message with its accepted recipients, at the moment at which the client waits for the answer.
/// The spool holds the whole message with its trace fields and stays open until the answer is
/// there.
public record Handover(
    List<Recipient> recipients, Spool message, Instant receivedAt, Placement placement) {

  public Handover {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("no recipients");
  }

  /// A message that nothing is wrong with.
  public Handover(List<Recipient> recipients, Spool message, Instant receivedAt) {
    this(recipients, message, receivedAt, Placement.INBOX);
  }
}

package org.posthorn.domain.delivery;

import java.util.List;

/// A message with its accepted recipients, at the moment at which the client waits for the answer.
///
/// @param placement where in mailboxes here
public record Handover(
    Envelope envelope, List<Recipient> recipients, Original original, Placement placement) {

  public Handover {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("no recipients");
  }
}

package org.posthorn.domain.delivery;

import java.util.List;

/// A message with its accepted recipients, at the moment at which the client waits for the answer.
///
/// @param placement where in mailboxes here
/// @param copies for others than the recipients
public record Handover(
    Envelope envelope,
    List<Recipient> recipients,
    Original original,
    Placement placement,
    List<CarbonCopy> copies) {

  /// Without copies.
  public Handover(
      Envelope envelope, List<Recipient> recipients, Original original, Placement placement) {
    this(envelope, recipients, original, placement, List.of());
  }

  public Handover {
    copies = List.copyOf(copies);
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("no recipients");
  }
}

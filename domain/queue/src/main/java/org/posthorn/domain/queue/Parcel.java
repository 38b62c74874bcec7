package org.posthorn.domain.queue;

import java.util.List;
import org.posthorn.domain.relay.OutgoingMail.Recipient;

/// The recipients of a message that go the same way.
///
/// @param destination a text that [Routes] understands; the same text is the same queue, so domains
///   are given as their keys
/// @param recipients at least one
public record Parcel(String destination, List<Recipient> recipients) {

  /// Room for the longest domain name and a port.
  public static final int MAX_DESTINATION = 300;

  public Parcel {
    recipients = List.copyOf(recipients);
    check(destination);
    if (recipients.isEmpty()) throw new IllegalArgumentException("a parcel for nobody");
  }

  static void check(String destination) {
    if (destination.isEmpty() || destination.length() > MAX_DESTINATION)
      throw new IllegalArgumentException(
          "a destination of %d characters".formatted(destination.length()));
    if (destination.chars().anyMatch(c -> c <= ' ' || c == 0x7F))
      throw new IllegalArgumentException("a destination with blanks or controls");
  }
}

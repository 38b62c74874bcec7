package org.posthorn.domain.fragment;

import java.time.Instant;
import java.util.List;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.domain.relay.OutgoingMail.Wishes;

/// What came with one part besides its octets, and what it is sent on with when it goes on alone.
///
/// @param messageId by which its story is told
/// @param recipients with what the sender wants to hear about them
/// @param junk its sender was found suspicious
public record Letter(
    String messageId,
    List<Recipient> recipients,
    Wishes wishes,
    Priority priority,
    boolean junk,
    Instant accepted) {

  public Letter {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) throw new IllegalArgumentException("a part for nobody");
  }
}

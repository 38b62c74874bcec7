package org.posthorn.domain.journal;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.EmailAddress;

/// What is known of a message besides its octets.
///
/// @param id by which its story is told
/// @param sender the reverse-path; null for `<>`
/// @param author who has logged in to send it; null for strangers
/// @param recipients of the envelope, and so those of Bcc, too
/// @param reached where these lead: accounts here, by whatever address, and addresses elsewhere
public record JournalFacts(
    String id,
    @Nullable EmailAddress sender,
    @Nullable EmailAddress author,
    List<EmailAddress> recipients,
    List<EmailAddress> reached,
    Set<JournalDirection> directions,
    Instant at) {

  public JournalFacts {
    recipients = List.copyOf(recipients);
    reached = List.copyOf(reached);
    directions = Set.copyOf(directions);
  }

  Stream<EmailAddress> people() {
    return Stream.of(
            Stream.of(sender, author).flatMap(Stream::ofNullable),
            recipients.stream(),
            reached.stream())
        .flatMap(people -> people);
  }
}

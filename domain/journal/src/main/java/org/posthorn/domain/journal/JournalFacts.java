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
public record JournalFacts(
    String id,
    @Nullable EmailAddress sender,
    @Nullable EmailAddress author,
    List<EmailAddress> recipients,
    Set<JournalDirection> directions,
    Instant at) {

  public JournalFacts {
    recipients = List.copyOf(recipients);
    directions = Set.copyOf(directions);
  }

  Stream<EmailAddress> people() {
    return Stream.concat(
        Stream.of(sender, author).flatMap(Stream::ofNullable), recipients.stream());
  }
}

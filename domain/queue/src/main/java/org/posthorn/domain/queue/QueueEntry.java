package org.posthorn.domain.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.platform.storage.BlobId;

/// A message for one destination as it lies in the queue.
///
/// @param messageId the id that its [NewMail] had
/// @param due when it is tried next; while it is leased, when the lease ends
/// @param lease who works on it; null: nobody
/// @param blob its octets
/// @param attempts that have failed
/// @param code of the last failure, of some recipient
/// @param reason likewise, for people
public record QueueEntry(
    EntryId id,
    String messageId,
    String destination,
    Priority priority,
    boolean held,
    Instant due,
    @Nullable String lease,
    Origin origin,
    List<Pending> recipients,
    Wishes wishes,
    Set<ContentTrait> traits,
    BlobId blob,
    long size,
    Times times,
    int attempts,
    @Nullable String code,
    @Nullable String reason) {

  public QueueEntry {
    recipients = List.copyOf(recipients);
    traits = Set.copyOf(traits);
  }

  /// When what was, and will be.
  ///
  /// @param expires when it goes back
  /// @param notice when the sender hears of a delay; null: he has, or never does
  public record Times(
      Instant accepted,
      @Nullable Release release,
      @Nullable Deadline by,
      Instant expires,
      @Nullable Instant notice) {

    /// When somebody has to look at it, tried or not.
    Instant check() {
      return notice == null || expires.isBefore(notice) ? expires : notice;
    }
  }
}

package org.posthorn.domain.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.platform.storage.PreparedBlob;

/// A message that is taken into the queue.
///
/// Refused: ids that are no short printable text, a time to deliver by that is before the release
/// (RFC 4865 §5.2.2 has the caller refuse it).
///
/// @param id by which the story of the message is told; short, ASCII, the same for all its parcels
/// @param content how its octets may travel; they are not read through it
/// @param blob its octets, which are given to the same write
/// @param parcels at least one
public record NewMail(
    String id,
    Origin origin,
    Wishes wishes,
    OutgoingContent content,
    PreparedBlob blob,
    Priority priority,
    Timing timing,
    List<Parcel> parcels) {

  public static final int MAX_ID = 64;

  /// When what happens.
  ///
  /// @param release null: at once
  public record Timing(Instant accepted, @Nullable Release release, @Nullable Deadline by) {
    public Timing {
      if (release != null && by != null && by.time().isBefore(release.time()))
        throw new IllegalArgumentException("to be delivered before it may leave");
    }

    /// At once.
    public static Timing of(Instant accepted) {
      return new Timing(accepted, null, null);
    }

    /// The same for mail that others send because of it: its time was for this one.
    public Timing withoutDeadline() {
      return by == null ? this : new Timing(accepted, release, null);
    }

    /// When it may leave.
    Instant start() {
      return release == null || release.time().isBefore(accepted) ? accepted : release.time();
    }
  }

  public NewMail {
    parcels = List.copyOf(parcels);
    if (!id.matches("[!-~]{1,%d}".formatted(MAX_ID)))
      throw new IllegalArgumentException("not an id of a message");
    if (parcels.isEmpty()) throw new IllegalArgumentException("mail for nobody");
    if (content.octets() != blob.size())
      throw new IllegalArgumentException("octets of another message");
  }
}

package org.posthorn.domain.transfer;

import java.time.Instant;
import org.posthorn.domain.mailbox.Flags;

/// A message that a source has.
///
/// @param place what a report calls it
/// @param date when it was received; a source that learns it with the message says it then
/// @param uid the one that it has there; 0 for none
record Offer(String place, Mark mark, Flags flags, Instant date, int uid) {
  Offer at(Instant received) {
    return new Offer(place, mark, flags, received, uid);
  }
}

package org.posthorn.domain.delivery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.filters.Memory;

/// What filters have made of a message for all of its recipients.
///
/// @param groups the recipients, with those that filters send it on to
/// @param copies those that a filter has decided about; the others go where they always go
/// @param rejected the text for the sender, of those whose filter does not want the message
/// @param reported those of the handover who do not get it, and whose sender is told by a report
/// @param posts what filters send
/// @param story what they did, in lines
record Filtration(
    List<List<Recipient>> groups,
    Map<DeliveryJob.Copy, Filtered> copies,
    Map<Recipient, String> rejected,
    Set<Recipient> reported,
    List<ServerPost> posts,
    List<Memory> memories,
    List<String> story) {

  /// No filter runs.
  static Filtration none(List<List<Recipient>> groups) {
    return new Filtration(groups, Map.of(), Map.of(), Set.of(), List.of(), List.of(), List.of());
  }
}

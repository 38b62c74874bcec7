package org.posthorn.servers.imap;

import java.util.List;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.NotifyEvent;
import org.posthorn.wire.imap.NotifyGroup;

/// What a client wants to hear of the selected mailbox, whatever that is (RFC 5465 §6.1).
///
/// @param messages whether it is told of messages that come and go; otherwise it goes on seeing
///   those that it has seen (§5: "a snapshot facility")
/// @param flags whether it is told of other flags
/// @param between what is told while no command is under way
/// @param fetched what is told of each new message
record SelectedEvents(
    boolean messages, boolean flags, Between between, List<FetchAttribute> fetched) {

  /// What may be told while no command is under way.
  enum Between {
    NOTHING,
    /// Expunges wait for a command that allows them.
    ALL_BUT_EXPUNGES,
    ALL
  }

  /// Before NOTIFY is used for the first time (§3.1).
  static final SelectedEvents USUAL = new SelectedEvents(true, true, Between.NOTHING, List.of());

  static final SelectedEvents NONE = new SelectedEvents(false, false, Between.NOTHING, List.of());

  SelectedEvents {
    fetched = List.copyOf(fetched);
  }

  static SelectedEvents of(List<NotifyGroup> groups) {
    for (var group : groups) {
      if (!group.isOfSelected()) continue;
      boolean messages = group.events().contains(NotifyEvent.MESSAGE_NEW);
      if (!messages) return NONE;
      boolean flags = group.events().contains(NotifyEvent.FLAG_CHANGE);
      var between = group.delayed() ? Between.ALL_BUT_EXPUNGES : Between.ALL;
      return new SelectedEvents(true, flags, between, group.fetched());
    }
    return NONE;
  }
}

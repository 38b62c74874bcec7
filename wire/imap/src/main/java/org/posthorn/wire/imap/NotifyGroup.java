package org.posthorn.wire.imap;

import java.util.List;
import java.util.Set;

/// Some mailboxes, and what of them NOTIFY shall announce (RFC 5465 §8, `event-group`).
///
/// @param mailboxes which; never [SearchSource.Kind#SUBTREE_ONE]
/// @param delayed of the selected mailbox: expunges wait for a command that allows them
/// @param events none for `NONE`
/// @param fetched what is told of each new message of the selected mailbox
public record NotifyGroup(
    SearchSource mailboxes,
    boolean delayed,
    Set<NotifyEvent> events,
    List<FetchAttribute> fetched) {

  public NotifyGroup {
    events = Set.copyOf(events);
    fetched = List.copyOf(fetched);
    if (delayed && !isOfSelected(mailboxes)) throw new IllegalArgumentException("not selected");
    if (!fetched.isEmpty() && !isOfSelected(mailboxes))
      throw new IllegalArgumentException("only of the selected mailbox messages are told");
  }

  public boolean isOfSelected() {
    return isOfSelected(mailboxes);
  }

  private static boolean isOfSelected(SearchSource mailboxes) {
    return mailboxes.kind() == SearchSource.Kind.SELECTED;
  }
}

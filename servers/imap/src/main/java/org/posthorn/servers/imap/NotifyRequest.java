package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.NotifyEvent;

/// What a NOTIFY SET asks for of mailboxes that are not selected (RFC 5465 §6).
final class NotifyRequest {

  private record Group(Scope scope, Set<NotifyEvent> events) {}

  private final List<Group> groups = new ArrayList<>();
  private final Set<NotifyEvent> all = EnumSet.noneOf(NotifyEvent.class);
  private final boolean status;

  NotifyRequest(AfterLogin.NotifySet command) {
    status = command.status();
    for (var group : command.groups()) {
      // §6: NONE asks for nothing, and takes nothing away from other groups.
      if (group.isOfSelected() || group.events().isEmpty()) continue;
      groups.add(new Group(new Scope(group.mailboxes()), group.events()));
      all.addAll(group.events());
    }
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /// Whether STATUS responses tell where mailboxes are that are watched from now on.
  boolean status() {
    return status;
  }

  boolean wants(NotifyEvent event) {
    return all.contains(event);
  }

  boolean mayMeanOthers() {
    return groups.stream().anyMatch(group -> group.scope.mayMeanOthers());
  }

  boolean asksForSubscriptions() {
    return groups.stream().anyMatch(group -> group.scope.asksForSubscriptions());
  }

  /// What is wanted of a mailbox.
  Set<NotifyEvent> of(Place place, Set<String> subscriptions) {
    var events = EnumSet.noneOf(NotifyEvent.class);
    for (var group : groups) if (group.scope.has(place, subscriptions)) events.addAll(group.events);
    return events;
  }

  /// Whether it is wanted to be known that a name is subscribed to, or no more.
  ///
  /// @param subscriptions before or after
  boolean wantsSubscription(MailboxPath path, Set<String> subscriptions) {
    for (var group : groups)
      if (group.events.contains(NotifyEvent.SUBSCRIPTION_CHANGE)
          && group.scope.hasName(path, subscriptions)) return true;
    return false;
  }
}

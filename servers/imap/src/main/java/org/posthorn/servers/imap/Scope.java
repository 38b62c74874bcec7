package org.posthorn.servers.imap;

import java.util.HashSet;
import java.util.Set;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.wire.imap.SearchSource;

/// Some mailboxes, as ESEARCH and NOTIFY name them (RFC 5465 §6, RFC 7377 §2.2). The selected one
/// is for the caller to know.
final class Scope {

  private final SearchSource.Kind kind;

  /// As the mailboxes have them.
  private final Set<String> names = new HashSet<>();

  Scope(SearchSource source) {
    kind = source.kind();
    for (var name : source.mailboxes()) {
      var path = Names.path(name);
      if (path != null) names.add(path.text());
    }
  }

  boolean mayMeanOthers() {
    return switch (kind) {
      case SELECTED, PERSONAL, INBOXES -> false;
      case SUBSCRIBED, SUBTREE, SUBTREE_ONE, MAILBOXES -> true;
    };
  }

  boolean asksForSubscriptions() {
    return kind == SearchSource.Kind.SUBSCRIBED;
  }

  /// Whether this mailbox is meant.
  ///
  /// @param subscriptions names; only looked at where [#asksForSubscriptions] says so
  boolean has(Place place, Set<String> subscriptions) {
    var mailbox = place.mailbox();
    boolean own = place.household().isOwn();
    return switch (kind) {
      case SELECTED -> false;
      case PERSONAL -> own;
      // RFC 5465 §6.3: where delivery puts messages by itself.
      case INBOXES -> own && (mailbox.path().isInbox() || mailbox.specialUse() == SpecialUse.JUNK);
      case SUBSCRIBED -> subscriptions.contains(place.name().text());
      case SUBTREE, SUBTREE_ONE, MAILBOXES -> hasName(place.name().text());
    };
  }

  /// Whether a name that no mailbox need have is meant: one to which somebody subscribes.
  boolean hasName(MailboxPath path, Set<String> subscriptions) {
    return switch (kind) {
      case SELECTED, INBOXES -> false;
      case PERSONAL -> !path.isOfOthers();
      case SUBSCRIBED -> subscriptions.contains(path.text());
      case SUBTREE, SUBTREE_ONE, MAILBOXES -> hasName(path.text());
    };
  }

  private boolean hasName(String text) {
    if (names.contains(text)) return true;
    if (kind == SearchSource.Kind.MAILBOXES) return false;
    int slash = text.lastIndexOf(MailboxPath.SEPARATOR);
    while (slash > 0) {
      if (names.contains(text.substring(0, slash))) return true;
      if (kind == SearchSource.Kind.SUBTREE_ONE) return false;
      slash = text.lastIndexOf(MailboxPath.SEPARATOR, slash - 1);
    }
    return false;
  }
}

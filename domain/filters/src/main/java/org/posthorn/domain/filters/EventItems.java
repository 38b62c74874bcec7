package org.posthorn.domain.filters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.filters.MailboxEvents.Cause;
import org.posthorn.wire.sieve.EnvironmentItem;

/// What a script is told about an event (RFC 6785 §4).
///
/// @param user the login of who has done it, `email` his address
/// @param mailbox the name of the mailbox
/// @param changed flags, for [Cause#FLAG]
public record EventItems(
    Cause cause, String user, String email, String mailbox, List<String> changed) {

  public EventItems {
    changed = List.copyOf(changed);
  }

  Map<String, String> environment(Filters.Place place, Account owner) {
    var items = new HashMap<String, String>();
    items.put(EnvironmentItem.DOMAIN, owner.address().domain().toString());
    items.put(EnvironmentItem.HOST, place.host().toString());
    items.put(EnvironmentItem.LOCATION, "MS");
    items.put(EnvironmentItem.PHASE, "post");
    items.put(EnvironmentItem.NAME, "Posthorn");
    items.put(EnvironmentItem.IMAP_USER, user);
    items.put(EnvironmentItem.IMAP_EMAIL, email);
    items.put(EnvironmentItem.IMAP_CAUSE, cause.name());
    items.put(EnvironmentItem.IMAP_MAILBOX, mailbox);
    items.put(EnvironmentItem.IMAP_CHANGED_FLAGS, String.join(" ", changed));
    return items;
  }
}

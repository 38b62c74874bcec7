package org.posthorn.servers.imap;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.filters.MailboxEvents.Cause;
import org.posthorn.domain.filters.MailboxEvents.Event;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Login;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.EmailAddress;

/// Has the scripts of mailboxes run for what a command has done (RFC 6785 §2.2), when it is done.
final class SieveEvents {

  private SieveEvents() {}

  static void added(ImapSession session, Place target, Cause cause, Uids uids) {
    var events = events(session, target.where());
    var login = login(session);
    if (events == null || login == null) return;
    events.added(new Event(cause, target.where(), login.name(), address(login)), uids);
  }

  static void appended(ImapSession session, Place target, List<? extends Placed> placed) {
    if (events(session, target.where()) == null) return;
    var uids =
        placed.stream()
            .filter(Placed.Stored.class::isInstance)
            .mapToInt(one -> ((Placed.Stored) one).uid())
            .toArray();
    added(session, target, Cause.APPEND, Uids.of(uids));
  }

  /// @param before of the mailbox, before flags were changed
  static void flagged(ImapSession session, SelectedMailbox mailbox, Snapshot before, Uids uids) {
    var events = events(session, mailbox.where());
    var login = login(session);
    if (events == null || login == null) return;
    var event = new Event(Cause.FLAG, mailbox.where(), login.name(), address(login));
    events.flagged(event, before, uids);
  }

  private static @Nullable MailboxEvents events(ImapSession session, Where where) {
    var events = session.services().events();
    return events != null && events.concern(where) ? events : null;
  }

  private static @Nullable Login login(ImapSession session) {
    return session.state() instanceof SessionState.Known known ? known.login() : null;
  }

  /// The name of a login is the address of its account.
  private static EmailAddress address(Login login) {
    try {
      return EmailAddress.parse(login.name());
    } catch (AddressException e) {
      throw new IllegalStateException("an account without an address", e);
    }
  }
}

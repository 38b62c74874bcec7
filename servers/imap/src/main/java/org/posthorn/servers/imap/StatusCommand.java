package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.StatusItem;
import org.posthorn.wire.imap.StatusResponse;

/// STATUS (RFC 9051 §6.3.11; RFC 8438, RFC 7889 §3.1, RFC 8474 §4.3, RFC 9208 §4.1.4).
final class StatusCommand {

  private static final int ROWS_AT_ONCE = 1000;

  private StatusCommand() {}

  static Reply run(ImapSession session, Known state, AfterLogin.Status command)
      throws IOException, CommandRejected {
    var login = state.login();
    var place = Names.required(session.services(), login, command.mailbox(), Right.READ);
    tell(session, place, command.items());
    return Replies.completed("STATUS");
  }

  static void tell(ImapSession session, Place place, Set<StatusItem> items) throws IOException {
    // RFC 7162 §3.1: asking for it enables CONDSTORE.
    if (items.contains(StatusItem.HIGHESTMODSEQ)) session.enabled().condstore();
    write(session, place, items);
  }

  /// The same where nobody has asked.
  static void write(ImapSession session, Place place, Set<StatusItem> items) throws IOException {
    var wire = session.wire();
    var response = MailboxResponses.status(wire.out(), place.name());
    for (var item : StatusItem.values())
      if (items.contains(item)) tell(response, session, place.where(), place.mailbox(), item);
    response.end();
    wire.responseEnds();
  }

  private static void tell(
      StatusResponse response, ImapSession session, Where where, Mailbox mailbox, StatusItem item) {
    switch (item) {
      case MESSAGES -> response.item(item, mailbox.messages());
      case RECENT -> response.item(item, recent(session, where, mailbox));
      case UIDNEXT -> response.item(item, mailbox.uidNext());
      case UIDVALIDITY -> response.item(item, mailbox.uidValidity());
      case UNSEEN -> response.item(item, mailbox.unseen());
      case DELETED -> response.item(item, mailbox.deleted());
      case DELETED_STORAGE -> response.item(item, deletedOctets(session, where, mailbox));
      case SIZE -> response.item(item, mailbox.bytes());
      case HIGHESTMODSEQ -> response.item(item, mailbox.modseq());
      case APPENDLIMIT -> response.appendLimit(session.services().config().appendLimit());
      case MAILBOXID -> response.mailboxId(ObjectIds.of(mailbox.id()));
    }
  }

  private static long recent(ImapSession session, Where where, Mailbox mailbox) {
    if (mailbox.recentUid() >= mailbox.uidNext()) return 0;
    var snapshot = session.services().mail().messages().snapshot(where);
    if (snapshot == null) return 0;
    return IntStream.range(0, snapshot.size())
        .filter(i -> snapshot.uid(i) >= mailbox.recentUid())
        .count();
  }

  private static long deletedOctets(ImapSession session, Where where, Mailbox mailbox) {
    if (mailbox.deleted() == 0) return 0;
    var messages = session.services().mail().messages();
    var snapshot = messages.snapshot(where);
    if (snapshot == null) return 0;
    var uids =
        IntStream.range(0, snapshot.size())
            .filter(i -> (snapshot.flags(i) & SystemFlag.DELETED.bit()) != 0)
            .map(snapshot::uid)
            .toArray();
    long octets = 0;
    for (int from = 0; from < uids.length; from += ROWS_AT_ONCE) {
      int to = Math.min(uids.length, from + ROWS_AT_ONCE);
      var part = Uids.ofSorted(java.util.Arrays.copyOfRange(uids, from, to));
      for (var row : messages.rows(where, part, Detail.FACTS)) octets += size(row);
    }
    return octets;
  }

  private static long size(MessageRow row) {
    return row.size();
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.WithMailbox;

/// EXPUNGE and UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9; RFC 7162 §3.2.7).
final class ExpungeCommand {

  private ExpungeCommand() {}

  static Reply run(ImapSession session, SessionState.Selected selected, WithMailbox.Expunge command)
      throws IOException, CommandRejected, SessionEnds {
    var mailbox = selected.mailbox();
    mailbox.require(Right.EXPUNGE);
    var messages = session.services().mail().messages();
    var uids = command.uids();
    if (uids == null) messages.expunge(mailbox.where());
    else messages.expunge(mailbox.where(), uids(mailbox, mailbox.indexes(uids, NumberedBy.UID)));
    session.tellEverything(NumberedBy.SEQUENCE);
    return completed(session, mailbox, command.name());
  }

  /// With the modification sequence that a client of QRESYNC goes on from.
  static Reply completed(ImapSession session, SelectedMailbox mailbox, String name) {
    if (!session.enabled().isQresync()) return Replies.completed(name);
    var code = new ResponseCode.HighestModseq(mailbox.told().modseq());
    return Reply.ok(code, name + " completed");
  }

  static Uids uids(SelectedMailbox mailbox, int[] indexes) {
    var uids = new int[indexes.length];
    for (int i = 0; i < uids.length; i++) uids[i] = mailbox.told().uid(indexes[i]);
    return Uids.ofSorted(uids);
  }
}

package org.posthorn.servers.imap;

import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// CLOSE (RFC 9051 §6.4.1): expunges without a word, unless the mailbox was opened for reading.
final class CloseCommand {

  private CloseCommand() {}

  static Reply run(ImapSession session, SessionState.Selected selected) {
    var mailbox = selected.mailbox();
    var mail = session.services().mail();
    if (!mailbox.isReadOnly() && mailbox.rights().has(Right.EXPUNGE))
      mail.messages().expunge(mailbox.where());
    session.deselect();
    if (session.enabled().isQresync()) {
      // RFC 7162 §3.2.8
      var now = mail.mailboxes().find(mailbox.where());
      if (now != null)
        return Reply.ok(new ResponseCode.HighestModseq(now.modseq()), "CLOSE completed");
    }
    return Replies.completed("CLOSE");
  }
}

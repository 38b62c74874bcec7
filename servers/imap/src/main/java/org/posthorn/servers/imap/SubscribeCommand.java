package org.posthorn.servers.imap;

import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.Reply;

/// SUBSCRIBE and UNSUBSCRIBE (RFC 9051 §6.3.7, §6.3.8). A name outlives its mailbox in the list.
final class SubscribeCommand {

  private SubscribeCommand() {}

  static Reply run(ImapSession session, SessionState.Known state, AfterLogin.Subscribe command)
      throws CommandRejected {
    Names.required(session.services(), state.login(), command.mailbox(), Right.LOOKUP);
    var path = path(command.mailbox());
    session.services().mail().mailboxes().subscribe(state.login().account(), path);
    return Replies.completed("SUBSCRIBE");
  }

  static Reply run(ImapSession session, SessionState.Known state, AfterLogin.Unsubscribe command)
      throws CommandRejected {
    var path = path(command.mailbox());
    session.services().mail().mailboxes().unsubscribe(state.login().account(), path);
    return Replies.completed("UNSUBSCRIBE");
  }

  private static MailboxPath path(MailboxName name) throws CommandRejected {
    var path = Names.path(name);
    if (path == null) throw new CommandRejected(Replies.NO_SUCH_MAILBOX);
    return path;
  }
}

package org.posthorn.servers.imap;

import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Reply;

/// RENAME (RFC 9051 §6.3.6).
final class RenameCommand {

  private RenameCommand() {}

  static Reply run(ImapSession session, SessionState.Known state, AfterLogin.Rename command)
      throws CommandRejected {
    var from = Names.path(command.from());
    if (from == null) return Replies.NO_SUCH_MAILBOX;
    var to = Names.newPath(command.to());
    var mailboxes = session.services().mail().mailboxes();
    return switch (mailboxes.rename(state.login().account(), from, to)) {
      case MailboxOutcome.Done _ -> Replies.completed("RENAME");
      case MailboxOutcome refused -> CreateCommand.refusal(refused);
    };
  }
}

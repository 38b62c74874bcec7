package org.posthorn.servers.imap;

import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Reply;

/// RENAME (RFC 9051 §6.3.6).
final class RenameCommand {

  private RenameCommand() {}

  static Reply run(ImapSession session, SessionState.Known state, AfterLogin.Rename command)
      throws CommandRejected {
    var services = session.services();
    var login = state.login();
    var from = Names.required(services, login, command.from(), Right.DELETE_MAILBOX);
    var to = Names.newSpot(services, login, command.to());
    var account = from.household().account();
    if (account.id() != to.household().account().id()) return Replies.NOT_ACROSS;
    var path = from.mailbox().path();
    return switch (services.mail().mailboxes().rename(account, path, to.path())) {
      case MailboxOutcome.Done _ -> Replies.completed("RENAME");
      case MailboxOutcome refused -> CreateCommand.refusal(refused);
    };
  }
}

package org.posthorn.servers.imap;

import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.Reply;

/// DELETE (RFC 9051 §6.3.5). A session that has selected the mailbox itself leaves it; others are
/// told goodbye when they next look (RFC 2180 §3.3).
final class DeleteCommand {

  private DeleteCommand() {}

  static Reply run(ImapSession session, SessionState.Known state, AfterLogin.Delete command)
      throws CommandRejected {
    var services = session.services();
    var place = Names.required(services, state.login(), command.mailbox(), Right.DELETE_MAILBOX);
    var account = place.household().account();
    return switch (services.mail().mailboxes().delete(account, place.mailbox().path())) {
      case MailboxOutcome.Done(var gone) -> {
        if (state instanceof SessionState.Selected(var login, var selected)
            && selected.where().mailbox().equals(gone.id()))
          session.become(new SessionState.LoggedIn(login));
        yield Replies.completed("DELETE");
      }
      case MailboxOutcome refused -> CreateCommand.refusal(refused);
    };
  }
}

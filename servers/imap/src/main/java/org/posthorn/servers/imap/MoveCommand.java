package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.domain.mailbox.CopyOutcome;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.WithMailbox;

/// MOVE and UID MOVE (RFC 9051 §6.4.8, RFC 6851): all messages or none.
final class MoveCommand {

  private MoveCommand() {}

  static Reply run(ImapSession session, SessionState.Selected selected, WithMailbox.Move command)
      throws IOException, CommandRejected, SessionEnds {
    var mailbox = selected.mailbox();
    mailbox.requireWritable();
    var indexes = mailbox.indexes(command.messages(), command.numbers());
    var services = session.services();
    var target = Names.find(services, selected.login(), command.mailbox());
    if (target == null) throw new CommandRejected(Replies.TRY_CREATE);
    var uids = ExpungeCommand.uids(mailbox, indexes);
    var outcome = services.mail().messages().move(mailbox.where(), uids, target.id());
    if (!(outcome instanceof CopyOutcome.Done done)) return CopyCommand.refusal(outcome);
    // RFC 6851 §4.3: where they went is told before they are gone.
    if (!done.from().isEmpty())
      session.wire().untagged(Reply.ok(CopyCommand.copyUid(done), "Moved"));
    session.update(command.numbers());
    if (done.from().isEmpty())
      return CopyCommand.nothing(command.numbers(), indexes, command.name());
    return ExpungeCommand.completed(session, mailbox, command.name());
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.filters.MailboxEvents.Cause;
import org.posthorn.domain.mailbox.CopyOutcome;
import org.posthorn.domain.mailbox.CopyTarget;
import org.posthorn.domain.mailbox.FlagMask;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.WithMailbox;

/// MOVE and UID MOVE (RFC 9051 §6.4.8, RFC 6851): all messages or none.
final class MoveCommand {

  private MoveCommand() {}

  static Reply run(ImapSession session, SessionState.Selected selected, WithMailbox.Move command)
      throws IOException, CommandRejected, SessionEnds {
    var mailbox = selected.mailbox();
    // RFC 6851 §4.2
    mailbox.require(Right.DELETE_MESSAGES);
    mailbox.require(Right.EXPUNGE);
    var indexes = mailbox.indexes(command.messages(), command.numbers());
    var services = session.services();
    var target = Names.target(services, selected.login(), command.mailbox());
    var uids = ExpungeCommand.uids(mailbox, indexes);
    var outcome = move(services, mailbox, uids, target);
    if (!(outcome instanceof CopyOutcome.Done done)) return CopyCommand.refusal(outcome);
    // RFC 6851 §4.5: what is moved is copied, for all that look at it.
    SieveEvents.added(session, target, Cause.COPY, done.to());
    // RFC 6851 §4.3: where they went is told before they are gone.
    if (!done.from().isEmpty())
      session.wire().untagged(Reply.ok(CopyCommand.copyUid(done), "Moved"));
    session.tellEverything(command.numbers());
    if (done.from().isEmpty())
      return CopyCommand.nothing(command.numbers(), indexes, command.name());
    return ExpungeCommand.completed(session, mailbox, command.name());
  }

  /// To another account, a message is there before it is gone here: a crash may leave it in both.
  private static CopyOutcome move(ImapServices services, SelectedMailbox from, Uids uids, Place to)
      throws CommandRejected {
    var messages = services.mail().messages();
    if (CopyCommand.isWithin(from, to)) {
      var target = new CopyTarget(to.mailbox().id(), FlagMask.of(to.rights()));
      return messages.move(from.where(), uids, target);
    }
    var outcome = CopyCommand.copy(services, from, uids, to);
    if (outcome instanceof CopyOutcome.Done done) messages.destroy(from.where(), done.from());
    return outcome;
  }
}

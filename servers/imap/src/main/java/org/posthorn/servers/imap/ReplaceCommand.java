package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.List;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.Replaced;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.WithMailbox;

/// REPLACE and UID REPLACE (RFC 8508): the new message is stored and the old one removed in one
/// transaction, and only the difference counts for the quota.
final class ReplaceCommand {

  private ReplaceCommand() {}

  static Reply run(
      ImapSession session,
      SessionState.Selected selected,
      WithMailbox.Replace command,
      AppendReception reception)
      throws IOException, CommandRejected, SessionEnds {
    var mailbox = selected.mailbox();
    // RFC 8508 §3.1: as APPEND, `\Deleted` and EXPUNGE.
    mailbox.require(Right.DELETE_MESSAGES);
    mailbox.require(Right.EXPUNGE);
    var indexes = mailbox.indexes(command.message(), command.numbers());
    if (indexes.length != 1) throw new CommandRejected(Replies.NOTHING_TO_REPLACE);
    int uid = mailbox.told().uid(indexes[0]);
    var services = session.services();
    var target = reception.target(command.mailbox());
    if (!CopyCommand.isWithin(mailbox, target)) return Replies.NOT_REPLACED_ACROSS;
    var account = reception.account(target);
    var arrival = AppendCommand.arrival(session, command.replacement(), account, reception, target);
    return switch (services.mail().messages().replace(mailbox.where(), uid, arrival)) {
      case Replaced.Gone _ -> {
        session.tellEverything(command.numbers());
        yield Replies.SOME_ARE_GONE;
      }
      case Replaced.Refused(var reason) -> AppendCommand.refusal(reason);
      case Replaced.Done(Placed.Stored stored) -> {
        AppendCommand.seen(session, target, List.of(arrival), List.of(stored));
        AppendCommand.made(session, target, List.of(stored));
        SieveEvents.appended(session, target, List.of(stored));
        // RFC 8508 §3.2: where it is is told before the other is gone.
        var uids = new NumberSet.Builder();
        uids.add(stored.uid());
        var code = new ResponseCode.AppendUid(stored.uidValidity(), uids.build());
        session.wire().untagged(Reply.ok(code, "Replacement message ready"));
        session.tellEverything(command.numbers());
        yield ExpungeCommand.completed(session, mailbox, command.name());
      }
    };
  }
}

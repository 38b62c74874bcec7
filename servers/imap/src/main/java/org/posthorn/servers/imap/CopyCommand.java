package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.domain.filters.MailboxEvents.Cause;
import org.posthorn.domain.mailbox.CopyOutcome;
import org.posthorn.domain.mailbox.CopyTarget;
import org.posthorn.domain.mailbox.FlagMask;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.WithMailbox;

/// COPY and UID COPY (RFC 9051 §6.4.7, RFC 4315 §3): all messages or none.
final class CopyCommand {

  private CopyCommand() {}

  static Reply run(ImapSession session, SessionState.Selected selected, WithMailbox.Copy command)
      throws IOException, CommandRejected, SessionEnds {
    var mailbox = selected.mailbox();
    var indexes = mailbox.indexes(command.messages(), command.numbers());
    var services = session.services();
    var target = Names.target(services, selected.login(), command.mailbox());
    var uids = ExpungeCommand.uids(mailbox, indexes);
    var outcome = copy(services, mailbox, uids, target);
    if (outcome instanceof CopyOutcome.Done done && target.where().equals(mailbox.where()))
      mailbox.made(numbers(done.to()));
    if (outcome instanceof CopyOutcome.Done(var _, var _, var to))
      SieveEvents.added(session, target, Cause.COPY, to);
    session.update(command.numbers());
    if (!(outcome instanceof CopyOutcome.Done done)) return refusal(outcome);
    if (done.from().isEmpty()) return nothing(command.numbers(), indexes, command.name());
    return Reply.ok(copyUid(done), command.name() + " completed");
  }

  /// With those flags that may be set there.
  static CopyOutcome copy(ImapServices services, SelectedMailbox from, Uids uids, Place to)
      throws CommandRejected {
    var messages = services.mail().messages();
    var flags = FlagMask.of(to.rights());
    var account = Accounts.current(services, to.household());
    if (isWithin(from, to)) {
      var limited = new Where(account, from.where().mailbox());
      return messages.copy(limited, uids, new CopyTarget(to.mailbox().id(), flags));
    }
    var there = new Where(account, to.mailbox().id(), to.where().seenBy());
    return messages.copyAcross(from.where(), uids, there, flags, services.spools());
  }

  /// Whether both mailboxes are of one account.
  static boolean isWithin(SelectedMailbox from, Place to) {
    return from.where().account().id() == to.household().account().id();
  }

  static ResponseCode copyUid(CopyOutcome.Done done) {
    return new ResponseCode.CopyUid(done.uidValidity(), numbers(done.from()), numbers(done.to()));
  }

  static NumberSet numbers(Uids uids) {
    var numbers = new NumberSet.Builder();
    for (int uid : uids.array()) numbers.add(uid);
    return numbers.build();
  }

  /// Nothing was there to copy: for UIDs that is fine (RFC 9051 §6.4.9).
  static Reply nothing(NumberedBy by, int[] indexes, String name) {
    boolean gone = by == NumberedBy.SEQUENCE && indexes.length > 0;
    return gone ? Replies.SOME_ARE_GONE : Replies.completed(name);
  }

  static Reply refusal(CopyOutcome outcome) {
    return switch (outcome) {
      case CopyOutcome.Done _ -> throw new IllegalArgumentException("not a refusal");
      case CopyOutcome.NoSuchSource _ -> Replies.NO_SUCH_MAILBOX;
      case CopyOutcome.NoSuchTarget _ -> Replies.TRY_CREATE;
      case CopyOutcome.OverQuota _ -> Replies.OVER_QUOTA;
      case CopyOutcome.TooManyKeywords _ -> Replies.TOO_MANY_KEYWORDS;
      case CopyOutcome.NoMoreUids _ -> Replies.NO_MORE_UIDS;
    };
  }
}

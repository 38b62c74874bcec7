package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.FlagMask;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.imap.AppendReception.SpooledMessage;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.AppendMessage;
import org.posthorn.wire.imap.AppendPart;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// APPEND (RFC 9051 §6.3.12, RFC 3502, RFC 4315 §3): all messages or none. [AppendReception] has
/// them in spools already.
final class AppendCommand {

  private AppendCommand() {}

  static Reply run(
      ImapSession session, Known state, AfterLogin.Append command, AppendReception reception)
      throws CommandRejected {
    var services = session.services();
    var target = reception.target(command.mailbox());
    var account = reception.account(target);
    var arrivals = new ArrayList<Arrival>();
    for (var message : command.messages())
      arrivals.add(arrival(session, message, account, reception, target));
    var placed = services.mail().messages().store(arrivals);
    seen(session, target, arrivals, placed);
    made(session, target, placed);
    SieveEvents.appended(session, target, placed);
    return reply(placed);
  }

  /// Where everybody has a `\Seen` of his own, whoever puts a message there as seen has seen it.
  static void seen(
      ImapSession session, Place target, List<Arrival> arrivals, List<? extends Placed> placed) {
    if (target.where().seenBy() == null) return;
    var seen = new ArrayList<Integer>();
    for (int i = 0; i < placed.size(); i++)
      if (placed.get(i) instanceof Placed.Stored stored
          && arrivals.get(i).flags().system().contains(SystemFlag.SEEN)) seen.add(stored.uid());
    if (seen.isEmpty()) return;
    var uids = Uids.ofSorted(seen.stream().mapToInt(Integer::intValue).toArray());
    var edit = new FlagEdit(FlagChange.ADD, Flags.of(SystemFlag.SEEN));
    session.services().mail().messages().storeFlags(target.where(), uids, edit);
  }

  /// Messages that this session puts into the mailbox it has selected are no news to it.
  static void made(ImapSession session, Place target, List<? extends Placed> placed) {
    if (!(session.state() instanceof SessionState.Selected(var _, var selected))) return;
    if (!selected.where().equals(target.where())) return;
    var uids = new NumberSet.Builder();
    for (var each : placed) if (each instanceof Placed.Stored stored) uids.add(stored.uid());
    var made = uids.build();
    if (!made.isEmpty()) selected.made(made);
  }

  static Arrival arrival(
      ImapSession session,
      AppendMessage message,
      MailAccount account,
      AppendReception reception,
      Place target)
      throws CommandRejected {
    Spool spool;
    if (message.parts().size() == 1
        && message.parts().getFirst() instanceof AppendPart.Text(SpooledMessage spooled)) {
      spooled.check();
      if (spooled.size() == 0) throw new CommandRejected(Replies.EMPTY_MESSAGE);
      spool = spooled.spool();
    } else {
      spool = Catenation.of(session, message.parts(), reception);
    }
    var date = message.options().date();
    var wanted = FlagNames.domain(message.options().flags());
    var flags = FlagMask.of(target.rights()).of(wanted);
    return new Arrival(
        account,
        new Arrival.Target.ById(target.mailbox().id()),
        email(spool),
        flags,
        date == null ? session.services().clock().instant() : date.toInstant());
  }

  private static NewEmail email(Spool spool) {
    try {
      return NewEmail.of(spool);
    } catch (IOException e) {
      throw spoolFailed(e);
    }
  }

  /// The spool is a file of the data folder: what fails is the disk, most likely for want of room.
  static StorageException spoolFailed(IOException e) {
    return new StorageException.Full("Cannot keep a message that arrives: " + e.getMessage(), e);
  }

  static Reply refusal(Placed placed) {
    return switch (placed) {
      case Placed.Stored _, Placed.NotAlone _ -> throw new IllegalArgumentException("no refusal");
      case Placed.OverQuota _ -> Replies.OVER_QUOTA;
      case Placed.NoSuchMailbox _ -> Replies.TRY_CREATE;
      case Placed.TooManyKeywords _ -> Replies.TOO_MANY_KEYWORDS;
      case Placed.NoMoreUids _ -> Replies.NO_MORE_UIDS;
    };
  }

  private static Reply reply(List<Placed> all) {
    var uids = new NumberSet.Builder();
    long uidValidity = 0;
    for (var placed : all) {
      switch (placed) {
        case Placed.Stored stored -> {
          uids.add(stored.uid());
          uidValidity = stored.uidValidity();
        }
        case Placed.NotAlone _ -> {}
        case Placed.OverQuota _,
            Placed.NoSuchMailbox _,
            Placed.TooManyKeywords _,
            Placed.NoMoreUids _ -> {
          return refusal(placed);
        }
      }
    }
    return Reply.ok(new ResponseCode.AppendUid(uidValidity, uids.build()), "APPEND completed");
  }
}

package org.posthorn.servers.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.FlagMask;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.imap.AppendReception.SpooledMessage;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.AppendMessage;
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
    var target = reception.target();
    if (target == null) throw new CommandRejected(Replies.TRY_CREATE);
    var account = Accounts.current(services, target.household());
    var now = services.clock().instant();
    var arrivals = new ArrayList<Arrival>();
    for (var message : command.messages()) arrivals.add(arrival(message, account, target, now));
    return reply(services.mail().messages().store(arrivals));
  }

  private static Arrival arrival(
      AppendMessage message, MailAccount account, Place target, Instant now)
      throws CommandRejected {
    if (!(message.message() instanceof SpooledMessage spooled))
      throw new IllegalStateException("a message that was not spooled");
    var failure = spooled.failure();
    if (failure != null) throw spoolFailed(failure);
    if (spooled.hasForbiddenNul()) throw new CommandRejected(Replies.NUL_IN_LITERAL);
    var date = message.options().date();
    var wanted = FlagNames.domain(message.options().flags());
    var flags = FlagMask.of(target.rights()).of(wanted);
    return new Arrival(
        account,
        new Arrival.Target.ById(target.mailbox().id()),
        email(spooled),
        flags,
        date == null ? now : date.toInstant());
  }

  private static NewEmail email(SpooledMessage spooled) {
    try {
      return NewEmail.of(spooled.spool());
    } catch (IOException e) {
      throw spoolFailed(e);
    }
  }

  /// The spool is a file of the data folder: what fails is the disk, most likely for want of room.
  private static StorageException spoolFailed(IOException e) {
    return new StorageException.Full("Cannot keep a message that arrives: " + e.getMessage(), e);
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
        case Placed.OverQuota _ -> {
          return Replies.OVER_QUOTA;
        }
        case Placed.NoSuchMailbox _ -> {
          return Replies.TRY_CREATE;
        }
        case Placed.TooManyKeywords _ -> {
          return Replies.TOO_MANY_KEYWORDS;
        }
        case Placed.NoMoreUids _ -> {
          return Replies.NO_MORE_UIDS;
        }
      }
    }
    return Reply.ok(new ResponseCode.AppendUid(uidValidity, uids.build()), "APPEND completed");
  }
}

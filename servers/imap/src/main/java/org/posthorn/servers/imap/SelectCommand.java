package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.servers.imap.SelectedMailbox.Access;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.servers.imap.SessionState.Selected;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.MailboxName;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.ResponseCode.Plain;
import org.posthorn.wire.imap.SelectParameters;
import org.posthorn.wire.imap.SelectParameters.Qresync;

/// SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3; RFC 3501 §6.3.1; RFC 7162 §3.1.8, §3.2.5).
final class SelectCommand {

  /// Without one of these a mailbox can only be read (RFC 4314 §5.2).
  private static final Rights CHANGING =
      Rights.of(Right.SEEN, Right.WRITE, Right.INSERT, Right.DELETE_MESSAGES, Right.EXPUNGE);

  private final ImapSession session;
  private final ImapWire wire;

  private SelectCommand(ImapSession session) {
    this.session = session;
    wire = session.wire();
  }

  static Reply run(ImapSession session, Known state, AfterLogin.Select command)
      throws IOException, CommandRejected {
    return new SelectCommand(session)
        .open(state, command.mailbox(), command.parameters(), Access.READ_WRITE);
  }

  static Reply run(ImapSession session, Known state, AfterLogin.Examine command)
      throws IOException, CommandRejected {
    return new SelectCommand(session)
        .open(state, command.mailbox(), command.parameters(), Access.READ_ONLY);
  }

  private Reply open(Known state, MailboxName name, SelectParameters parameters, Access wanted)
      throws IOException, CommandRejected {
    var enabled = session.enabled();
    var qresync = parameters.qresync();
    if (qresync != null && !enabled.isQresync())
      throw new CommandRejected(Replies.QRESYNC_NOT_ENABLED);
    if (qresync != null && qresync.match() != null && enabled.isUidOnly())
      throw new CommandRejected(Replies.UID_REQUIRED);
    if (state instanceof Selected) {
      session.deselect();
      // RFC 9051 §7.1 CLOSED: what follows is about the other mailbox.
      wire.untagged(Reply.ok(Plain.CLOSED, "Previous mailbox closed"));
    }
    if (parameters.condstore()) enabled.condstore();
    var login = state.login();
    var place = Names.required(session.services(), login, name, Right.READ);
    var mailbox = place.mailbox();
    var where = place.where();
    var snapshot = session.services().mail().messages().snapshot(where);
    if (snapshot == null) throw new CommandRejected(Replies.NO_SUCH_MAILBOX);
    var access = place.rights().hasAnyOf(CHANGING) ? wanted : Access.READ_ONLY;
    claimRecent(where, mailbox, snapshot, access);
    var selected = new SelectedMailbox(place, access, mailbox.recentUid(), snapshot);
    session.become(new Selected(login, selected));
    tell(selected, place);
    if (qresync != null) resynchronise(selected, qresync);
    return switch (access) {
      case READ_WRITE -> Reply.ok(Plain.READ_WRITE, "SELECT completed");
      case READ_ONLY ->
          Reply.ok(Plain.READ_ONLY, wanted == access ? "EXAMINE completed" : "SELECT completed");
    };
  }

  /// RFC 3501 §2.3.2: the first session that is told of a message sees it as recent.
  private void claimRecent(Where where, Mailbox mailbox, Snapshot snapshot, Access access) {
    boolean claims = access == Access.READ_WRITE && !session.enabled().isRev2();
    if (claims && mailbox.recentUid() < snapshot.uidNext())
      session.services().mail().mailboxes().claimRecent(where, snapshot.uidNext());
  }

  private void tell(SelectedMailbox selected, Place place) throws IOException {
    var told = selected.told();
    var flags = selected.flagNames().all();
    boolean rev2 = session.enabled().isRev2();
    MailboxResponses.flags(wire.out(), flags);
    MailboxResponses.exists(wire.out(), told.size());
    if (!rev2) MailboxResponses.recent(wire.out(), selected.recentIn(told));
    else MailboxResponses.list(wire.out(), ListCommand.entry(place).build());
    wire.responseEnds();
    var unseen = firstUnseen(told);
    if (!rev2 && unseen != null && !session.enabled().isUidOnly())
      wire.untagged(Reply.ok(new ResponseCode.Unseen(unseen), "First unseen"));
    var permanent =
        selected.isReadOnly()
            ? new ResponseCode.PermanentFlags(List.of(), false)
            : selected.flagNames().permitted(selected.rights());
    wire.untagged(Reply.ok(permanent, "Flags permitted"));
    wire.untagged(Reply.ok(new ResponseCode.UidNext(told.uidNext()), "Next UID"));
    wire.untagged(Reply.ok(new ResponseCode.UidValidity(told.uidValidity()), "UIDs valid"));
    wire.untagged(Reply.ok(new ResponseCode.HighestModseq(told.modseq()), "Highest"));
    wire.untagged(Reply.ok(new ResponseCode.MailboxId(ObjectIds.of(place.mailbox().id())), "Ok"));
    // RFC 4467 §8 URLMECH
    wire.untagged(Reply.ok(Plain.URLMECH_INTERNAL, "How URLs are authorized"));
  }

  private static @Nullable Long firstUnseen(Snapshot told) {
    for (int i = 0; i < told.size(); i++)
      if ((told.flags(i) & SystemFlag.SEEN.bit()) == 0) return i + 1L;
    return null;
  }

  /// RFC 7162 §3.2.5: what is gone, and what has changed, since the client was here.
  ///
  /// The store remembers every expunge, so the client's list of message numbers is not needed.
  private void resynchronise(SelectedMailbox selected, Qresync known) throws IOException {
    var told = selected.told();
    if (known.uidValidity() != told.uidValidity()) return;
    var knownUids = known.knownUids();
    var uids =
        knownUids == null
            ? new NumberSet.Builder().addRange(1, NumberSet.MAX_NUMBER).build()
            : knownUids.resolve(0);
    var gone = Vanished.since(session, selected, known.modseq(), uids);
    MailboxResponses.vanishedEarlier(wire.out(), gone);
    wire.responseEnds();
    var updates = new Updates(session, selected, NumberedBy.UID);
    for (int i = 0; i < told.size(); i++) {
      if (told.modseq(i) <= known.modseq() || !uids.contains(told.uid(i))) continue;
      var response = UidOnly.begin(session, told, i);
      if (!session.enabled().isUidOnly()) response.uid(told.uid(i));
      updates.flags(response, i);
      response.modseq(told.modseq(i)).end();
      wire.responseEnds();
    }
  }
}

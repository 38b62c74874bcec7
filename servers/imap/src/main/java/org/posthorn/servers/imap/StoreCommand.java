package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.FlagMask;
import org.posthorn.domain.mailbox.FlagsOutcome;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.servers.imap.Updates.Expunges;
import org.posthorn.wire.imap.Flag;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.WithMailbox;

/// STORE and UID STORE (RFC 9051 §6.4.6; RFC 7162 §3.1.3; RFC 2180 §4.2).
final class StoreCommand {

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final WithMailbox.Store command;
  private final Updates updates;

  private StoreCommand(ImapSession session, SelectedMailbox mailbox, WithMailbox.Store command) {
    this.session = session;
    this.mailbox = mailbox;
    this.command = command;
    updates = new Updates(session, mailbox, command.numbers());
  }

  static Reply run(ImapSession session, SessionState.Selected selected, WithMailbox.Store command)
      throws IOException, CommandRejected, SessionEnds {
    return new StoreCommand(session, selected.mailbox(), command).run();
  }

  private Reply run() throws IOException, CommandRejected, SessionEnds {
    mailbox.requireWritable();
    var unchangedSince = command.unchangedSince();
    if (unchangedSince != null) session.enabled().condstore();
    var named = ExpungeCommand.uids(mailbox, mailbox.indexes(command.messages(), by()));
    var edit =
        new FlagEdit(
            change(),
            FlagNames.domain(command.flags()),
            unchangedSince == null ? FlagEdit.ANY : unchangedSince,
            permitted());
    var outcome = session.services().mail().messages().storeFlags(mailbox.where(), named, edit);
    return switch (outcome) {
      case FlagsOutcome.Stored stored -> stored(named, stored);
      case FlagsOutcome.NoSuchMailbox _ -> throw new SessionEnds(Replies.MAILBOX_GONE);
      case FlagsOutcome.TooManyKeywords _ -> Replies.TOO_MANY_KEYWORDS;
    };
  }

  /// RFC 4314 §4: what may be changed of it is changed; a command of which nothing may is refused.
  private FlagMask permitted() throws CommandRejected {
    var mask = FlagMask.of(mailbox.rights());
    var flags = command.flags();
    boolean some = flags.isEmpty() && !mask.isEmpty();
    for (var flag : flags)
      some |=
          flag instanceof Flag.Keyword
              ? mailbox.rights().has(Right.WRITE)
              : mask.of(mailbox.flagNames().bits(flag)) != 0;
    if (!some) throw new CommandRejected(Replies.NOT_ALLOWED);
    return mask;
  }

  private NumberedBy by() {
    return command.numbers();
  }

  private FlagChange change() {
    return switch (command.action()) {
      case ADD -> FlagChange.ADD;
      case REMOVE -> FlagChange.REMOVE;
      case REPLACE -> FlagChange.REPLACE;
    };
  }

  private Reply stored(Uids named, FlagsOutcome.Stored stored) throws IOException, SessionEnds {
    var before = mailbox.told();
    var modified = stored.modified();
    Updates.Known known =
        (uid, flags) ->
            named.contains(uid)
                && !modified.contains(uid)
                && (!command.silent() || flags == expected(before, uid));
    updates.tell(by() == NumberedBy.UID ? Expunges.TELL : Expunges.HOLD_BACK, known);
    SieveEvents.flagged(session, mailbox, before, stored.changed());
    boolean gone = false;
    for (int uid : named.array()) {
      int index = mailbox.told().indexOf(uid);
      gone |= index < 0 || mailbox.isGone(uid);
      if (index < 0 || mailbox.isGone(uid) || modified.contains(uid)) continue;
      if (!command.silent()) updates.flagsOf(index);
      else if (session.enabled().isCondstore() && stored.changed().contains(uid)) modseqOf(index);
    }
    if (!modified.isEmpty())
      return Reply.ok(new ResponseCode.Modified(numbers(modified)), "Conditional STORE failed");
    // RFC 2180 §4.2.1; UIDs that are not there are passed over.
    if (gone && by() == NumberedBy.SEQUENCE) return Replies.SOME_ARE_GONE;
    return Replies.completed(command.name());
  }

  /// What a silent client takes the flags to be now.
  private long expected(Snapshot before, int uid) {
    long bits = mailbox.flagNames().bits(command.flags());
    int index = before.indexOf(uid);
    long old = index < 0 ? 0 : before.flags(index);
    return switch (command.action()) {
      case ADD -> old | bits;
      case REMOVE -> old & ~bits;
      case REPLACE -> bits;
    };
  }

  /// RFC 7162 §3.1.3: the new modification sequence is told even when flags are not.
  private void modseqOf(int index) throws IOException {
    var wire = session.wire();
    var told = mailbox.told();
    var response = UidOnly.begin(session, told, index);
    boolean withUid = by() == NumberedBy.UID || session.enabled().isQresync();
    if (withUid && !session.enabled().isUidOnly()) response.uid(told.uid(index));
    response.modseq(told.modseq(index)).end();
    wire.responseEnds();
  }

  private NumberSet numbers(Uids uids) {
    if (by() == NumberedBy.UID) return CopyCommand.numbers(uids);
    var numbers = new NumberSet.Builder();
    for (int uid : uids.array()) {
      int index = mailbox.told().indexOf(uid);
      if (index >= 0) numbers.add(index + 1L);
    }
    return numbers.build();
  }
}

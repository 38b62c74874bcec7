package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights.Right;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.servers.imap.Updates.Expunges;
import org.posthorn.servers.imap.Updates.Known;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.FetchAttribute.Item;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.SequenceSet;
import org.posthorn.wire.imap.WithMailbox;

/// FETCH and UID FETCH (RFC 9051 §6.4.5; RFC 7162 §3.1.4, §3.2.6; RFC 2180 §4.1; RFC 9394 §3.3).
///
/// What the snapshot knows costs no query. Rows are read some hundred at a time, and no database
/// connection is held while anything is written.
final class FetchCommand {

  private static final int ROWS_AT_ONCE = 256;

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final WithMailbox.Fetch command;
  private final Updates updates;
  private boolean someGone;

  /// Whether a client hears of these messages that has not asked for them now.
  private boolean unasked;

  private FetchCommand(ImapSession session, SelectedMailbox mailbox, WithMailbox.Fetch command) {
    this.session = session;
    this.mailbox = mailbox;
    this.command = command;
    updates = new Updates(session, mailbox, command.numbers());
  }

  static Reply run(ImapSession session, SessionState.Selected selected, WithMailbox.Fetch command)
      throws IOException, CommandRejected, SessionEnds {
    return new FetchCommand(session, selected.mailbox(), command).run();
  }

  /// Tells of messages that the client wants to hear of when they come (RFC 5465 §5.2). Nobody has
  /// seen them by that. What cannot be told of one is told to be so.
  ///
  /// @param indexes of the messages, ascending
  static void tellNew(
      ImapSession session, SelectedMailbox mailbox, List<FetchAttribute> attributes, int[] indexes)
      throws IOException {
    var uids = CopyCommand.numbers(ExpungeCommand.uids(mailbox, indexes));
    var fetch = new WithMailbox.Fetch(NumberedBy.UID, SequenceSet.of(uids), attributes, null, null);
    var command = new FetchCommand(session, mailbox, fetch);
    command.unasked = true;
    try {
      var detail = command.detail();
      if (detail == null) command.fromSnapshot(indexes);
      else command.fromRows(indexes, detail);
    } catch (CommandRejected | SessionEnds e) {
      throw new IllegalStateException("what nobody has asked for was refused", e);
    }
  }

  private Reply run() throws IOException, CommandRejected, SessionEnds {
    var changedSince = command.changedSince();
    boolean vanished = changedSince != null && changedSince.vanished();
    if (vanished && !session.enabled().isQresync()) return Replies.QRESYNC_NOT_ENABLED;
    if (command.attributes().contains(Item.MODSEQ)) session.enabled().condstore();
    boolean byUid = command.numbers() == NumberedBy.UID;
    updates.tell(byUid ? Expunges.TELL : Expunges.HOLD_BACK, Known.NOTHING);
    var indexes = mailbox.indexes(command.messages(), command.numbers());
    // RFC 9394 §3.4: the range is of the messages named, whether they have changed or not.
    var partial = command.partial();
    if (partial != null)
      indexes =
          Arrays.copyOfRange(indexes, partial.from(indexes.length), partial.to(indexes.length));
    if (changedSince != null) {
      if (vanished) vanished(changedSince.modseq());
      indexes = changed(indexes, changedSince.modseq());
    }
    var detail = detail();
    if (detail == null) fromSnapshot(indexes);
    else fromRows(indexes, detail);
    // RFC 2180 §4.1.2; UIDs that are not there are passed over (RFC 9051 §6.4.9).
    return someGone && !byUid ? Replies.SOME_ARE_GONE : Replies.completed(command.name());
  }

  private void vanished(long since) throws IOException {
    var told = mailbox.told();
    long largest = Math.max(told.uidNext() - 1, 0);
    var uids = command.messages().resolve(largest);
    MailboxResponses.vanishedEarlier(
        session.wire().out(), Vanished.since(session, mailbox, since, uids));
    session.wire().responseEnds();
  }

  private int[] changed(int[] indexes, long since) {
    var told = mailbox.told();
    return Arrays.stream(indexes).filter(index -> told.modseq(index) > since).toArray();
  }

  /// How much of the rows is needed; absent when the snapshot is enough.
  private @Nullable Detail detail() {
    boolean row = false;
    boolean summary = false;
    boolean structure = false;
    for (var attribute : command.attributes()) {
      switch (attribute) {
        case Item.FLAGS, Item.UID, Item.MODSEQ -> {}
        case Item.ENVELOPE -> summary = true;
        case Item.BODY, Item.BODYSTRUCTURE, Item.PREVIEW, Item.RFC822_HEADER, Item.RFC822_TEXT ->
            structure = true;
        case Item _ -> row = true;
        case FetchAttribute.BodySection section -> {
          row = true;
          summary |= MessageSections.usesSummary(section);
          structure |= MessageSections.usesStructure(section);
        }
        case FetchAttribute.Binary binary -> {
          row = true;
          structure |= !binary.part().isEmpty();
        }
        case FetchAttribute.BinarySize binary -> {
          row = true;
          structure |= !binary.part().isEmpty();
        }
      }
    }
    if (summary && structure) return Detail.ALL;
    if (structure) return Detail.STRUCTURE;
    if (summary) return Detail.SUMMARY;
    return row ? Detail.FACTS : null;
  }

  private void fromSnapshot(int[] indexes) throws IOException, CommandRejected {
    var writer = new FetchWriter(session, mailbox, updates, command.attributes());
    for (int index : indexes) writer.write(index, null);
  }

  private void fromRows(int[] indexes, Detail detail)
      throws IOException, CommandRejected, SessionEnds {
    boolean setsSeen =
        !unasked
            && !mailbox.isReadOnly()
            && mailbox.rights().has(Right.SEEN)
            && command.attributes().stream().anyMatch(a -> a.setsSeen());
    var uids = ExpungeCommand.uids(mailbox, indexes);
    var messages = session.services().mail().messages();
    for (int from = 0; from < uids.size(); from += ROWS_AT_ONCE) {
      int to = Math.min(uids.size(), from + ROWS_AT_ONCE);
      var chunk = Uids.ofSorted(Arrays.copyOfRange(uids.array(), from, to));
      var rows = messages.rows(mailbox.where(), chunk, detail);
      someGone |= rows.size() < chunk.size();
      var attributes = command.attributes();
      var newlySeen = setsSeen ? see(rows) : Uids.of();
      write(rows, attributes, newlySeen);
    }
  }

  /// Sets `\Seen` before the messages are shown; the flags go along with them.
  private Uids see(List<MessageRow> rows) throws IOException, SessionEnds {
    var unseen = rows.stream().filter(this::isUnseen).mapToInt(MessageRow::uid).toArray();
    if (unseen.length == 0) return Uids.of();
    var uids = Uids.ofSorted(unseen);
    var edit = new FlagEdit(FlagChange.ADD, Flags.of(SystemFlag.SEEN));
    var before = mailbox.told();
    session.services().mail().messages().storeFlags(mailbox.where(), uids, edit);
    // Message numbers must not change between the responses, so expunges wait.
    updates.tell(Expunges.HOLD_BACK, (uid, _) -> uids.contains(uid));
    SieveEvents.flagged(session, mailbox, before, uids);
    return uids;
  }

  /// By what the client was told: the row may not know whose `\Seen` it is.
  private boolean isUnseen(MessageRow row) {
    int index = mailbox.told().indexOf(row.uid());
    return index >= 0 && (mailbox.told().flags(index) & SystemFlag.SEEN.bit()) == 0;
  }

  private void write(List<MessageRow> rows, List<FetchAttribute> attributes, Uids newlySeen)
      throws IOException, CommandRejected {
    var plain = new FetchWriter(session, mailbox, updates, attributes);
    var withFlags =
        newlySeen.isEmpty() ? plain : new FetchWriter(session, mailbox, updates, and(attributes));
    var bodies = new Bodies(session, mailbox, rows);
    for (var row : rows) {
      int index = mailbox.told().indexOf(row.uid());
      if (index < 0) continue;
      var writer = newlySeen.contains(row.uid()) ? withFlags : plain;
      var sections = new MessageSections(session, bodies, row);
      if (unasked) writeIfPossible(writer, index, sections);
      else writer.write(index, sections);
    }
  }

  private void writeIfPossible(FetchWriter writer, int index, MessageSections sections)
      throws IOException {
    try {
      writer.write(index, sections);
    } catch (CommandRejected e) {
      if (!session.wire().abandonResponse())
        throw new IOException("a response could not be finished", e);
      session.wire().untagged(e.reply());
    }
  }

  /// The attributes with FLAGS, and MODSEQ where flags go with it (RFC 7162 §3.2.4).
  private List<FetchAttribute> and(List<FetchAttribute> attributes) {
    var all = new java.util.LinkedHashSet<>(attributes);
    all.add(Item.FLAGS);
    if (session.enabled().isCondstore()) all.add(Item.MODSEQ);
    return List.copyOf(all);
  }
}

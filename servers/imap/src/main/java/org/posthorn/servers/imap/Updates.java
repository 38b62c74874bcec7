package org.posthorn.servers.imap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.wire.imap.FetchResponse;
import org.posthorn.wire.imap.MailboxResponses;
import org.posthorn.wire.imap.NumberSet;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;

/// Tells a client what others, or it itself, have changed in the selected mailbox since it was last
/// told (RFC 9051 §5.2, §7.4, §7.5; RFC 7162 §3.2.10; RFC 2180).
final class Updates {

  /// Whether message numbers may change now (RFC 9051 §7.5.1).
  enum Expunges {
    TELL,
    /// Messages that are gone stay in the client's view until a command that allows it.
    HOLD_BACK
  }

  /// Changes of flags that the client need not be told, because it was told in another way.
  interface Known {
    Known NOTHING = (_, _) -> false;

    boolean knows(int uid, long flags);
  }

  private final ImapSession session;
  private final SelectedMailbox mailbox;
  private final NumberedBy by;

  /// @param by what the command under way calls messages by: after UID commands the client looks
  ///   for UIDs
  Updates(ImapSession session, SelectedMailbox mailbox, NumberedBy by) {
    this.session = session;
    this.mailbox = mailbox;
    this.by = by;
  }

  /// Brings the client up to date, as far as it wants to be (RFC 5465 §3.1).
  ///
  /// @throws SessionEnds if the mailbox is gone (RFC 2180 §3.3)
  void tell(Expunges expunges, Known known) throws IOException, SessionEnds {
    var wanted = session.news().selected();
    tell(now(), wanted.messages() ? expunges : null, wanted.flags(), known);
    if (wanted.messages()) mailbox.forgetOwn();
  }

  /// Brings the client up to date, whatever it wants to hear by itself.
  void tellEverything() throws IOException, SessionEnds {
    tell(now(), Expunges.TELL, true, Known.NOTHING);
    mailbox.forgetOwn();
  }

  private Snapshot now() throws SessionEnds {
    var now = session.services().mail().messages().snapshot(mailbox.where());
    if (now == null) throw new SessionEnds(Replies.MAILBOX_GONE);
    return now;
  }

  /// @param expunges null where the client goes on seeing the messages that it has seen
  private void tell(Snapshot now, @Nullable Expunges expunges, boolean flags, Known known)
      throws IOException {
    var old = mailbox.told();
    boolean owesFlags = flags && mailbox.untold() != null;
    // The same object, but for messages that are still to be told as gone.
    boolean same = now == mailbox.present() && (old == now || expunges != Expunges.TELL);
    // Unless some that came were kept back as well.
    if (same && !owesFlags && !(expunges != null && old.uidNext() < now.uidNext())) return;
    boolean newKeywords = !now.keywords().equals(old.keywords());
    var view = now;
    switch (expunges) {
      case TELL -> {
        mailbox.contexts().expunged(session, now);
        expunged(old, now);
      }
      case HOLD_BACK -> view = now.withGone(old);
      case null -> view = now.withGone(old).below(old.uidNext());
    }
    mailbox.told(view, now);
    if (newKeywords) flags();
    int oldLast = old.size() == 0 ? 0 : old.uid(old.size() - 1);
    int newLast = view.size() == 0 ? 0 : view.uid(view.size() - 1);
    if (newLast > oldLast) exists(view);
    if (flags) changed(mailbox.flagsTold(old), view, known);
    else mailbox.keepUntold(old);
    new NewMessages(session, mailbox).tell(old, oldLast);
  }

  private void expunged(Snapshot old, Snapshot now) throws IOException {
    var out = session.wire();
    boolean vanished = session.enabled().isQresync() || session.enabled().isUidOnly();
    var gone = new NumberSet.Builder();
    var numbers = new NumberSet.Builder();
    for (int place : now.goneSince(old)) {
      gone.add(old.uid(place));
      numbers.add(place + 1L);
    }
    if (vanished) {
      MailboxResponses.vanished(out.out(), gone.build());
      out.responseEnds();
      return;
    }
    // From the last to the first, so that no number changes the others.
    var all = numbers.build();
    for (int range = all.rangeCount() - 1; range >= 0; range--) {
      for (long n = all.last(range); n >= all.first(range); n--) {
        MailboxResponses.expunge(out.out(), n);
        out.responseEnds();
      }
    }
  }

  private void flags() throws IOException {
    var names = mailbox.flagNames();
    MailboxResponses.flags(session.wire().out(), names.all());
    session.wire().responseEnds();
    var permanent = names.permitted(mailbox.rights());
    if (!mailbox.isReadOnly()) session.wire().untagged(Reply.ok(permanent, "Flags permitted"));
  }

  private void exists(Snapshot view) throws IOException {
    var wire = session.wire();
    MailboxResponses.exists(wire.out(), view.size());
    if (!session.enabled().isRev2()) MailboxResponses.recent(wire.out(), mailbox.recentIn(view));
    wire.responseEnds();
  }

  private void changed(Snapshot old, Snapshot view, Known known) throws IOException {
    boolean condstore = session.enabled().isCondstore();
    for (int place : view.changedSince(old)) {
      int uid = view.uid(place);
      int before = old.indexOf(uid);
      boolean same = before >= 0 && view.flags(place) == old.flags(before);
      // New messages were told as such; modification sequences are for those who want them.
      if (before < 0 || (same && !condstore)) continue;
      if (!known.knows(uid, view.flags(place))) flagsOf(place);
    }
  }

  /// Tells the flags of the message at `index` of what the client was told.
  void flagsOf(int index) throws IOException {
    var told = mailbox.told();
    var wire = session.wire();
    var response = UidOnly.begin(session, told, index);
    // RFC 7162 §3.2.4: UID is always there once QRESYNC is enabled.
    // RFC 5465 §5.1: and once NOTIFY asks for changes of flags.
    boolean named = session.enabled().isQresync() || session.news().isAsked();
    boolean withUid = by == NumberedBy.UID || named;
    if (withUid && !session.enabled().isUidOnly()) response.uid(told.uid(index));
    flags(response, index);
    if (session.enabled().isCondstore()) response.modseq(told.modseq(index));
    response.end();
    wire.responseEnds();
  }

  /// Writes FLAGS of the message at `index`.
  void flags(FetchResponse response, int index) {
    var told = mailbox.told();
    long bits = told.flags(index);
    var keywords = mailbox.flagNames().keywords(bits);
    boolean recent = !session.enabled().isRev2() && mailbox.isRecent(told.uid(index));
    if (recent) response.flagsWithRecent(FlagNames.system(bits), keywords);
    else response.flags(FlagNames.system(bits), keywords);
  }
}

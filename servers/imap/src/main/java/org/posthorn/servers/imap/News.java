package org.posthorn.servers.imap;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.ChangeHub;
import org.posthorn.domain.mailbox.Notice;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.imap.SessionState.Selected;
import org.posthorn.servers.imap.Updates.Expunges;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;

/// What a session tells its client without being asked: during IDLE, and while no command is under
/// way once NOTIFY has been said (RFC 2177, RFC 5465).
///
/// Notices of changes come on the threads of those who make them and only wake the session, whose
/// thread everything else belongs to.
final class News {

  private static final Reply STILL_HERE = Reply.ok("Still here");
  private static final Reply OVERFLOWN =
      Reply.ok(
          ResponseCode.Plain.NOTIFICATIONOVERFLOW,
          "Too much to tell: NOTIFY is off; look at your mailboxes, then ask again");

  private final ImapSession session;
  private final Wakeups wakeups = new Wakeups();

  private SelectedEvents selected = SelectedEvents.USUAL;
  private @Nullable Announcements announcements;

  /// The selected mailbox that is listened to, and by what.
  private @Nullable Where followed;

  private ChangeHub.@Nullable Subscription following;

  /// Whether there may be news of the selected mailbox.
  private volatile boolean selectedTouched;

  News(ImapSession session) {
    this.session = session;
  }

  /// What the client wants to hear of the selected mailbox.
  SelectedEvents selected() {
    return selected;
  }

  /// Whether NOTIFY has been said, whose client tells messages by their UIDs (RFC 5465 §5.1).
  boolean isAsked() {
    return !selected.equals(SelectedEvents.USUAL);
  }

  /// Whether anything may be told while no command is under way.
  boolean isOn() {
    return announcements != null || selected.between() != SelectedEvents.Between.NOTHING;
  }

  /// From now on tells what NOTIFY SET asked for.
  void on(SelectedEvents events, @Nullable Announcements others) {
    close();
    selected = events;
    announcements = others;
  }

  /// As after NOTIFY NONE.
  void off() {
    on(SelectedEvents.NONE, null);
  }

  /// As before the first NOTIFY.
  void forget() {
    on(SelectedEvents.USUAL, null);
  }

  /// Ends all listening.
  void close() {
    unfollow();
    var others = announcements;
    announcements = null;
    if (others != null) others.close();
  }

  /// RFC 5465 §5.8: as NOTIFY NONE, and the client is told.
  void overflow() throws IOException {
    off();
    session.wire().untagged(OVERFLOWN);
  }

  /// Any thread may call.
  void hint() {
    wakeups.hint();
  }

  /// The client looks at that mailbox no more.
  void left(SelectedMailbox mailbox) {
    if (announcements != null) announcements.left(mailbox);
  }

  // ---- the selected mailbox

  private void follow() {
    var where = session.state() instanceof Selected(var _, var mailbox) ? mailbox.where() : null;
    if (where == null ? followed == null : where.equals(followed)) return;
    unfollow();
    if (!(session.state() instanceof Selected(var _, var mailbox))) return;
    var owner = Thread.currentThread();
    boolean others = !mailbox.household().isOwn();
    followed = where;
    following =
        session
            .services()
            .mail()
            .changes()
            .subscribe(
                mailbox.where().account(),
                notice -> {
                  if (!Thread.currentThread().equals(owner)) heard(notice, mailbox.where(), others);
                });
    // What changed before the subscription is told at once.
    selectedTouched = true;
  }

  /// Called on the thread of whoever made a change.
  private void heard(Notice notice, Where where, boolean others) {
    boolean mine =
        switch (notice) {
          case Notice.Messages(var id) -> id.equals(where.mailbox());
          case Notice.Name(var id) -> id.equals(where.mailbox());
          case Notice.Access _ -> others;
          case Notice.Subscription _, Notice.Annotations _ -> false;
        };
    if (!mine) return;
    selectedTouched = true;
    wakeups.hint();
  }

  private void unfollow() {
    var ending = following;
    followed = null;
    following = null;
    if (ending != null) ending.close();
  }

  // ---- waiting

  /// Tells news between commands, until there is something to read.
  void untilNextCommand() throws IOException, SessionEnds {
    follow();
    untilInput(false);
  }

  /// Tells news while IDLE lasts.
  void untilIdleEnds() throws IOException, SessionEnds {
    follow();
    try {
      untilInput(true);
    } finally {
      if (!isOn()) unfollow();
    }
  }

  private void untilInput(boolean idle) throws IOException, SessionEnds {
    // While the second thread waits nobody else may read, so whatever goes wrong ends the session.
    try {
      wakeups.clear();
      tell(idle);
      if (session.connection().input().hasBuffered()) return;
      session.wire().sendAll();
      wakeups.watch(session.connection());
      while (true) {
        switch (wakeups.next(keepAlive())) {
          case null -> stillHere(idle);
          case Wakeups.Event.Hint _ -> {
            wakeups.hintsTaken();
            tell(idle);
          }
          case Wakeups.Event.Input _ -> {
            return;
          }
          case Wakeups.Event.Failed(var cause) -> throw cause;
        }
        session.wire().sendAll();
      }
    } catch (StorageException e) {
      session.log().storeFailed("waiting", e);
      throw new SessionEnds(Replies.STORE_UNAVAILABLE);
    } catch (RuntimeException e) {
      session.log().bug("waiting", e);
      throw new SessionEnds(Replies.OUR_BUG);
    }
  }

  /// Says so, and looks for itself: notices can get lost between nodes.
  private void stillHere(boolean idle) throws IOException, SessionEnds {
    session.wire().untagged(STILL_HERE);
    selectedTouched = true;
    tell(idle);
    var others = announcements;
    if (others == null) return;
    try {
      others.tellAll();
    } catch (NotifyOverflow _) {
      overflow();
    }
  }

  private void tell(boolean idle) throws IOException, SessionEnds {
    if (selectedTouched) {
      selectedTouched = false;
      boolean all = idle || selected.between() == SelectedEvents.Between.ALL;
      // By number as ever: flags of a client that said NOTIFY go with the UID anyway.
      session.tellSelected(all ? Expunges.TELL : Expunges.HOLD_BACK, NumberedBy.SEQUENCE);
    }
    var others = announcements;
    if (others == null) return;
    try {
      others.tell();
    } catch (NotifyOverflow _) {
      overflow();
    }
  }

  /// How often a client that waits is told that the server is there.
  private Duration keepAlive() {
    return session.services().config().keepAlive();
  }
}

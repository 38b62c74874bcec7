package org.posthorn.servers.imap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.FetchAttribute;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;

/// NOTIFY (RFC 5465 §3.1). [News] tells of the selected mailbox, [Announcements] of all others.
final class NotifyCommand {
  private NotifyCommand() {}

  static Reply run(ImapSession session, Known state, AfterLogin.NotifySet command)
      throws IOException, SessionEnds {
    var request = new NotifyRequest(command);
    var selected = SelectedEvents.of(command.groups());
    if (selected.fetched().contains(FetchAttribute.Item.MODSEQ)) session.enabled().condstore();
    try {
      var others = request.isEmpty() ? null : Announcements.begin(session, state.login(), request);
      tellWhatWasKept(session, others);
      session.news().on(selected, others);
      if (others != null) others.tellBeginning();
    } catch (NotifyOverflow _) {
      return Replies.TOO_MUCH_TO_WATCH;
    }
    return Replies.completed(command.name());
  }

  /// An implicit NOOP, by what holds until now.
  private static void tellWhatWasKept(ImapSession session, @Nullable Announcements others)
      throws IOException, SessionEnds {
    boolean told = false;
    try {
      session.tellEverything(NumberedBy.SEQUENCE);
      told = true;
    } finally {
      if (!told && others != null) others.close();
    }
  }

  static Reply run(ImapSession session, AfterLogin.NotifyNone command) {
    session.news().off();
    return Replies.completed(command.name());
  }
}

package org.posthorn.servers.pop3;

import java.util.Arrays;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.pop3.SessionState.LoggedIn;
import org.posthorn.wire.pop3.Reply;

/// QUIT (RFC 1939 §4 and §6): the only way to delete. What is deleted is so durably before `+OK`;
/// the maildrop is free then, too, for a client that comes back at once.
final class QuitCommand {

  /// Messages that are deleted at a time, which is as many as one transaction takes.
  private static final int CHUNK = 1_000;

  /// Room for message numbers in a reply.
  private static final int MOST_NAMED_CHARACTERS = 300;

  private static final Reply BYE = Reply.ok("Bye");

  private QuitCommand() {}

  static Reply run(Pop3Session session) throws SessionEnds {
    if (!(session.state() instanceof LoggedIn in)) throw new SessionEnds(BYE);
    var reply = update(session, in);
    session.leave();
    throw new SessionEnds(reply);
  }

  /// RFC 1939 §6: the UPDATE state.
  private static Reply update(Pop3Session session, LoggedIn in) {
    var doomed = in.maildrop().deleted();
    if (doomed.length == 0) return bye(in);
    if (!in.hold().beginUpdate()) return Replies.TAKEN_OVER;
    int done = 0;
    try {
      var account = session.services().directory().accounts().find(in.account());
      if (account == null || !account.enabled()) return Replies.NOTHING_DELETED;
      while (done < doomed.length) {
        int end = Math.min(doomed.length, done + CHUNK);
        delete(session, in, Arrays.copyOfRange(doomed, done, end));
        done = end;
      }
      return bye(in);
    } catch (StorageException e) {
      var reason = session.failed("QUIT", e);
      return notDeleted(reason, Arrays.copyOfRange(doomed, done, doomed.length));
    } finally {
      session.deleted(done);
    }
  }

  private static void delete(Pop3Session session, LoggedIn in, int[] indexes) {
    var uids = Arrays.stream(indexes).map(in.maildrop()::uid).toArray();
    session.services().mail().messages().destroy(in.maildrop().where(), Uids.ofSorted(uids));
  }

  private static Reply bye(LoggedIn in) {
    return Reply.ok("Bye, " + Admission.messages(in.maildrop().count()) + " left");
  }

  private static Reply notDeleted(Reply reason, int[] indexes) {
    var text = "Not deleted: " + numbers(indexes) + ". " + reason.text();
    return new Reply(false, reason.code(), text);
  }

  /// Message numbers as ranges, as many as fit.
  private static String numbers(int[] indexes) {
    var text = new StringBuilder();
    for (int i = 0; i < indexes.length; i++) {
      int first = i;
      while (i + 1 < indexes.length && indexes[i + 1] == indexes[i] + 1) i++;
      if (!text.isEmpty()) text.append(',');
      if (text.length() > MOST_NAMED_CHARACTERS) return text + " and more";
      text.append(indexes[first] + 1);
      if (i > first) text.append('-').append(indexes[i] + 1);
    }
    return text.toString();
  }
}

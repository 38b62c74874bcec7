package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.platform.net.LineRead;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;

/// IDLE (RFC 9051 §6.3.13, RFC 2177): [News] is told until the client says something, which ends
/// IDLE whatever it is.
final class IdleCommand {

  private static final int MOST_OCTETS = 1024;
  private static final Reply NOT_DONE = Reply.bad("DONE expected");

  private IdleCommand() {}

  static Reply run(ImapSession session) throws IOException, SessionEnds {
    session.update(NumberedBy.SEQUENCE);
    session.wire().continuation("Idling");
    session.news().untilIdleEnds();
    return switch (session.wire().readLineWhileWriting(MOST_OCTETS)) {
      case LineRead.Line(byte[] line, _) ->
          AfterLogin.Idle.isDone(line) ? Replies.completed("IDLE") : NOT_DONE;
      case LineRead.TooLong _ -> NOT_DONE;
      case LineRead.End _ ->
          throw new SessionEnds(
              session.connection().isDraining() ? Replies.SHUTTING_DOWN : Replies.CLIENT_GONE);
    };
  }
}

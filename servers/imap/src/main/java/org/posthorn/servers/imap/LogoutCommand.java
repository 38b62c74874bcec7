package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.wire.imap.Tag;

/// LOGOUT (RFC 9051 §6.1.3).
final class LogoutCommand {

  private LogoutCommand() {}

  static void run(ImapSession session, Tag tag) throws IOException, SessionEnds {
    session.wire().untagged(Replies.LOGGING_OUT);
    session.wire().tagged(tag, Replies.completed("LOGOUT"));
    throw new SessionEnds(Replies.LOGGING_OUT);
  }
}

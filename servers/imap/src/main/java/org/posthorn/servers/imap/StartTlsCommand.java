package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.wire.imap.Tag;

/// STARTTLS (RFC 9051 §6.2.1).
final class StartTlsCommand {

  private StartTlsCommand() {}

  /// Answers by itself, in plain text; nothing is to be said after it.
  static void run(ImapSession session, Tag tag) throws IOException, CommandRejected, SessionEnds {
    var connection = session.connection();
    if (connection.tls() != null) throw new CommandRejected(Replies.TLS_ACTIVE);
    if (!connection.canStartTls()) throw new CommandRejected(Replies.NO_TLS);
    // Plain text behind STARTTLS would be taken for commands said in TLS (CVE-2011-0411).
    if (connection.input().hasBuffered()) throw new SessionEnds(Replies.PIPELINED_PLAINTEXT);
    session.wire().tagged(tag, Replies.BEGIN_TLS);
    session.wire().flush();
    connection.startTls();
  }
}

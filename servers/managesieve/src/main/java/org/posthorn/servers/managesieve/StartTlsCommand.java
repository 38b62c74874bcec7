package org.posthorn.servers.managesieve;

import java.io.IOException;
import org.posthorn.wire.managesieve.Reply;

/// STARTTLS (RFC 5804 §2.2).
final class StartTlsCommand {

  private StartTlsCommand() {}

  /// Says OK in plain text; the reply is what comes after the capabilities, under TLS.
  static Reply run(ManageSieveSession session) throws IOException, CommandRejected, SessionEnds {
    var connection = session.connection();
    if (connection.tls() != null) throw new CommandRejected(Replies.TLS_ACTIVE);
    if (!connection.canStartTls()) throw new CommandRejected(Replies.NO_TLS);
    // Plain text behind STARTTLS would be taken for commands said in TLS (CVE-2011-0411).
    if (connection.input().hasBuffered()) throw new SessionEnds(Replies.PIPELINED_PLAINTEXT);
    session.send(Reply.ok("Begin TLS."));
    connection.output().flush();
    connection.startTls();
    for (var line : Capabilities.of(session)) session.line(line);
    return Reply.ok("TLS is active.");
  }
}

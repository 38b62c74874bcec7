package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.mail.LineRendition.Headers;
import org.posthorn.wire.pop3.Reply;

/// STLS (RFC 2595 §4).
final class StlsCommand {

  private StlsCommand() {}

  /// Answers by itself, in plain text; nothing is to be said after it.
  static @Nullable Reply run(Pop3Session session) throws IOException, SessionEnds {
    var connection = session.connection();
    if (connection.tls() != null) return Replies.TLS_ACTIVE;
    if (!connection.canStartTls()) return Replies.NO_TLS;
    // RFC 6856 §2.1
    if (session.headers() == Headers.UTF8) return Replies.TOO_LATE_FOR_TLS;
    // Plain text behind STLS would be taken for commands said in TLS (CVE-2011-0411).
    if (connection.input().hasBuffered()) throw new SessionEnds(Replies.PIPELINED_PLAINTEXT);
    session.wire().write(Replies.BEGIN_TLS);
    session.wire().flush();
    connection.startTls();
    session.forget();
    return null;
  }
}

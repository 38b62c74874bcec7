package org.posthorn.servers.smtp;

import java.io.IOException;

/// STARTTLS (RFC 3207 §4).
final class StartTlsCommand {

  private StartTlsCommand() {}

  static void run(SmtpSession session) throws IOException {
    var connection = session.connection();
    if (connection.tls() != null) session.reply(Replies.TLS_ALREADY);
    else if (!connection.canStartTls()) session.reply(Replies.NO_TLS);
    // What came behind it in plain text would pass for protected (CVE-2011-0411).
    else if (session.wire().hasMore()) session.close(Replies.PIPELINED_TOO_EARLY);
    else secure(session);
  }

  private static void secure(SmtpSession session) throws IOException {
    session.reply(Replies.GO_AHEAD_TLS);
    session.wire().flush();
    session.connection().startTls();
    session.secured();
  }
}

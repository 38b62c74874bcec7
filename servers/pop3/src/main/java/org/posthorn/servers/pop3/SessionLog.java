package org.posthorn.servers.pop3;

import java.io.IOException;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionLog;
import org.posthorn.wire.pop3.Reply;
import org.slf4j.LoggerFactory;

/// What the log says of one session. No secrets: passwords and SASL messages never come here.
final class SessionLog {

  private final ConnectionLog log;

  SessionLog(Connection connection) {
    log = new ConnectionLog(LoggerFactory.getLogger(Pop3Session.class), "pop3", connection);
  }

  void beginTranscript() {
    log.beginTranscript();
  }

  void loggedIn(SessionState.LoggedIn in) {
    log.loggedIn(in.name()).addKeyValue("messages", in.maildrop().size()).log("logged in");
  }

  void loginRefused(String user, String reason) {
    log.loginRefused(user, reason);
  }

  void refused(Reply reply) {
    log.refused(reply.text());
  }

  void storeFailed(String command, Exception cause) {
    log.storeFailed(command, cause);
  }

  void bug(String command, Exception cause) {
    log.bug(command, cause);
  }

  void farewellLost(IOException cause) {
    log.farewellLost(cause);
  }

  void ended(String why, int retrieved, int deleted) {
    log.ended(why)
        .addKeyValue("retrieved", retrieved)
        .addKeyValue("deleted", deleted)
        .log("connection ended");
  }
}

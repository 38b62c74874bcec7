package org.posthorn.servers.imap;

import java.io.IOException;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionLog;
import org.posthorn.wire.imap.Reply;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What the log says of one session. No secrets: passwords and SASL messages never come here.
final class SessionLog {

  private final ConnectionLog log;

  /// What can happen here beside what happens to every connection.
  private enum Event {
    LOGGED_OUT,
    CLIENT_ID
  }

  SessionLog(Connection connection) {
    log = new ConnectionLog(LoggerFactory.getLogger(ImapSession.class), "imap", connection);
  }

  void beginTranscript() {
    log.beginTranscript();
  }

  void loggedIn(SessionState.Login login) {
    log.loggedIn(login.name()).log("logged in");
  }

  void loggedOut() {
    log.at(Level.INFO, Event.LOGGED_OUT).log("logged out, the connection stays");
    log.account(null);
  }

  void loginRefused(String user, String reason) {
    log.loginRefused(user, reason);
  }

  void refused(Reply reply) {
    log.refused(reply.text());
  }

  void clientId(String fields) {
    log.at(Level.DEBUG, Event.CLIENT_ID)
        .addKeyValue("client", ConnectionLog.printable(fields))
        .log("client");
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

  void ended(String why) {
    log.ended(why).log("connection ended");
  }
}

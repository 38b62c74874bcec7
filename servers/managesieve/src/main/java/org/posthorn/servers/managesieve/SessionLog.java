package org.posthorn.servers.managesieve;

import java.io.IOException;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionLog;
import org.posthorn.wire.managesieve.Reply;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What the log says of one session. No secrets: passwords and SASL messages never come here.
final class SessionLog {

  private final ConnectionLog log;

  /// What can happen here beside what happens to every connection.
  private enum Event {
    CHANGED
  }

  SessionLog(Connection connection) {
    log =
        new ConnectionLog(
            LoggerFactory.getLogger(ManageSieveSession.class), "managesieve", connection);
  }

  void beginTranscript() {
    log.beginTranscript();
  }

  void loggedIn(String name) {
    log.loggedIn(name).log("logged in");
  }

  void loginRefused(String user, String reason) {
    log.loginRefused(user, reason);
  }

  void refused(Reply reply) {
    log.refused(reply.text());
  }

  /// Somebody's filter is another one now.
  void changed(String command, String script) {
    log.at(Level.INFO, Event.CHANGED)
        .addKeyValue("command", command)
        .addKeyValue("script", ConnectionLog.printable(script))
        .log("script changed");
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

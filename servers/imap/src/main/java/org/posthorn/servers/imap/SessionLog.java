package org.posthorn.servers.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.Transcript;
import org.posthorn.wire.imap.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// What the log says of one session. No secrets: passwords and SASL messages never come here.
final class SessionLog {

  private static final Logger LOG = LoggerFactory.getLogger(ImapSession.class);
  private static final Logger TRACE = LoggerFactory.getLogger("org.posthorn.transcript.imap");

  private final Connection connection;
  private @Nullable String account;

  /// What can happen.
  enum Event {
    LOGGED_IN,
    LOGIN_REFUSED,
    LOGGED_OUT,
    ENDED,
    REFUSED,
    CLIENT_ID,
    STORE_FAILED,
    BUG,
    FAREWELL_LOST
  }

  SessionLog(Connection connection) {
    this.connection = connection;
  }

  private LoggingEventBuilder at(Level level, Event event) {
    var line =
        LOG.atLevel(level)
            .addKeyValue("event", "imap." + event)
            .addKeyValue("connection", connection.id())
            .addKeyValue("peer", connection.remoteAddress().getHostAddress());
    return account == null ? line : line.addKeyValue("account", account);
  }

  void loggedIn(SessionState.Login login) {
    account = login.name();
    var tls = connection.tls();
    at(Level.INFO, Event.LOGGED_IN)
        .addKeyValue("tls", tls == null ? "none" : tls.protocol())
        .log("logged in");
  }

  void loggedOut() {
    at(Level.INFO, Event.LOGGED_OUT).log("logged out, the connection stays");
    account = null;
  }

  void loginRefused(String user, String reason) {
    at(Level.INFO, Event.LOGIN_REFUSED)
        .addKeyValue("user", printable(user))
        .addKeyValue("reason", reason)
        .log("login refused");
  }

  void refused(Reply reply) {
    at(Level.DEBUG, Event.REFUSED).addKeyValue("reply", reply.text()).log("refused");
  }

  void clientId(String fields) {
    at(Level.DEBUG, Event.CLIENT_ID).addKeyValue("client", printable(fields)).log("client");
  }

  void storeFailed(String command, Exception cause) {
    at(Level.WARN, Event.STORE_FAILED)
        .addKeyValue("command", command)
        .addKeyValue("cause", cause.getMessage())
        .log("the store could not do what was asked");
  }

  void bug(String command, Exception cause) {
    at(Level.ERROR, Event.BUG).addKeyValue("command", command).setCause(cause).log("failed");
  }

  void farewellLost(IOException cause) {
    at(Level.TRACE, Event.FAREWELL_LOST).addKeyValue("cause", cause.getMessage()).log("gone");
  }

  void ended(String why) {
    at(Level.INFO, Event.ENDED)
        .addKeyValue("reason", why)
        .addKeyValue("received", connection.input().count())
        .addKeyValue("sent", connection.output().count())
        .log("connection ended");
  }

  void beginTranscript() {
    if (TRACE.isTraceEnabled()) connection.transcript(new Lines(connection.id()));
  }

  private static String printable(String text) {
    var end = Math.min(text.length(), 500);
    return text.substring(0, end).replaceAll("\\p{Cntrl}", "?");
  }

  private record Lines(String id) implements Transcript {
    @Override
    public void received(byte[] line) {
      TRACE.trace("{} C: {}", id, text(line, 0, line.length));
    }

    @Override
    public void sent(byte[] bytes, int offset, int length) {
      TRACE.trace("{} S: {}", id, text(bytes, offset, length));
    }

    @Override
    public void omitted(Direction direction, long bytes) {
      TRACE.trace("{} {}: ({} octets)", id, direction == Direction.SENT ? "S" : "C", bytes);
    }

    private static String text(byte[] bytes, int offset, int length) {
      return new String(bytes, offset, length, StandardCharsets.UTF_8).stripTrailing();
    }
  }
}

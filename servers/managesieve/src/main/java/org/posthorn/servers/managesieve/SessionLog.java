package org.posthorn.servers.managesieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.Transcript;
import org.posthorn.wire.managesieve.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// What the log says of one session. No secrets: passwords and SASL messages never come here.
final class SessionLog {

  private static final Logger LOG = LoggerFactory.getLogger(ManageSieveSession.class);
  private static final Logger TRACE =
      LoggerFactory.getLogger("org.posthorn.transcript.managesieve");
  private static final int MAX_CHARACTERS = 500;

  private final Connection connection;
  private @Nullable String account;

  /// What can happen.
  enum Event {
    LOGGED_IN,
    LOGIN_REFUSED,
    CHANGED,
    ENDED,
    REFUSED,
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
            .addKeyValue("event", "managesieve." + event)
            .addKeyValue("connection", connection.id())
            .addKeyValue("peer", connection.remoteAddress().getHostAddress());
    return account == null ? line : line.addKeyValue("account", account);
  }

  void loggedIn(String name) {
    account = name;
    var tls = connection.tls();
    at(Level.INFO, Event.LOGGED_IN)
        .addKeyValue("tls", tls == null ? "none" : tls.protocol())
        .log("logged in");
  }

  void loginRefused(String user, String reason) {
    at(Level.INFO, Event.LOGIN_REFUSED)
        .addKeyValue("user", printable(user))
        .addKeyValue("reason", reason)
        .log("login refused");
  }

  /// Somebody's filter is another one now.
  void changed(String command, String script) {
    at(Level.INFO, Event.CHANGED)
        .addKeyValue("command", command)
        .addKeyValue("script", printable(script))
        .log("script changed");
  }

  void refused(Reply reply) {
    at(Level.DEBUG, Event.REFUSED).addKeyValue("reply", reply.text()).log("refused");
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
    at(Level.INFO, Event.ENDED).addKeyValue("reason", why).log("connection ended");
  }

  void beginTranscript() {
    if (TRACE.isTraceEnabled()) connection.transcript(new Lines(connection.id()));
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), MAX_CHARACTERS)).replaceAll("\\p{Cntrl}", "?");
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

package org.posthorn.platform.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// What the log says of one connection, in the same words for every protocol: which connection,
/// whose address, who has logged in. No secrets: passwords and SASL messages never come here.
/// Belongs to the connection's session.
public final class ConnectionLog {

  /// Characters of what a peer says of itself.
  private static final int MAX_CHARACTERS = 500;

  private final Logger log;
  private final String protocol;
  private final Connection connection;
  private @Nullable String account;

  /// What can happen to a connection of any protocol.
  private enum Event {
    LOGGED_IN,
    LOGIN_REFUSED,
    REFUSED,
    STORE_FAILED,
    BUG,
    FAREWELL_LOST,
    ENDED
  }

  /// For the connection of a session.
  ///
  /// @param log the session's
  /// @param protocol in the names of events, such as `imap`
  public ConnectionLog(Logger log, String protocol, Connection connection) {
    this.log = log;
    this.protocol = protocol;
    this.connection = connection;
  }

  /// The beginning of a line.
  ///
  /// @param event told as `protocol.EVENT`
  public LoggingEventBuilder at(Level level, Enum<?> event) {
    var line =
        log.atLevel(level)
            .addKeyValue("event", protocol + "." + event)
            .addKeyValue("connection", connection.id())
            .addKeyValue("peer", connection.remoteAddress().getHostAddress());
    return account == null ? line : line.addKeyValue("account", account);
  }

  /// Whose connection it is from now on; null is nobody's.
  public void account(@Nullable String name) {
    account = name;
  }

  /// The version of TLS, in words.
  public String tls() {
    var tls = connection.tls();
    return tls == null ? "none" : tls.protocol();
  }

  /// The line of a login, to be ended by the session with what else it knows.
  public LoggingEventBuilder loggedIn(String name) {
    account = name;
    return at(Level.INFO, Event.LOGGED_IN).addKeyValue("tls", tls());
  }

  public void loginRefused(String user, String reason) {
    at(Level.INFO, Event.LOGIN_REFUSED)
        .addKeyValue("user", printable(user))
        .addKeyValue("reason", reason)
        .log("login refused");
  }

  public void refused(String reply) {
    at(Level.DEBUG, Event.REFUSED).addKeyValue("reply", reply).log("refused");
  }

  public void storeFailed(String command, Exception cause) {
    at(Level.WARN, Event.STORE_FAILED)
        .addKeyValue("command", command)
        .addKeyValue("cause", cause.getMessage())
        .log("the store could not do what was asked");
  }

  public void bug(String command, Exception cause) {
    at(Level.ERROR, Event.BUG).addKeyValue("command", command).setCause(cause).log("failed");
  }

  public void farewellLost(IOException cause) {
    at(Level.TRACE, Event.FAREWELL_LOST).addKeyValue("cause", cause.getMessage()).log("gone");
  }

  /// The line of the end, to be ended by the session with what else it knows.
  public LoggingEventBuilder ended(String why) {
    return at(Level.INFO, Event.ENDED)
        .addKeyValue("reason", why)
        .addKeyValue("received", connection.input().count())
        .addKeyValue("sent", connection.output().count());
  }

  /// Writes down everything that is said, if the log wants it.
  public void beginTranscript() {
    var trace = LoggerFactory.getLogger("org.posthorn.transcript." + protocol);
    if (trace.isTraceEnabled()) connection.transcript(new LoggedTranscript(trace, connection.id()));
  }

  /// What a peer has said, as a log can hold it.
  public static String printable(String text) {
    return text.substring(0, Math.min(text.length(), MAX_CHARACTERS)).replaceAll("\\p{Cntrl}", "?");
  }
}

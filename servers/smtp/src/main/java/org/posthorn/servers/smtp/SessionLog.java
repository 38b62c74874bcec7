package org.posthorn.servers.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.Transcript;
import org.posthorn.wire.sasl.Mechanism;
import org.posthorn.wire.smtp.ForwardPath;
import org.posthorn.wire.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// What the log says of one session. No secrets: passwords and SASL messages never come here.
final class SessionLog {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);
  private static final Logger TRACE = LoggerFactory.getLogger("org.posthorn.transcript.smtp");

  /// Recipients that are named in one line.
  private static final int MAX_NAMED = 20;

  private final Connection connection;
  private final String protocol;
  private @Nullable String account;

  /// What can happen.
  enum Event {
    SPOKE_EARLY,
    LOGGED_IN,
    LOGIN_REFUSED,
    REFUSED,
    RECIPIENT_REFUSED,
    JUDGED,
    ACCEPTED,
    ENDED,
    STORE_FAILED,
    SPOOL_FAILED,
    BUG
  }

  SessionLog(Connection connection, Flavour flavour) {
    this.connection = connection;
    this.protocol = flavour.logName();
  }

  private LoggingEventBuilder at(Level level, Event event) {
    var line =
        LOG.atLevel(level)
            .addKeyValue("event", "smtp." + event)
            .addKeyValue("protocol", protocol)
            .addKeyValue("connection", connection.id())
            .addKeyValue("peer", connection.remoteAddress().getHostAddress());
    return account == null ? line : line.addKeyValue("account", account);
  }

  private String tls() {
    var tls = connection.tls();
    return tls == null ? "none" : tls.protocol();
  }

  void beginTranscript() {
    if (TRACE.isTraceEnabled()) connection.transcript(new Lines(connection.id()));
  }

  /// RFC 5321 §4.3.1: a client waits for the greeting.
  void spokeEarly() {
    at(Level.INFO, Event.SPOKE_EARLY).log("the client speaks before the greeting");
  }

  void loggedIn(Account who, Mechanism mechanism) {
    account = who.address().toString();
    at(Level.INFO, Event.LOGGED_IN)
        .addKeyValue("mechanism", mechanism.wireName())
        .addKeyValue("tls", tls())
        .log("logged in");
  }

  void loginRefused(Mechanism mechanism, String reason) {
    at(Level.INFO, Event.LOGIN_REFUSED)
        .addKeyValue("mechanism", mechanism.wireName())
        .addKeyValue("reason", reason)
        .log("login refused");
  }

  /// After STARTTLS nobody is logged in.
  void forgetAccount() {
    account = null;
  }

  void refused(Reply reply) {
    if (LOG.isDebugEnabled())
      at(Level.DEBUG, Event.REFUSED).addKeyValue("reply", reply).log("refused");
  }

  void recipientRefused(ForwardPath to, List<String> steps) {
    if (LOG.isDebugEnabled())
      at(Level.DEBUG, Event.RECIPIENT_REFUSED)
          .addKeyValue("to", to)
          .addKeyValue("steps", steps)
          .log("recipient refused");
  }

  /// What the guard makes of a message, and why.
  void judged(Transaction transaction, Judgement judgement) {
    if (!LOG.isDebugEnabled()) return;
    at(Level.DEBUG, Event.JUDGED)
        .addKeyValue("message", transaction.id())
        .addKeyValue("verdict", judgement.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .addKeyValue("reasons", judgement.reasons())
        .log("sender checked");
  }

  /// A message is in somebody's mailbox.
  ///
  /// @param to those who have it
  void accepted(Transaction transaction, List<String> to, long octets) {
    if (!LOG.isInfoEnabled()) return;
    var named = String.join(" ", to.subList(0, Math.min(to.size(), MAX_NAMED)));
    var more = to.size() > MAX_NAMED ? " and " + (to.size() - MAX_NAMED) + " more" : "";
    at(Level.INFO, Event.ACCEPTED)
        .addKeyValue("message", transaction.id())
        .addKeyValue("from", transaction.from())
        .addKeyValue("to", named + more)
        .addKeyValue("octets", octets)
        .addKeyValue("tls", tls())
        .log("message accepted");
  }

  void ended(String why, int messages, int errors) {
    at(Level.INFO, Event.ENDED)
        .addKeyValue("reason", why)
        .addKeyValue("messages", messages)
        .addKeyValue("errors", errors)
        .addKeyValue("received", connection.input().count())
        .addKeyValue("sent", connection.output().count())
        .log("connection ended");
  }

  void storeFailed(Exception cause) {
    at(Level.WARN, Event.STORE_FAILED)
        .addKeyValue("cause", cause.getMessage())
        .log("the store could not do what was asked");
  }

  void spoolFailed(Exception cause) {
    at(Level.WARN, Event.SPOOL_FAILED)
        .addKeyValue("cause", cause.toString())
        .log("a message could not be kept while it came in");
  }

  void bug(Exception cause) {
    at(Level.ERROR, Event.BUG).setCause(cause).log("failed");
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
    public void omitted(Direction direction, long octets) {
      TRACE.trace("{} {}: ({} octets)", id, direction == Direction.SENT ? "S" : "C", octets);
    }

    private static String text(byte[] bytes, int offset, int length) {
      return new String(bytes, offset, length, StandardCharsets.UTF_8).stripTrailing();
    }
  }
}

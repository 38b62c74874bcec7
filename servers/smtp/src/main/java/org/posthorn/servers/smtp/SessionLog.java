package org.posthorn.servers.smtp;

import java.util.List;
import java.util.Locale;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ConnectionLog;
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

  /// Recipients that are named in one line.
  private static final int MAX_NAMED = 20;

  private final ConnectionLog log;
  private final String protocol;

  /// What can happen here beside what happens to every connection, or is told with more.
  private enum Event {
    SPOKE_EARLY,
    LOGIN_REFUSED,
    REFUSED,
    RECIPIENT_REFUSED,
    JUDGED,
    ACCEPTED,
    STORE_FAILED,
    SPOOL_FAILED,
    BUG
  }

  SessionLog(Connection connection, Flavour flavour) {
    log = new ConnectionLog(LOG, "smtp", connection);
    protocol = flavour.logName();
  }

  private LoggingEventBuilder at(Level level, Event event) {
    return log.at(level, event).addKeyValue("protocol", protocol);
  }

  void beginTranscript() {
    log.beginTranscript();
  }

  /// RFC 5321 §4.3.1: a client waits for the greeting.
  void spokeEarly() {
    at(Level.INFO, Event.SPOKE_EARLY).log("the client speaks before the greeting");
  }

  void loggedIn(Account who, Mechanism mechanism) {
    log.loggedIn(who.address().toString())
        .addKeyValue("protocol", protocol)
        .addKeyValue("mechanism", mechanism.wireName())
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
    log.account(null);
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
        .addKeyValue("tls", log.tls())
        .log("message accepted");
  }

  void ended(String why, int messages, int errors) {
    log.ended(why)
        .addKeyValue("protocol", protocol)
        .addKeyValue("messages", messages)
        .addKeyValue("errors", errors)
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
}

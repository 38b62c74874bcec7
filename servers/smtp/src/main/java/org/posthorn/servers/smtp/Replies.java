package org.posthorn.servers.smtp;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.delivery.Refusal;
import org.posthorn.domain.guard.Judgement;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.ForwardPath;
import org.posthorn.wire.smtp.Reply;

/// Every reply that does not come from a parser, with its codes (RFC 5321 §4.2, RFC 3463, RFC
/// 5248).
final class Replies {

  // Sessions
  static final Reply OK = Reply.of(250, "2.0.0", "OK");
  static final Reply RESET = Reply.of(250, "2.0.0", "flushed");
  static final Reply TIMED_OUT = Reply.of(421, "4.4.2", "you were silent for too long, closing");
  static final Reply SHUTTING_DOWN =
      Reply.of(421, "4.3.2", "the server is shutting down, try again in a minute");
  static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "too many errors, closing");
  static final Reply TOO_MANY_MESSAGES =
      Reply.of(421, "4.7.0", "enough messages for one connection, send the rest by another");
  static final Reply NOT_A_WEB_SERVER = Reply.of(554, "5.5.1", "this is a mail server, closing");
  static final Reply PIPELINED_TOO_EARLY =
      Reply.of(554, "5.5.0", "you must wait for the answer to this command, closing");

  // Sequence
  static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "say EHLO first");
  static final Reply LHLO_FIRST = Reply.of(503, "5.5.1", "say LHLO first");
  static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "MAIL first");
  static final Reply MAIL_ALREADY = Reply.of(503, "5.5.1", "a sender was given already");
  static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "RCPT first");
  static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "no valid recipients");
  static final Reply CHUNKS_HAVE_BEGUN =
      Reply.of(503, "5.5.1", "the message has begun with BDAT, go on with BDAT");
  static final Reply BINARY_WANTS_BDAT =
      Reply.of(503, "5.5.1", "a BINARYMIME message is sent with BDAT");

  // Commands
  static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "no such command");
  static final Reply LMTP_SAYS_LHLO = Reply.of(500, "5.5.1", "this is LMTP, say LHLO");
  static final Reply SMTP_SAYS_EHLO = Reply.of(500, "5.5.1", "this is not LMTP, say EHLO");
  static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "line too long");
  static final Reply AUTH_LINE_TOO_LONG = Reply.of(500, "5.5.6", "line too long");
  static final Reply BARE_LF = Reply.of(500, "5.5.2", "a line ends in CRLF, not in LF alone");
  static final Reply VRFY = Reply.of(252, "2.1.5", "send some mail, it will be tried");
  static final Reply NO_EXPN = Reply.of(502, "5.5.1", "lists are not shown");

  // TLS and login
  static final Reply GO_AHEAD_TLS = Reply.of(220, "2.0.0", "go ahead");
  static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
  static final Reply NO_TLS = Reply.of(502, "5.5.1", "TLS is not offered here");
  static final Reply LOGIN_FIRST = Reply.of(530, "5.7.0", "log in first");
  static final Reply LOGGED_IN = Reply.of(235, "2.7.0", "welcome");
  static final Reply LOGGED_IN_ALREADY = Reply.of(503, "5.5.1", "you are logged in already");
  static final Reply NO_LOGIN_HERE = Reply.of(502, "5.5.1", "nobody logs in here");
  static final Reply NO_LOGIN_NOW = Reply.of(503, "5.5.1", "not inside of a transaction");
  static final Reply NO_SUCH_MECHANISM = Reply.of(504, "5.5.4", "no such mechanism");
  static final Reply NEEDS_TLS =
      Reply.of(538, "5.7.11", "this mechanism needs encryption, STARTTLS first");
  static final Reply LOGIN_CANCELLED = Reply.of(501, "5.7.0", "cancelled");
  static final Reply NOT_BASE64 = Reply.of(501, "5.5.2", "not base64");
  static final Reply LOGIN_REFUSED = Reply.of(535, "5.7.8", "wrong name or password");
  static final Reply TOKEN_REFUSED = Reply.of(535, "5.7.8", "the access token is not accepted");
  static final Reply ACCOUNT_DISABLED = Reply.of(525, "5.7.13", "this account is turned off");
  static final Reply NO_LOGIN_FOR_NOW =
      Reply.of(454, "4.7.0", "this cannot be checked now, try again later");
  static final Reply TOO_MANY_LOGINS = Reply.of(421, "4.7.0", "too many failed logins, closing");

  // Senders
  static final Reply SENDER_OK = Reply.of(250, "2.1.0", "sender ok");
  static final Reply NOT_YOUR_ADDRESS =
      Reply.of(553, "5.7.1", "this is no address of the account that you logged in with");
  static final Reply NOT_YOUR_NAME =
      Reply.of(
          550,
          "5.7.1",
          "From names an address here that the account you logged in with may not use");
  static final Reply NON_ASCII_SENDER =
      Reply.of(553, "5.6.7", "an address beyond ASCII needs MAIL with SMTPUTF8");
  static final Reply RELEASED_IN_THE_PAST =
      Reply.of(501, "5.5.4", "a message cannot be held until a time that is over");
  static final Reply RELEASED_TOO_LATE =
      Reply.of(501, "5.5.4", "a message cannot be held beyond the time by which it is wanted");
  static final Reply HELD_TOO_LONG =
      Reply.of(501, "5.5.4", "a message cannot be held for so long, see FUTURERELEASE");
  static final Reply UNKNOWN_MAIL_PARAMETER =
      Reply.of(555, "5.5.4", "a parameter of MAIL that is not offered");

  // Recipients
  static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "recipient ok");
  static final Reply NON_ASCII_RECIPIENT =
      Reply.of(553, "5.6.7", "an address beyond ASCII needs MAIL with SMTPUTF8");
  static final Reply UNKNOWN_RCPT_PARAMETER =
      Reply.of(555, "5.5.4", "a parameter of RCPT that is not offered");
  static final Reply TOO_MANY_RECIPIENTS =
      Reply.of(452, "4.5.3", "too many recipients, send the message to the others separately");
  static final Reply DECIDES_ALONE =
      Reply.of(
          452,
          "4.5.3",
          "a recipient's filter may refuse this message, send it to the others separately");

  // Messages
  static final Reply START_INPUT = Reply.of(354, "end the message with a dot on a line of its own");
  static final Reply CHUNK_OK = Reply.of(250, "2.0.0", "chunk ok");
  static final Reply NUL = Reply.of(550, "5.6.0", "the message has an octet 0");
  static final Reply BARE_CR_IN_MESSAGE =
      Reply.of(550, "5.5.2", "the message has a CR without LF; lines end in CRLF");
  static final Reply BARE_LF_IN_MESSAGE =
      Reply.of(550, "5.5.2", "the message has an LF without CR; lines end in CRLF");
  static final Reply SMUGGLING =
      Reply.of(550, "5.5.2", "the message has a dot between line ends that are not CRLF");
  static final Reply MAIL_LOOP =
      Reply.of(554, "5.4.6", "the message goes round in circles: too many Received fields");

  // Our own trouble
  static final Reply FULL = Reply.of(452, "4.3.1", "no room on the server, try again later");
  static final Reply UNAVAILABLE =
      Reply.of(451, "4.3.0", "the server cannot do this now, try again later");

  private Replies() {}

  static Reply greeting(SmtpConfig config, Flavour flavour) {
    return Reply.of(
        220, (config.hostName() + " " + flavour.greetingName() + " " + config.greeting()).strip());
  }

  static Reply moved(String host) {
    return Reply.of(525, "5.7.13", "this account is at " + host + " now");
  }

  /// @param reason in words that follow "the certificate"
  static Reply badCertificate(String reason) {
    return Reply.of(535, "5.7.8", "your certificate " + reason);
  }

  static Reply goodbye(String hostName) {
    return Reply.of(221, "2.0.0", hostName + " says goodbye");
  }

  static Reply tooManyPutOff(int most) {
    return Reply.of(
        452, "4.5.3", "%d of your messages wait for their time already".formatted(most));
  }

  static Reply tooLarge(long limit) {
    return Reply.of(552, "5.3.4", "the message is larger than %d octets".formatted(limit));
  }

  static Reply headerTooLarge(long limit) {
    return Reply.of(
        552, "5.3.4", "the header of the message is larger than %d octets".formatted(limit));
  }

  static Reply lineTooLong(long limit) {
    return Reply.of(554, "5.6.0", "the message has a line of more than %d octets".formatted(limit));
  }

  static Reply accepted(String id) {
    return Reply.of(250, "2.0.0", "accepted as " + id);
  }

  /// LMTP's answer for one recipient.
  static Reply stored(Object recipient, String id) {
    return Reply.of(250, "2.1.5", "<%s> has it as %s".formatted(recipient, id));
  }

  /// The guard's refusal for now (RFC 7372 §3, RFC 7489 §10.3).
  static Reply later(Judgement.TryLater later) {
    return new Reply(451, later.code(), List.of(later.text() + "; try again later"));
  }

  /// The guard's refusal for good.
  static Reply refused(Judgement.Refuse refuse) {
    return new Reply(550, refuse.code(), List.of(refuse.text()));
  }

  static Reply refused(ForwardPath recipient, Refusal reason) {
    return refused(recipient.toString(), reason);
  }

  /// How many lines of its owner's text a filter's refusal shows; the longest are a screen.
  private static final int MOST_REJECTION_LINES = 20;

  /// A recipient's filter does not want the message (RFC 5429 §2.5).
  ///
  /// @param text of the filter; what is not ASCII cannot be said here
  static Reply rejected(String to, String text) {
    var lines = new ArrayList<String>();
    if (text.chars().allMatch(c -> c < 0x80))
      text.lines().filter(line -> !line.isBlank()).limit(MOST_REJECTION_LINES).forEach(lines::add);
    if (lines.isEmpty()) lines.add("the recipient's filter does not want this message");
    lines.set(0, to + ": " + lines.getFirst());
    return new Reply(550, EnhancedCode.of("5.7.1"), lines);
  }

  /// Why a recipient does not get the message, in words that the sender's report will show.
  ///
  /// @param to the recipient in brackets
  static Reply refused(String to, Refusal reason) {
    return switch (reason) {
      case UNKNOWN_USER -> Reply.of(550, "5.1.1", to + ": no such address here");
      case DISABLED -> Reply.of(550, "5.2.1", to + ": this address is turned off");
      case NOT_OURS -> Reply.of(550, "5.7.1", to + ": not an address of ours, relaying denied");
      case SUPPRESSED ->
          Reply.of(
              550, "5.7.1", to + ": mail to this address is forbidden here, ask the postmaster");
      case ALIAS_LOOP ->
          Reply.of(550, "5.4.6", to + ": aliases lead in a circle, tell the postmaster");
      case TOO_MANY ->
          Reply.of(550, "5.4.6", to + ": leads to too many addresses, tell the postmaster");
      case LEADS_NOWHERE ->
          Reply.of(550, "5.1.1", to + ": stands for no sender, or does not any more");
      case TAKES_REPORTS_ONLY ->
          Reply.of(550, "5.7.1", to + ": takes only reports, which come from <>");
      case TOO_MANY_REPORTS ->
          Reply.of(450, "4.2.1", to + ": too many reports, try again tomorrow");
      case LIST_CLOSED -> Reply.of(550, "5.7.2", to + ": you may not write to this list");
      case LIST_TAKES_NO_REPORTS ->
          Reply.of(550, "5.7.2", to + ": a list takes no reports, write to its owners");
      case LARGER_THAN_LIST ->
          Reply.of(552, "5.2.3", to + ": this list sends no messages of this size");
      case LIST_LOOP -> Reply.of(554, "5.4.6", to + ": this list has sent this message already");
      case FROM_ANOTHER_LIST ->
          Reply.of(550, "5.7.2", to + ": this list sends no messages of other lists");
      case OVER_QUOTA -> Reply.of(452, "4.2.2", to + ": the mailbox is full, try again later");
      case LARGER_THAN_QUOTA ->
          Reply.of(552, "5.2.3", to + ": the mailbox can never hold a message of this size");
      case MAILBOX_WORN_OUT ->
          Reply.of(452, "4.2.2", to + ": the mailbox takes no more messages, tell the postmaster");
      case REJECTED_BY_FILTER -> rejected(to, "");
      case WITH_ANOTHER ->
          Reply.of(451, "4.2.2", to + ": not now, as another recipient's mailbox is full");
    };
  }

  /// One answer for all recipients, though only one of them is the cause: always temporary, so that
  /// the others get their mail when the sender comes back.
  static Reply refusedForAll(String to, Refusal reason) {
    return switch (reason) {
      case OVER_QUOTA, LARGER_THAN_QUOTA ->
          Reply.of(
              452, "4.2.2", to + " has no room for this message; try again, others may have it");
      case UNKNOWN_USER,
          DISABLED,
          NOT_OURS,
          SUPPRESSED,
          ALIAS_LOOP,
          TOO_MANY,
          LEADS_NOWHERE,
          TAKES_REPORTS_ONLY,
          TOO_MANY_REPORTS,
          LIST_CLOSED,
          LIST_TAKES_NO_REPORTS,
          LARGER_THAN_LIST,
          LIST_LOOP,
          FROM_ANOTHER_LIST,
          MAILBOX_WORN_OUT,
          REJECTED_BY_FILTER,
          WITH_ANOTHER ->
          Reply.of(451, "4.2.0", to + " cannot have this message; try again, others may");
    };
  }
}

package org.posthorn.servers.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.delivery.Sender;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.net.LineRead.Ending;
import org.posthorn.platform.net.ReadTimeoutException;
import org.posthorn.platform.net.WriteTimeoutException;
import org.posthorn.wire.smtp.CommandParser;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;
import org.posthorn.wire.smtp.SmtpCommand;
import org.posthorn.wire.smtp.SmtpSyntaxException;

/// One connection from greeting to goodbye, on the virtual thread that it came with; nobody else
/// touches anything here.
final class SmtpSession {

  /// The first words of those who think that this is something else, or who make a browser think
  /// so.
  private static final List<String> WEB =
      List.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "HOST");

  private final SmtpServer server;
  private final Connection connection;
  private final SmtpWire wire;
  private final SessionLog log;

  private @Nullable Hello hello;
  private @Nullable Account account;
  private @Nullable Transaction transaction;
  private SaslLogins.@Nullable Channel channel;
  private int errors;
  private int failedLogins;
  private int accepted;
  private int begun;
  private boolean over;

  /// The client is one whose mail goes everywhere without a login.
  private final boolean relaying;

  SmtpSession(SmtpServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
    this.wire = new SmtpWire(connection, server.config().timeouts());
    this.log = new SessionLog(connection, server.flavour());
    this.relaying =
        server.flavour() == Flavour.SMTP
            && server.config().relayNetworks().stream()
                .anyMatch(it -> it.contains(connection.remoteAddress()));
  }

  void run() throws IOException {
    var end = "closed by the client";
    try {
      greet();
      while (!over) step();
      end = "done";
    } catch (ReadTimeoutException e) {
      end = "timed out";
      wire.write(Replies.TIMED_OUT);
    } catch (WriteTimeoutException e) {
      end = "the client does not read";
    } catch (IOException e) {
      end = "broken: " + e.getMessage();
      throw e;
    } finally {
      reset();
      log.ended(connection.isDraining() ? "shut down" : end, accepted, errors);
    }
  }

  private void greet() throws IOException {
    log.beginTranscript();
    if (wire.hasSpoken()) log.spokeEarly();
    wire.write(server.greeting());
  }

  private void step() throws IOException {
    switch (wire.readLine()) {
      case LineRead.Line(var bytes, var ending) -> {
        if (ending == Ending.CRLF) line(bytes);
        else unreadable(bytes, Replies.BARE_LF);
      }
      case LineRead.TooLong tooLong -> tooLong(tooLong.head());
      case LineRead.End _ -> end();
    }
    if (errors >= config().maxErrors() && !over) close(Replies.TOO_MANY_ERRORS);
  }

  private void line(byte[] line) throws IOException {
    try {
      obey(CommandParser.parse(line));
    } catch (SmtpSyntaxException e) {
      unreadable(line, e.reply());
    } catch (RuntimeException e) {
      reply(Failures.reply(log, e));
      if (wire.isInsideData()) over = true;
    }
  }

  private void tooLong(byte[] head) throws IOException {
    // RFC 4954 §4 has a code of its own.
    unreadable(head, begins(head, "AUTH") ? Replies.AUTH_LINE_TOO_LONG : Replies.LINE_TOO_LONG);
  }

  /// The chunk behind a BDAT whose size is not known cannot be told from commands.
  private void unreadable(byte[] line, Reply reply) throws IOException {
    reply(reply);
    if (begins(line, "BDAT")) over = true;
  }

  private static boolean begins(byte[] line, String verb) {
    int length = Math.min(verb.length(), line.length);
    return new String(line, 0, length, StandardCharsets.ISO_8859_1).equalsIgnoreCase(verb);
  }

  private void obey(SmtpCommand command) throws IOException {
    var refusal = refusal(command);
    if (refusal == null) dispatch(command);
    else if (command instanceof SmtpCommand.Bdat bdat) BdatCommand.refuse(this, bdat, refusal);
    else reply(refusal);
  }

  /// What the verb alone decides.
  private @Nullable Reply refusal(SmtpCommand command) {
    var verb = command.verb();
    if (!server.flavour().has(verb))
      return server.flavour() == Flavour.LMTP ? Replies.LMTP_SAYS_LHLO : Replies.SMTP_SAYS_EHLO;
    if (command instanceof SmtpCommand.Unknown) return null;
    var loginMissing = server.flavour().wantsLogin() && account == null;
    return loginMissing && !verb.beforeAuth() ? Replies.LOGIN_FIRST : null;
  }

  private void dispatch(SmtpCommand command) throws IOException {
    switch (command) {
      case SmtpCommand.Ehlo c -> HelloCommand.run(this, c.verb(), c.name());
      case SmtpCommand.Helo c -> HelloCommand.run(this, c.verb(), c.name());
      case SmtpCommand.Lhlo c -> HelloCommand.run(this, c.verb(), c.name());
      case SmtpCommand.StartTls _ -> StartTlsCommand.run(this);
      case SmtpCommand.Auth c -> AuthCommand.run(this, c);
      case SmtpCommand.Mail c -> MailCommand.run(this, c);
      case SmtpCommand.Rcpt c -> RcptCommand.run(this, c);
      case SmtpCommand.Data _ -> DataCommand.run(this);
      case SmtpCommand.Bdat c -> BdatCommand.run(this, c);
      case SmtpCommand.Rset _ -> {
        reset();
        reply(Replies.RESET);
      }
      case SmtpCommand.Noop _ -> reply(Replies.OK);
      case SmtpCommand.Quit _ -> close(Replies.goodbye(config().hostName()));
      case SmtpCommand.Vrfy _ -> reply(Replies.VRFY);
      case SmtpCommand.Expn _ -> reply(Replies.NO_EXPN);
      case SmtpCommand.Help _ -> reply(HelpCommand.reply(this));
      case SmtpCommand.Unknown c -> unknown(c);
    }
  }

  private void unknown(SmtpCommand.Unknown command) throws IOException {
    if (WEB.contains(command.word())) close(Replies.NOT_A_WEB_SERVER);
    else reply(Replies.UNKNOWN_COMMAND);
  }

  /// Answers; what is refused is counted and told to the log.
  void reply(Reply reply) throws IOException {
    wire.write(reply);
    if (reply.code() < 400) return;
    log.refused(reply);
    if (reply.code() >= 500) errors++;
  }

  /// The last answer of the session.
  void close(Reply reply) throws IOException {
    reply(reply);
    over = true;
  }

  /// There is no next line.
  void end() throws IOException {
    over = true;
    if (connection.isDraining()) wire.write(Replies.SHUTTING_DOWN);
  }

  /// Forgets the transaction and what it holds (RFC 5321 §4.1.1.5).
  void reset() {
    var old = transaction;
    transaction = null;
    if (old != null) old.close();
  }

  /// After STARTTLS nothing that was said before counts (RFC 3207 §4.2).
  void secured() {
    reset();
    hello = null;
    account = null;
    log.forgetAccount();
    channel = null;
  }

  void begin(Transaction begun) {
    reset();
    transaction = begun;
    this.begun++;
  }

  /// A message was accepted; it makes up for the errors before.
  void accepted() {
    accepted++;
    errors = 0;
  }

  /// Counts; returns whether the client may try again.
  boolean loginFailed() {
    return ++failedLogins < config().maxFailedLogins();
  }

  SmtpServer server() {
    return server;
  }

  SmtpServices services() {
    return server.services();
  }

  SmtpConfig config() {
    return server.config();
  }

  Connection connection() {
    return connection;
  }

  SessionLog log() {
    return log;
  }

  SmtpWire wire() {
    return wire;
  }

  @Nullable Hello hello() {
    return hello;
  }

  void hello(Hello introduced) {
    hello = introduced;
  }

  Flavour flavour() {
    return server.flavour();
  }

  /// Whether mail is sent on for this client: what that needs is offered, and its messages are
  /// completed and signed as those of our own.
  boolean sendsOn() {
    return relaying || server.flavour().sendsOn();
  }

  /// Who sends, where that is the reverse-path.
  Sender sender(ReversePath path) {
    if (account != null) return Sender.user(path, account);
    return relaying ? Sender.ofNetwork(path) : Sender.stranger(path);
  }

  @Nullable Account account() {
    return account;
  }

  void account(Account loggedIn) {
    account = loggedIn;
  }

  @Nullable Transaction transaction() {
    return transaction;
  }

  /// Transactions so far.
  int begun() {
    return begun;
  }

  /// What logins may be made of, worked out once.
  SaslLogins.Channel channel() {
    var known = channel;
    if (known == null) channel = known = SaslLogins.Channel.of(connection);
    return known;
  }
}

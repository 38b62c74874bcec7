package org.posthorn.servers.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.SaslLogins;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.SystemFlag;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.net.ReadTimeoutException;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.pop3.SessionState.Anonymous;
import org.posthorn.servers.pop3.SessionState.LoggedIn;
import org.posthorn.wire.mail.LineRendition.Headers;
import org.posthorn.wire.pop3.AfterLogin;
import org.posthorn.wire.pop3.BeforeLogin;
import org.posthorn.wire.pop3.CommandParser;
import org.posthorn.wire.pop3.InAnyState;
import org.posthorn.wire.pop3.Pop3Command;
import org.posthorn.wire.pop3.Pop3SyntaxException;
import org.posthorn.wire.pop3.Reply;

/// One POP3 connection from greeting to end (RFC 1939 §3): one virtual thread, straight-line code.
///
/// A session that ends otherwise than by QUIT deletes nothing, and says nothing where RFC 1939 §3
/// wants silence.
final class Pop3Session {

  private final Pop3Services services;
  private final Connection connection;
  private final Pop3Wire wire;
  private final SessionLog log;
  private SessionState state = new Anonymous(null);
  private Headers headers = Headers.ASCII;
  private SaslLogins.@Nullable Channel channel;
  private int badCommands;
  private int retrieved;
  private int deleted;

  Pop3Session(Pop3Services services, Connection connection) {
    this.services = services;
    this.connection = connection;
    wire = new Pop3Wire(connection);
    log = new SessionLog(connection);
  }

  Pop3Services services() {
    return services;
  }

  Connection connection() {
    return connection;
  }

  Pop3Wire wire() {
    return wire;
  }

  SessionLog log() {
    return log;
  }

  SessionState state() {
    return state;
  }

  void become(SessionState next) {
    state = next;
  }

  /// What the client understands in headers (RFC 6856 §2.1).
  Headers headers() {
    return headers;
  }

  void enableUtf8() {
    headers = Headers.UTF8;
  }

  /// After STLS nothing holds that was said before (RFC 2595 §4).
  void forget() {
    state = new Anonymous(null);
    channel = null;
  }

  /// What logins may be made of.
  SaslLogins.Channel channel() {
    var known = channel;
    if (known == null) channel = known = SaslLogins.Channel.of(connection);
    return known;
  }

  void run() throws IOException {
    log.beginTranscript();
    connection.input().idleTimeout(services.config().idleTimeout());
    connection.input().deadline(services.config().loginTimeout());
    var why = "closed by the client";
    try {
      wire.write(Reply.ok(services.config().hostName() + " POP3 server ready"));
      while (step()) {
        // Each step is a command.
      }
    } catch (SessionEnds e) {
      why = String.valueOf(e.getMessage());
      sayGoodbye(e.last());
    } catch (ReadTimeoutException _) {
      // RFC 1939 §3: without any response.
      why = state instanceof LoggedIn ? "silent for too long" : "too slow to log in";
    } catch (IOException e) {
      why = "lost: " + e.getMessage();
      throw e;
    } finally {
      leave();
      log.ended(why, retrieved, deleted);
    }
  }

  /// Reads and answers one command; false when the client has closed.
  private boolean step() throws IOException, SessionEnds {
    switch (wire.readLine()) {
      // A bare LF ends a line, too: people type commands by hand.
      case LineRead.Line(byte[] line, _) -> answer(line);
      case LineRead.TooLong _ -> bad(Replies.LINE_TOO_LONG);
      case LineRead.End _ -> {
        if (connection.isDraining()) throw new SessionEnds("shutting down");
        return false;
      }
    }
    if (badCommands >= services.config().maxBadCommands())
      throw new SessionEnds(Replies.TOO_MUCH_NONSENSE);
    return true;
  }

  private void answer(byte[] line) throws IOException, SessionEnds {
    if (CommandParser.isSecret(line)) wire.concealLastLine();
    if (state instanceof LoggedIn in) {
      if (in.hold().isLost()) throw new SessionEnds(Replies.TAKEN_OVER);
      in.hold().alive();
    }
    try {
      answer(CommandParser.parse(line));
    } catch (Pop3SyntaxException e) {
      bad(e.reply());
    }
  }

  /// The one place where what goes wrong becomes a reply.
  private void answer(Pop3Command command) throws IOException, SessionEnds {
    @Nullable Reply reply;
    try {
      reply = dispatch(command);
    } catch (CommandRejected e) {
      reply = e.reply();
    } catch (StorageException e) {
      reply = failed(command.keyword(), e);
    } catch (RuntimeException e) {
      log.bug(command.keyword(), e);
      reply = Replies.OUR_BUG;
    }
    if (reply == null) return;
    if (wire.isInsideResponse()) throw new IOException("a response could not be finished");
    if (isBad(reply)) bad(reply);
    else write(reply);
  }

  /// What only a broken or hostile client hears.
  private static boolean isBad(Reply reply) {
    return reply.equals(Replies.WRONG_LOGIN)
        || reply.equals(Replies.TOKEN_REFUSED)
        || reply.equals(Replies.LOG_IN_FIRST)
        || reply.equals(Replies.LOGGED_IN_ALREADY)
        || reply.equals(Replies.USER_FIRST)
        || reply.equals(Replies.NOT_BASE64);
  }

  private void bad(Reply reply) throws IOException {
    badCommands++;
    log.refused(reply);
    wire.write(reply);
  }

  private void write(Reply reply) throws IOException {
    // Naming users over and over is no progress.
    if (reply.fine() && state instanceof LoggedIn) badCommands = 0;
    if (!reply.fine()) log.refused(reply);
    wire.write(reply);
  }

  /// The reply to a command that the store has failed; the log says more.
  Reply failed(String command, StorageException e) {
    return switch (e) {
      case StorageException.Full _ -> {
        log.storeFailed(command, e);
        yield Replies.STORE_FULL;
      }
      case StorageException.Unavailable _ -> {
        log.storeFailed(command, e);
        yield Replies.STORE_UNAVAILABLE;
      }
      case StorageException.Damaged _ -> {
        log.bug(command, e);
        yield Replies.DAMAGED;
      }
      default -> {
        log.bug(command, e);
        yield Replies.OUR_BUG;
      }
    };
  }

  /// No reply where the command has answered by itself.
  private @Nullable Reply dispatch(Pop3Command command)
      throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case InAnyState c -> inAnyState(c);
      case BeforeLogin c when state instanceof Anonymous anonymous -> beforeLogin(anonymous, c);
      case BeforeLogin _ -> Replies.LOGGED_IN_ALREADY;
      case AfterLogin c when state instanceof LoggedIn in -> afterLogin(in.maildrop(), c);
      case AfterLogin _ -> Replies.LOG_IN_FIRST;
    };
  }

  private @Nullable Reply inAnyState(InAnyState command) throws IOException, SessionEnds {
    return switch (command) {
      case InAnyState.Capa _ -> CapaCommand.run(this);
      case InAnyState.Lang c -> LangCommand.run(this, c);
      case InAnyState.Quit _ -> QuitCommand.run(this);
    };
  }

  private @Nullable Reply beforeLogin(Anonymous anonymous, BeforeLogin command)
      throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case BeforeLogin.User c -> UserCommand.run(this, c);
      case BeforeLogin.Pass c -> PassCommand.run(this, anonymous, c);
      case BeforeLogin.Apop _ -> Replies.NO_APOP;
      case BeforeLogin.Auth c -> AuthCommand.run(this, c);
      case BeforeLogin.AuthMechanisms _ -> AuthCommand.list(this);
      case BeforeLogin.Stls _ -> StlsCommand.run(this);
      case BeforeLogin.Utf8 _ -> {
        enableUtf8();
        yield Replies.UTF8_ON;
      }
    };
  }

  private @Nullable Reply afterLogin(Maildrop maildrop, AfterLogin command)
      throws IOException, CommandRejected {
    return switch (command) {
      case AfterLogin.Stat _ -> StatCommand.run(maildrop);
      case AfterLogin.ListSizes c -> ListCommand.run(this, maildrop, c);
      case AfterLogin.Uidl c -> UidlCommand.run(this, maildrop, c);
      case AfterLogin.Retr c -> RetrCommand.run(this, maildrop, c);
      case AfterLogin.Top c -> TopCommand.run(this, maildrop, c);
      case AfterLogin.Dele c -> DeleCommand.run(maildrop, c);
      case AfterLogin.Noop _ -> Replies.FINE;
      case AfterLogin.Rset _ -> RsetCommand.run(maildrop);
    };
  }

  /// From now on somebody is there.
  void loggedIn(LoggedIn in) {
    state = in;
    badCommands = 0;
    connection.input().clearDeadline();
    log.loggedIn(in);
  }

  /// A multi-line response is on its way: its client takes it, or another session takes over.
  void progress() throws IOException {
    if (!(state instanceof LoggedIn in)) return;
    if (in.hold().isLost()) throw new IOException("another session has taken over");
    in.hold().alive();
  }

  /// Counts for the log.
  void deleted(int messages) {
    deleted += messages;
  }

  /// Gives the maildrop back. What was retrieved is seen, however the session ends.
  void leave() {
    if (!(state instanceof LoggedIn in)) return;
    retrieved += in.maildrop().retrievedCount();
    try {
      if (services.config().markSeen()) markSeen(in.maildrop());
    } finally {
      in.hold().release();
      state = new Anonymous(null);
    }
  }

  private void markSeen(Maildrop maildrop) {
    var read = maildrop.read();
    if (read.isEmpty()) return;
    try {
      var edit = new FlagEdit(FlagChange.ADD, Flags.of(SystemFlag.SEEN));
      services.mail().messages().storeFlags(maildrop.where(), read, edit);
    } catch (StorageException e) {
      log.storeFailed("marking as seen", e);
    }
  }

  private void sayGoodbye(@Nullable Reply last) {
    if (wire.isInsideResponse()) return;
    try {
      if (last != null) wire.write(last);
      wire.flush();
    } catch (IOException e) {
      log.farewellLost(e);
    }
  }
}

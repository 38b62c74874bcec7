package org.posthorn.servers.managesieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ReadTimeoutException;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.managesieve.CommandReader.Incoming;
import org.posthorn.servers.managesieve.SessionState.Anonymous;
import org.posthorn.servers.managesieve.SessionState.LoggedIn;
import org.posthorn.wire.managesieve.ManageSieveCommand;
import org.posthorn.wire.managesieve.ManageSieveCommand.AfterLogin;
import org.posthorn.wire.managesieve.ManageSieveCommand.BeforeLogin;
import org.posthorn.wire.managesieve.ManageSieveCommand.InAnyState;
import org.posthorn.wire.managesieve.Reply;
import org.posthorn.wire.managesieve.Reply.Condition;

/// One ManageSieve connection from greeting to end (RFC 5804): one virtual thread, straight-line
/// code.
final class ManageSieveSession {

  private final ManageSieveServices services;
  private final Connection connection;
  private final SessionLog log;
  private SessionState state = new Anonymous();
  private int badCommands;

  ManageSieveSession(ManageSieveServices services, Connection connection) {
    this.services = services;
    this.connection = connection;
    log = new SessionLog(connection);
  }

  ManageSieveServices services() {
    return services;
  }

  Connection connection() {
    return connection;
  }

  SessionLog log() {
    return log;
  }

  SessionState state() {
    return state;
  }

  CommandReader reader() {
    return new CommandReader(connection, state instanceof LoggedIn);
  }

  void run() throws IOException {
    log.beginTranscript();
    connection.input().idleTimeout(services.config().idleTimeout());
    connection.input().deadline(services.config().loginTimeout());
    var why = "closed by the client";
    try {
      greet();
      while (step()) {
        // Each step is a command.
      }
    } catch (SessionEnds e) {
      why = e.bye().text();
      sayGoodbye(e.bye());
    } catch (ReadTimeoutException _) {
      var bye = state instanceof LoggedIn ? Replies.SILENT : Replies.TOO_SLOW_TO_LOG_IN;
      why = bye.text();
      sayGoodbye(bye);
    } catch (IOException e) {
      why = "lost: " + e.getMessage();
      throw e;
    } finally {
      leave();
      log.ended(why);
    }
  }

  private void greet() throws IOException {
    for (var line : Capabilities.of(this)) line(line);
    send(Reply.ok(services.config().hostName() + " ManageSieve server ready"));
    connection.output().flush();
  }

  /// Reads and answers one command; false when the client has closed.
  private boolean step() throws IOException, SessionEnds {
    switch (reader().command()) {
      case Incoming.Command(var command) -> answer(command);
      case Incoming.Refused(var reply) -> answer(reply);
      case Incoming.Ended _ -> {
        if (connection.isDraining()) throw new SessionEnds(Replies.SHUTTING_DOWN);
        return false;
      }
    }
    if (badCommands >= services.config().maxBadCommands())
      throw new SessionEnds(Replies.TOO_MUCH_NONSENSE);
    if (!connection.input().hasBuffered()) connection.output().flush();
    return true;
  }

  /// The one place where what goes wrong becomes a reply.
  private void answer(ManageSieveCommand command) throws IOException, SessionEnds {
    Reply reply;
    try {
      reply = dispatch(command);
    } catch (CommandRejected e) {
      reply = e.reply();
    } catch (StorageException e) {
      log.storeFailed(command.name(), e);
      reply = Replies.STORE_UNAVAILABLE;
    } catch (RuntimeException e) {
      log.bug(command.name(), e);
      reply = Replies.OUR_BUG;
    }
    answer(reply);
  }

  private void answer(Reply reply) throws IOException {
    boolean fine = reply.condition() == Condition.OK;
    if (fine) badCommands = 0;
    else {
      badCommands++;
      log.refused(reply);
    }
    send(reply);
  }

  private Reply dispatch(ManageSieveCommand command)
      throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case InAnyState c -> inAnyState(c);
      case BeforeLogin c when state instanceof Anonymous -> beforeLogin(c);
      case BeforeLogin _ -> Replies.ALREADY_LOGGED_IN;
      case AfterLogin c when state instanceof LoggedIn in -> afterLogin(in, c);
      case AfterLogin _ -> Replies.LOG_IN_FIRST;
    };
  }

  private Reply inAnyState(InAnyState command) throws IOException, SessionEnds {
    return switch (command) {
      case ManageSieveCommand.Capability _ -> {
        for (var line : Capabilities.of(this)) line(line);
        yield Reply.ok("");
      }
      case ManageSieveCommand.Noop(var tag) ->
          tag == null ? Reply.ok("Done.") : Reply.ok("TAG " + Reply.string(tag), "Done.");
      case ManageSieveCommand.Logout _ -> throw new SessionEnds(Replies.LOGGING_OUT);
    };
  }

  private Reply beforeLogin(BeforeLogin command) throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case ManageSieveCommand.StartTls _ -> StartTlsCommand.run(this);
      case ManageSieveCommand.Authenticate c -> AuthenticateCommand.run(this, c);
    };
  }

  private Reply afterLogin(LoggedIn login, AfterLogin command) throws IOException, CommandRejected {
    if (command instanceof ManageSieveCommand.Unauthenticate) return unauthenticate();
    var scripts = new ScriptCommands(this, current(login));
    return switch (command) {
      case ManageSieveCommand.HaveSpace c -> scripts.haveSpace(c);
      case ManageSieveCommand.PutScript c -> scripts.put(c);
      case ManageSieveCommand.CheckScript c -> scripts.check(c);
      case ManageSieveCommand.ListScripts _ -> scripts.list();
      case ManageSieveCommand.SetActive c -> scripts.activate(c);
      case ManageSieveCommand.GetScript c -> scripts.get(c);
      case ManageSieveCommand.DeleteScript c -> scripts.delete(c);
      case ManageSieveCommand.RenameScript c -> scripts.rename(c);
      case ManageSieveCommand.Unauthenticate _ -> unauthenticate();
    };
  }

  /// The account may have been removed or disabled since the login.
  private MailAccount current(LoggedIn login) throws CommandRejected {
    var account = services.directory().accounts().find(login.id());
    if (account == null || !account.enabled()) throw new CommandRejected(Replies.DISABLED);
    return MailAccount.of(account);
  }

  /// RFC 5804 §2.14.1.
  private Reply unauthenticate() {
    leave();
    state = new Anonymous();
    connection.input().deadline(services.config().loginTimeout());
    return Reply.ok("Nobody is logged in.");
  }

  void loggedIn(LoggedIn login) {
    state = login;
    log.loggedIn(login.name());
    connection.input().clearDeadline();
  }

  private void leave() {
    if (state instanceof LoggedIn(var id, var _)) services.connections().leave(id);
  }

  /// A line of an answer, without its end.
  void line(String text) throws IOException {
    write((text + "\r\n").getBytes(UTF_8));
  }

  void send(Reply reply) throws IOException {
    write(reply.encode());
  }

  private void write(byte[] octets) throws IOException {
    connection.output().write(octets, 0, octets.length);
  }

  private void sayGoodbye(Reply bye) {
    try {
      send(bye);
      connection.output().flush();
    } catch (IOException e) {
      log.farewellLost(e);
    }
  }
}

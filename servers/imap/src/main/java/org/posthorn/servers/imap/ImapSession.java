package org.posthorn.servers.imap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.Rights;
import org.posthorn.platform.net.CompressionException;
import org.posthorn.platform.net.Connection;
import org.posthorn.platform.net.ReadTimeoutException;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.imap.SessionState.Anonymous;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.servers.imap.SessionState.LoggedIn;
import org.posthorn.servers.imap.SessionState.Selected;
import org.posthorn.servers.imap.Updates.Expunges;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.BeforeLogin;
import org.posthorn.wire.imap.CommandLimits;
import org.posthorn.wire.imap.Condition;
import org.posthorn.wire.imap.ImapCommand;
import org.posthorn.wire.imap.InAnyState;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;
import org.posthorn.wire.imap.ResponseCode;
import org.posthorn.wire.imap.StatusResponses;
import org.posthorn.wire.imap.Tag;
import org.posthorn.wire.imap.TaggedCommand;
import org.posthorn.wire.imap.WithMailbox;

/// One IMAP connection from greeting to end (RFC 9051 §3): one virtual thread, straight-line code.
/// While [News] may be told a second thread waits for input.
final class ImapSession {

  /// Octets of a refused literal that are read off before login.
  private static final long READ_OFF_BEFORE_LOGIN = 64 * 1024;

  private final ImapServices services;
  private final Connection connection;
  private final ImapWire wire;
  private final SessionLog log;
  private Enabled enabled = new Enabled();
  private SessionState state = new Anonymous();
  private final News news = new News(this);
  private @Nullable Progress progress;
  private int badCommands;

  /// Whether this command has asked for the rights at the selected mailbox.
  private boolean rightsAsked;

  ImapSession(ImapServices services, Connection connection) {
    this.services = services;
    this.connection = connection;
    wire = new ImapWire(connection);
    log = new SessionLog(connection);
  }

  ImapServices services() {
    return services;
  }

  Connection connection() {
    return connection;
  }

  ImapWire wire() {
    return wire;
  }

  SessionLog log() {
    return log;
  }

  Enabled enabled() {
    return enabled;
  }

  SessionState state() {
    return state;
  }

  /// How far the command under way is; absent while there is none.
  @Nullable Progress progress() {
    return progress;
  }

  /// What is told without being asked for.
  News news() {
    return news;
  }

  void become(SessionState next) {
    state = next;
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
      var bye = state instanceof Known ? Replies.SILENT : Replies.TOO_SLOW_TO_LOG_IN;
      why = bye.text();
      sayGoodbye(bye);
    } catch (CompressionException e) {
      why = String.valueOf(e.getMessage());
      sayGoodbye(Replies.NOT_COMPRESSED);
    } catch (IOException e) {
      why = "lost: " + e.getMessage();
      throw e;
    } finally {
      leave();
      log.ended(why);
    }
  }

  private void greet() throws IOException {
    var capabilities = new ResponseCode.Capabilities(Capabilities.of(this));
    wire.untagged(Reply.ok(capabilities, services.config().hostName() + " IMAP server ready"));
    wire.flush();
  }

  /// Reads and answers one command; false when the client has closed.
  private boolean step() throws IOException, SessionEnds {
    rightsAsked = false;
    if (news.isOn()) news.untilNextCommand();
    rightsAsked = false;
    try (var appends = state instanceof Known known ? new AppendReception(this, known) : null) {
      switch (reader(appends).read()) {
        case Incoming.Command(var tagged) -> answer(tagged, appends);
        case Incoming.Refused(var tag, var reply) -> answer(tag, reply);
        case Incoming.Flood _ -> throw new SessionEnds(Replies.FLOOD);
        case Incoming.Ended _ -> {
          if (connection.isDraining()) throw new SessionEnds(Replies.SHUTTING_DOWN);
          return false;
        }
      }
    }
    if (badCommands >= services.config().maxBadCommands())
      throw new SessionEnds(Replies.TOO_MUCH_NONSENSE);
    wire.commandEnds();
    return true;
  }

  private CommandReader reader(@Nullable AppendReception appends) {
    return state instanceof Anonymous
        ? new CommandReader(
            wire, CommandLimits.BEFORE_LOGIN, enabled.mode(), null, READ_OFF_BEFORE_LOGIN)
        : new CommandReader(
            wire,
            CommandLimits.AFTER_LOGIN,
            enabled.mode(),
            appends,
            2 * services.config().appendLimit());
  }

  /// The one place where what goes wrong becomes a reply.
  private void answer(TaggedCommand tagged, @Nullable AppendReception appends)
      throws IOException, SessionEnds {
    var command = tagged.command();
    progress = new Progress(tagged.tag(), services.clock(), this::tell);
    @Nullable Reply reply;
    try {
      reply = dispatch(tagged.tag(), command, appends);
    } catch (CommandRejected e) {
      reply = e.reply();
    } catch (StorageException e) {
      reply = failed(command.name(), e);
    } catch (RuntimeException e) {
      log.bug(command.name(), e);
      reply = Replies.OUR_BUG;
    } finally {
      progress = null;
    }
    if (reply != null) answer(tagged.tag(), reply);
  }

  private void tell(ResponseCode.InProgress state) throws IOException {
    wire.untagged(Reply.ok(state, "Still at it"));
    wire.flush();
  }

  private void answer(@Nullable Tag tag, Reply reply) throws IOException, SessionEnds {
    boolean fine = reply.condition() == Condition.OK;
    if (!fine) log.refused(reply);
    boolean countsAsBad =
        reply.condition() == Condition.BAD
            || ResponseCode.Plain.AUTHENTICATIONFAILED.equals(reply.code());
    if (countsAsBad) badCommands++;
    else if (fine) badCommands = 0;
    if (!wire.abandonResponse()) throw new IOException("a response could not be finished");
    wire.tagged(tag, reply);
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

  private @Nullable Reply dispatch(Tag tag, ImapCommand command, @Nullable AppendReception appends)
      throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case InAnyState c -> inAnyState(c, tag);
      case BeforeLogin c when state instanceof Anonymous -> beforeLogin(c, tag);
      case BeforeLogin _ -> Replies.ALREADY_LOGGED_IN;
      case AfterLogin c when state instanceof Known known && appends != null -> {
        var reply = afterLogin(known, c, tag, appends);
        if (state.equals(known)) update(NumberedBy.SEQUENCE);
        yield reply;
      }
      case WithMailbox c when state instanceof Selected selected && appends != null ->
          withMailbox(selected, c, tag, appends);
      case WithMailbox _ when state instanceof LoggedIn -> Replies.SELECT_FIRST;
      case AfterLogin _, WithMailbox _ -> Replies.LOG_IN_FIRST;
    };
  }

  private Reply inAnyState(InAnyState command, Tag tag) throws IOException, SessionEnds {
    var reply = Replies.completed(command.name());
    switch (command) {
      case InAnyState.Capability _ -> {
        StatusResponses.capability(wire.out(), Capabilities.of(this));
        wire.responseEnds();
      }
      case InAnyState.Id id -> IdCommand.run(this, id);
      case InAnyState.Language language -> reply = LanguageCommand.run(this, language);
      case InAnyState.Noop _ -> {}
      case InAnyState.Logout _ -> LogoutCommand.run(this, tag);
    }
    update(NumberedBy.SEQUENCE);
    return reply;
  }

  /// No reply where the command has answered by itself.
  private @Nullable Reply beforeLogin(BeforeLogin command, Tag tag)
      throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case BeforeLogin.StartTls _ -> {
        StartTlsCommand.run(this, tag);
        yield null;
      }
      case BeforeLogin.Authenticate c -> AuthenticateCommand.run(this, c);
      case BeforeLogin.Login c -> LoginCommand.run(this, c);
    };
  }

  /// No reply where the command has answered by itself.
  private @Nullable Reply afterLogin(
      Known known, AfterLogin command, Tag tag, AppendReception appends)
      throws IOException, CommandRejected, SessionEnds {
    return switch (command) {
      case AfterLogin.NotifySet c -> NotifyCommand.run(this, known, c);
      case AfterLogin.NotifyNone c -> NotifyCommand.run(this, c);
      case AfterLogin.Compress c -> {
        CompressCommand.run(this, c, tag);
        yield null;
      }
      case AfterLogin.Unauthenticate c -> {
        UnauthenticateCommand.run(this, known, c, tag);
        yield null;
      }
      case AfterLogin.ResetKey c -> UrlAuthCommands.run(this, known, c);
      case AfterLogin.GenUrlAuth c -> UrlAuthCommands.run(this, known, c);
      case AfterLogin.UrlFetch c -> UrlAuthCommands.run(this, known, c);
      case AfterLogin.Enable c -> EnableCommand.run(this, c);
      case AfterLogin.Select c -> SelectCommand.run(this, known, c);
      case AfterLogin.Examine c -> SelectCommand.run(this, known, c);
      case AfterLogin.Create c -> CreateCommand.run(this, known, c);
      case AfterLogin.Delete c -> DeleteCommand.run(this, known, c);
      case AfterLogin.Rename c -> RenameCommand.run(this, known, c);
      case AfterLogin.Subscribe c -> SubscribeCommand.run(this, known, c);
      case AfterLogin.Unsubscribe c -> SubscribeCommand.run(this, known, c);
      case AfterLogin.ListMailboxes c -> ListCommand.run(this, known, c);
      case AfterLogin.Lsub c -> LsubCommand.run(this, known, c);
      case AfterLogin.Namespace _ -> NamespaceCommand.run(this);
      case AfterLogin.Comparator c -> ComparatorCommand.run(this, c);
      case AfterLogin.Status c -> StatusCommand.run(this, known, c);
      case AfterLogin.MultiSearch c -> {
        if (enabled.isUidOnly() && UidOnly.names(c.key())) yield Replies.UID_REQUIRED;
        if (known instanceof Selected(var _, var mailbox)) refreshRights(mailbox);
        yield MultiSearchCommand.run(this, known, c, tag);
      }
      case AfterLogin.Append c -> AppendCommand.run(this, known, c, appends);
      case AfterLogin.Idle _ -> IdleCommand.run(this);
      case AfterLogin.GetMetadata c -> MetadataCommands.run(this, known, c);
      case AfterLogin.SetMetadata c -> MetadataCommands.run(this, known, c);
      case AfterLogin.GetQuota c -> QuotaCommands.run(this, known, c);
      case AfterLogin.GetQuotaRoot c -> QuotaCommands.run(this, known, c);
      case AfterLogin.SetQuota c -> QuotaCommands.run(this, known, c);
      case AfterLogin.SetAcl c -> AclCommands.run(this, known, c);
      case AfterLogin.DeleteAcl c -> AclCommands.run(this, known, c);
      case AfterLogin.GetAcl c -> AclCommands.run(this, known, c);
      case AfterLogin.ListRights c -> AclCommands.run(this, known, c);
      case AfterLogin.MyRights c -> AclCommands.run(this, known, c);
    };
  }

  private Reply withMailbox(
      Selected selected, WithMailbox command, Tag tag, AppendReception appends)
      throws IOException, CommandRejected, SessionEnds {
    if (enabled.isUidOnly() && UidOnly.refuses(command)) return Replies.UID_REQUIRED;
    refreshRights(selected.mailbox());
    return switch (command) {
      case WithMailbox.Check c -> {
        update(NumberedBy.SEQUENCE);
        yield Replies.completed(c.name());
      }
      case WithMailbox.Close _ -> CloseCommand.run(this, selected);
      case WithMailbox.Unselect c -> {
        deselect();
        yield Replies.completed(c.name());
      }
      case WithMailbox.Expunge c -> ExpungeCommand.run(this, selected, c);
      case WithMailbox.Search c -> SearchCommand.run(this, selected, c, tag);
      case WithMailbox.Sort c -> SortCommand.run(this, selected, c, tag);
      case WithMailbox.ThreadMessages c -> ThreadCommand.run(this, selected, c);
      case WithMailbox.CancelUpdate c -> CancelUpdateCommand.run(selected, c);
      case WithMailbox.Fetch c -> FetchCommand.run(this, selected, c);
      case WithMailbox.Store c -> StoreCommand.run(this, selected, c);
      case WithMailbox.Copy c -> CopyCommand.run(this, selected, c);
      case WithMailbox.Move c -> MoveCommand.run(this, selected, c);
      case WithMailbox.Replace c -> ReplaceCommand.run(this, selected, c, appends);
    };
  }

  /// Tells everything that changed in the selected mailbox, if there is one.
  void update(NumberedBy by) throws IOException, SessionEnds {
    if (!(state instanceof Selected(var _, var mailbox))) return;
    refreshRights(mailbox);
    new Updates(this, mailbox, by).tell(Expunges.TELL, Updates.Known.NOTHING);
  }

  /// The same, whatever NOTIFY says: the command is there to tell it.
  void tellEverything(NumberedBy by) throws IOException, SessionEnds {
    if (!(state instanceof Selected(var _, var mailbox))) return;
    refreshRights(mailbox);
    new Updates(this, mailbox, by).tellEverything();
  }

  /// What has changed by now in the selected mailbox, if there is one, while nothing is asked.
  void tellSelected(Updates.Expunges expunges, NumberedBy by) throws IOException, SessionEnds {
    if (!(state instanceof Selected(var _, var mailbox))) return;
    rightsAsked = false;
    refreshRights(mailbox);
    new Updates(this, mailbox, by).tell(expunges, Updates.Known.NOTHING);
  }

  /// Rights at another's mailbox may be taken away while it is selected; each command asks once.
  private void refreshRights(SelectedMailbox mailbox) throws SessionEnds {
    if (rightsAsked || mailbox.household().isOwn()) return;
    rightsAsked = true;
    var household = services.sharing().again(mailbox.household());
    var rights =
        household == null
            ? Rights.NONE
            : services.sharing().access(household).rights(mailbox.where().mailbox());
    if (!rights.has(Rights.Right.READ)) throw new SessionEnds(Replies.MAY_READ_NO_MORE);
    mailbox.rights(rights);
  }

  /// From now on `login` is there.
  void loggedIn(SessionState.Login login) {
    state = new LoggedIn(login);
    log.loggedIn(login);
    wire.loggedIn();
  }

  /// From now on nobody is there (RFC 8437 §3).
  void loggedOut(Known known) {
    deselect();
    news.forget();
    services.connections().leave(known.login().id());
    state = new Anonymous();
    enabled = new Enabled();
    log.loggedOut();
    wire.loggedOut();
    connection.input().deadline(services.config().loginTimeout());
  }

  /// Leaves the selected mailbox, if there is one; nothing is expunged.
  void deselect() {
    if (!(state instanceof Selected(var login, var mailbox))) return;
    state = new LoggedIn(login);
    news.left(mailbox);
    // What arrived while this session looked on has been shown as recent to somebody now.
    int shown = mailbox.told().uidNext();
    if (!mailbox.isReadOnly() && !enabled.isRev2() && mailbox.claimedUpTo() < shown)
      services.mail().mailboxes().claimRecent(mailbox.where(), shown);
  }

  private void leave() {
    try {
      news.close();
      deselect();
    } catch (StorageException e) {
      log.storeFailed("leaving", e);
    } finally {
      if (state instanceof Known known) services.connections().leave(known.login().id());
    }
  }

  private void sayGoodbye(Reply bye) {
    try {
      if (!wire.abandonResponse()) return;
      if (!bye.equals(Replies.LOGGING_OUT)) wire.untagged(asBye(bye));
      wire.flush();
    } catch (IOException e) {
      log.farewellLost(e);
    }
  }

  private static Reply asBye(Reply reply) {
    return reply.condition() == Condition.BYE
        ? reply
        : new Reply(Condition.BYE, reply.code(), reply.text());
  }
}

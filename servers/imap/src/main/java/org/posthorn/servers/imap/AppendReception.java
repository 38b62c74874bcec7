package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.domain.mailbox.QuotaUse;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.imap.AppendParser;
import org.posthorn.wire.imap.Literal;
import org.posthorn.wire.imap.MailboxName;

/// Takes the messages of one APPEND as they arrive: refuses before a message is sent what could not
/// be stored after it (RFC 9051 §6.3.12, RFC 7889), spools the rest. Lives for one command, on the
/// session's thread.
final class AppendReception implements AutoCloseable {

  /// In one command; each may take 256 KiB of memory.
  private static final int MOST_MESSAGES = 200;

  /// All messages of one command together, as a multiple of the largest one.
  private static final int MOST_LARGEST = 8;

  private final ImapSession session;
  private final SessionState.Known state;
  private final List<SpooledMessage> messages = new ArrayList<>();
  private @Nullable Place target;

  /// Whose mailbox that is, and what was in his account when the command began.
  private @Nullable MailAccount account;

  private @Nullable QuotaUse use;
  private long octets;

  /// The message under way, and its octets so far.
  private int number;

  private long messageOctets;
  private final List<Spool> spools = new ArrayList<>();

  AppendReception(ImapSession session, SessionState.Known state) {
    this.session = session;
    this.state = state;
  }

  /// A message on its way into a spool. What goes wrong with the spool shows in [#failure] when the
  /// message is over, because its octets come in any case.
  static final class SpooledMessage implements Literal, ImapWire.LiteralSink {
    private final Spool spool;
    private final long size;
    private final boolean binary;
    private @Nullable IOException failure;
    private boolean hasNul;

    SpooledMessage(Spool spool, long size, boolean binary) {
      this.spool = spool;
      this.size = size;
      this.binary = binary;
    }

    void receive(ImapWire wire) throws IOException {
      wire.readLiteral(size, this);
    }

    @Override
    public void take(byte[] from, int offset, int length) {
      if (failure != null) return;
      for (int i = offset; !binary && !hasNul && i < offset + length; i++) hasNul = from[i] == 0;
      try {
        spool.write(from, offset, length);
      } catch (IOException e) {
        failure = e;
      }
    }

    @Override
    public long size() {
      return size;
    }

    Spool spool() {
      return spool;
    }

    /// Refuses what is not all there, and a NUL that only a literal8 may have (RFC 9051 §4.3.1).
    void check() throws CommandRejected {
      if (failure != null) throw AppendCommand.spoolFailed(failure);
      if (hasNul) throw new CommandRejected(Replies.NUL_IN_LITERAL);
    }
  }

  /// Where the message goes that a client is about to send.
  SpooledMessage expect(AppendParser.Announcement announced) throws CommandRejected {
    try {
      return accepted(announced);
    } catch (StorageException e) {
      throw new CommandRejected(session.failed("APPEND", e));
    }
  }

  private SpooledMessage accepted(AppendParser.Announcement announced) throws CommandRejected {
    var services = session.services();
    var size = announced.marker().size();
    var limit = services.config().appendLimit();
    var to = target(announced.mailbox());
    if (announced.replaces()) requireSelected();
    if (announced.number() != number) messageOctets = 0;
    number = announced.number();
    messageOctets += Math.min(size, limit + 1);
    if (messageOctets > limit) throw new CommandRejected(Replies.MESSAGE_TOO_BIG);
    if (size == 0 && !announced.catenated()) throw new CommandRejected(Replies.EMPTY_MESSAGE);
    if (messages.size() == MOST_MESSAGES || octets + size > limit * MOST_LARGEST)
      throw new CommandRejected(Replies.TOO_MANY_MESSAGES);
    octets += size;
    // What REPLACE takes away is known when everything is here (RFC 8508 §3.4).
    if (!announced.replaces() && !fits(account(to), number))
      throw new CommandRejected(Replies.OVER_QUOTA);
    var message = new SpooledMessage(spool(size), size, announced.marker().binary());
    messages.add(message);
    return message;
  }

  /// Whether what is here now would fit; the store asks again when all of it is.
  private boolean fits(MailAccount owner, int count) {
    if (owner.limit().equals(QuotaLimit.NONE)) return true;
    var known = use;
    if (known == null) {
      known = session.services().mail().mailboxes().use(owner);
      use = known;
    }
    return owner.limit().allows(known, octets, count);
  }

  /// The account of the target, looked up once a command.
  MailAccount account(Place to) throws CommandRejected {
    var known = account;
    if (known != null) return known;
    var found = Accounts.current(session.services(), to.household());
    account = found;
    return found;
  }

  private void requireSelected() throws CommandRejected {
    if (!(session.state() instanceof SessionState.Selected(var _, var mailbox)))
      throw new CommandRejected(Replies.SELECT_FIRST);
    mailbox.requireWritable();
  }

  /// A place for a message that ends with the command.
  Spool spool(long limit) {
    var spool = session.services().spools().apply(limit);
    spools.add(spool);
    return spool;
  }

  /// Where the messages go; found when the first literal came, if one came at all.
  Place target(MailboxName name) throws CommandRejected {
    var known = target;
    if (known != null) return known;
    var place = Names.target(session.services(), state.login(), name);
    target = place;
    return place;
  }

  @Override
  public void close() {
    for (var spool : spools) {
      try {
        spool.close();
      } catch (IOException e) {
        session.log().storeFailed("APPEND", e);
      }
    }
  }
}

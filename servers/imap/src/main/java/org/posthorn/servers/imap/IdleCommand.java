package org.posthorn.servers.imap;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxId;
import org.posthorn.platform.net.LineRead;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.servers.imap.SessionState.Known;
import org.posthorn.servers.imap.SessionState.Selected;
import org.posthorn.wire.imap.AfterLogin;
import org.posthorn.wire.imap.NumberedBy;
import org.posthorn.wire.imap.Reply;

/// IDLE (RFC 9051 §6.3.13, RFC 2177). The session's thread waits for events and writes; a second
/// thread reads one line, which ends IDLE whatever it is.
final class IdleCommand {

  private static final int MOST_OCTETS = 1024;
  private static final Reply STILL_HERE = Reply.ok("Still here");
  private static final Reply NOT_DONE = Reply.bad("DONE expected");

  private final ImapSession session;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /// Whether a hint waits in the queue: more than one says no more.
  private final AtomicBoolean hinted = new AtomicBoolean();

  private IdleCommand(ImapSession session) {
    this.session = session;
  }

  /// What IDLE waits for.
  private sealed interface Event {
    /// Something may have changed in the mailbox.
    record Hint() implements Event {}

    record Read(LineRead line) implements Event {}

    record Failed(IOException cause) implements Event {}
  }

  static Reply run(ImapSession session, Known state) throws IOException, SessionEnds {
    var idle = new IdleCommand(session);
    var where = state instanceof Selected(var _, var selected) ? selected.where() : null;
    var mailbox = where == null ? null : where.mailbox();
    var account = where == null ? state.login().account() : where.account();
    try (var _ =
        session
            .services()
            .mail()
            .changes()
            .subscribe(account, changed -> idle.hint(changed, mailbox))) {
      // What changed before the subscription is told at once.
      session.update(NumberedBy.SEQUENCE);
      session.wire().continuation("Idling");
      return idle.await();
    }
  }

  /// Called on the thread of whoever made a change.
  private void hint(MailboxId changed, @Nullable MailboxId selected) {
    if (changed.equals(selected) && !hinted.getAndSet(true)) events.add(new Event.Hint());
  }

  /// While the second thread reads nobody else may, so whatever goes wrong ends the session.
  private Reply await() throws IOException, SessionEnds {
    session.wire().sendAll();
    Thread.ofVirtual().name("imap idle " + session.connection().id()).start(this::readLine);
    try {
      return untilRead();
    } catch (StorageException e) {
      session.log().storeFailed("IDLE", e);
      throw new SessionEnds(Replies.STORE_UNAVAILABLE);
    } catch (RuntimeException e) {
      session.log().bug("IDLE", e);
      throw new SessionEnds(Replies.OUR_BUG);
    }
  }

  private Reply untilRead() throws IOException, SessionEnds {
    while (true) {
      switch (next()) {
        case null -> {
          session.wire().untagged(STILL_HERE);
          tell();
        }
        case Event.Hint _ -> {
          hinted.set(false);
          tell();
        }
        case Event.Read(var line) -> {
          return ended(line);
        }
        case Event.Failed(var cause) -> throw cause;
      }
    }
  }

  private void tell() throws IOException, SessionEnds {
    session.updateAgain(NumberedBy.SEQUENCE);
    session.wire().sendAll();
  }

  /// Null when it is time to say that we are still here, which is also when we look for ourselves:
  /// hints can get lost between nodes.
  private @Nullable Event next() throws IOException {
    var keepAlive = session.keepAlive();
    try {
      return keepAlive.isZero()
          ? events.take()
          : events.poll(keepAlive.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Reply ended(LineRead read) throws SessionEnds {
    return switch (read) {
      case LineRead.Line(byte[] line, _) ->
          AfterLogin.Idle.isDone(line) ? Replies.completed("IDLE") : NOT_DONE;
      case LineRead.TooLong _ -> NOT_DONE;
      case LineRead.End _ ->
          throw new SessionEnds(
              session.connection().isDraining() ? Replies.SHUTTING_DOWN : Replies.CLIENT_GONE);
    };
  }

  /// Runs on the second thread, which owns the input until it has put its event into the queue.
  private void readLine() {
    try {
      events.add(new Event.Read(session.wire().readLineWhileWriting(MOST_OCTETS)));
    } catch (IOException e) {
      events.add(new Event.Failed(e));
    } catch (RuntimeException e) {
      events.add(new Event.Failed(new IOException("the reader failed", e)));
    }
  }
}

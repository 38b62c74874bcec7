package org.posthorn.servers.pop3;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;

/// Who has which maildrop on this node (RFC 1939 §4: one session at a time).
///
/// Nobody is locked out for long. A session that has neither said nor taken anything for a while
/// loses its maildrop to the next login of its account; dead connections are such sessions. It
/// learns of it at its next command, and deletes nothing. What protects messages is not this lock
/// but that they are deleted by UID, in one place: two nodes that each let a session in do no harm.
///
/// Any thread may call; the map's own locks guard each account's state.
final class MaildropLocks {

  private final Duration takeoverAfter;
  private final InstantSource clock;
  private final ConcurrentHashMap<AccountId, Hold> holds = new ConcurrentHashMap<>();

  /// For one node.
  ///
  /// @param takeoverAfter silence after which a session may lose its maildrop
  MaildropLocks(Duration takeoverAfter, InstantSource clock) {
    this.takeoverAfter = takeoverAfter;
    this.clock = clock;
  }

  Duration takeoverAfter() {
    return takeoverAfter;
  }

  /// Gives the maildrop to the caller; null when somebody has it who is not silent.
  @Nullable Hold acquire(AccountId account) {
    var mine = new Hold(account);
    var holder =
        holds.compute(account, (_, other) -> other == null || other.giveWay() ? mine : other);
    return holder == mine ? mine : null;
  }

  /// A session's hold on a maildrop. Its session's thread calls, but for what is said otherwise.
  final class Hold {

    private final AccountId account;
    private volatile long aliveAtMillis = clock.millis();

    /// Another login has the maildrop now. Set inside the map's lock.
    private volatile boolean lost;

    /// The session is at its end and deletes messages: it cannot be stopped any more. Set inside
    /// the map's lock.
    private boolean updating;

    private Hold(AccountId account) {
      this.account = account;
    }

    /// The client is there: it has said something, or taken what it was sent.
    void alive() {
      aliveAtMillis = clock.millis();
    }

    boolean isLost() {
      return lost;
    }

    /// Called by the thread of another login, inside the map's lock.
    private boolean giveWay() {
      boolean silent = clock.millis() - aliveAtMillis >= takeoverAfter.toMillis();
      if (!silent || updating) return false;
      lost = true;
      return true;
    }

    /// From now on nobody takes the maildrop over; false when somebody has.
    boolean beginUpdate() {
      holds.computeIfPresent(
          account,
          (_, holder) -> {
            if (holder == this) updating = true;
            return holder;
          });
      return !lost;
    }

    void release() {
      holds.remove(account, this);
    }
  }
}

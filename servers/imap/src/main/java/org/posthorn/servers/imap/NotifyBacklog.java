package org.posthorn.servers.imap;

import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.domain.directory.AccountId;

/// How much waits to be told to sessions that NOTIFY has been said in. A session that does not take
/// what it asked for holds up nobody: beyond these numbers it is told that it missed something, and
/// hears no more (RFC 5465 §5.8). Any thread may call.
final class NotifyBacklog {

  /// Changes that wait for one session: each is the name of a mailbox, or of an annotation.
  static final int MAX_OF_SESSION = 1_000;

  /// Changes that wait for all sessions of an account on this node.
  static final int MAX_OF_ACCOUNT = 10_000;

  /// Mailboxes that one session may watch: of each some 300 octets are remembered.
  static final int MAX_WATCHED = 2_000;

  /// New messages of the selected mailbox that are told whole at a time; more are not news but a
  /// synchronisation.
  static final int MAX_FETCHED = 1_000;

  private final ConcurrentHashMap<AccountId, Integer> waiting = new ConcurrentHashMap<>();

  /// Notes one more; false when there are too many, and nothing is noted.
  boolean add(AccountId account) {
    var added = new boolean[1];
    waiting.compute(
        account,
        (_, count) -> {
          int before = count == null ? 0 : count;
          added[0] = before < MAX_OF_ACCOUNT;
          return added[0] ? Integer.valueOf(before + 1) : count;
        });
    return added[0];
  }

  /// So many have been told, or are forgotten.
  void remove(AccountId account, int told) {
    if (told == 0) return;
    waiting.computeIfPresent(account, (_, count) -> count > told ? count - told : null);
  }

  /// How many wait.
  int of(AccountId account) {
    return waiting.getOrDefault(account, 0);
  }
}

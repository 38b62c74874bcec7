package org.posthorn.servers.managesieve;

import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.domain.directory.AccountId;

/// Counts the connections of each account on this node. Any thread may call.
final class AccountConnections {

  private final int limit;
  private final ConcurrentHashMap<AccountId, Integer> counts = new ConcurrentHashMap<>();

  AccountConnections(int limit) {
    this.limit = limit;
  }

  /// Counts one more; false, and nothing is counted, when the account has as many as it may.
  boolean enter(AccountId account) {
    var entered = new boolean[1];
    counts.compute(
        account,
        (_, count) -> {
          int now = count == null ? 0 : count;
          entered[0] = now < limit;
          return entered[0] ? Integer.valueOf(now + 1) : count;
        });
    return entered[0];
  }

  void leave(AccountId account) {
    counts.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
  }
}

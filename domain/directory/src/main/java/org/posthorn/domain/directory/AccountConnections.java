package org.posthorn.domain.directory;

import java.util.concurrent.ConcurrentHashMap;

/// Counts the connections of each account on this node. Any thread may call.
public final class AccountConnections {

  private final int limit;
  private final ConcurrentHashMap<AccountId, Integer> counts = new ConcurrentHashMap<>();

  /// For one protocol.
  ///
  /// @param limit connections that an account may have
  public AccountConnections(int limit) {
    this.limit = limit;
  }

  /// Counts one more; false, and nothing is counted, when the account has as many as it may.
  public boolean enter(AccountId account) {
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

  /// Takes back what [#enter] has counted.
  public void leave(AccountId account) {
    counts.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
  }
}

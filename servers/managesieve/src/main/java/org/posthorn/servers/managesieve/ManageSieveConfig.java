package org.posthorn.servers.managesieve;

import java.time.Duration;

/// What the administrator decides about ManageSieve.
///
/// @param hostName the name of this host, in the greeting
/// @param loginTimeout how long a connection may take to log in, all in all
/// @param idleTimeout how long a logged-in client may be silent; at least 30 minutes (RFC 5804
///   §1.2)
/// @param maxBadCommands how many commands in a row may be nonsense, or logins refused, before the
///   connection ends
/// @param connectionsPerAccount how many connections one account may have on this node
public record ManageSieveConfig(
    String hostName,
    Duration loginTimeout,
    Duration idleTimeout,
    int maxBadCommands,
    int connectionsPerAccount) {

  public ManageSieveConfig {
    if (!loginTimeout.isPositive() || !idleTimeout.isPositive())
      throw new IllegalArgumentException("a time-out must be positive");
    if (maxBadCommands < 1 || connectionsPerAccount < 1)
      throw new IllegalArgumentException("a limit must be at least 1");
  }

  /// The defaults, for a host of that name.
  public static ManageSieveConfig of(String hostName) {
    return new ManageSieveConfig(hostName, Duration.ofMinutes(2), Duration.ofMinutes(30), 10, 10);
  }

  public ManageSieveConfig withConnectionsPerAccount(int connections) {
    return new ManageSieveConfig(hostName, loginTimeout, idleTimeout, maxBadCommands, connections);
  }
}

package org.posthorn.servers.imap;

import java.time.Duration;

/// What the administrator decides about IMAP.
///
/// @param software the name that ID tells (RFC 2971)
/// @param version the version that ID tells; empty to keep it to ourselves
/// @param hostName the name of this host, in the greeting
/// @param appendLimit the largest message that APPEND takes, in octets (RFC 7889)
/// @param loginTimeout how long a connection may take to log in, all in all
/// @param idleTimeout how long a logged-in client may be silent; at least 30 minutes (RFC 9051
///   §5.4)
/// @param keepAlive how often IDLE says that the server is still there, so that routers do not
///   forget the connection; zero for never
/// @param maxBadCommands how many commands in a row may be nonsense, or logins refused, before the
///   connection ends
/// @param connectionsPerAccount how many connections one account may have on this node
public record ImapConfig(
    String software,
    String version,
    String hostName,
    long appendLimit,
    Duration loginTimeout,
    Duration idleTimeout,
    Duration keepAlive,
    int maxBadCommands,
    int connectionsPerAccount) {

  public static final long DEFAULT_APPEND_LIMIT = 50L << 20;

  public ImapConfig {
    if (appendLimit < 1) throw new IllegalArgumentException("an append limit of nothing");
    if (!loginTimeout.isPositive() || !idleTimeout.isPositive() || keepAlive.isNegative())
      throw new IllegalArgumentException("a time-out must be positive");
    if (maxBadCommands < 1 || connectionsPerAccount < 1)
      throw new IllegalArgumentException("a limit must be at least 1");
  }

  /// The defaults, for a host of that name.
  public static ImapConfig of(String hostName) {
    return new ImapConfig(
        "Posthorn",
        "",
        hostName,
        DEFAULT_APPEND_LIMIT,
        Duration.ofMinutes(2),
        Duration.ofMinutes(30),
        Duration.ofMinutes(2),
        10,
        50);
  }

  public ImapConfig withAppendLimit(long octets) {
    return new ImapConfig(
        software,
        version,
        hostName,
        octets,
        loginTimeout,
        idleTimeout,
        keepAlive,
        maxBadCommands,
        connectionsPerAccount);
  }

  public ImapConfig withTimeouts(Duration login, Duration idle, Duration keepAliveEvery) {
    return new ImapConfig(
        software,
        version,
        hostName,
        appendLimit,
        login,
        idle,
        keepAliveEvery,
        maxBadCommands,
        connectionsPerAccount);
  }

  public ImapConfig withConnectionsPerAccount(int connections) {
    return new ImapConfig(
        software,
        version,
        hostName,
        appendLimit,
        loginTimeout,
        idleTimeout,
        keepAlive,
        maxBadCommands,
        connections);
  }
}

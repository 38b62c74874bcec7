package org.posthorn.servers.pop3;

import java.time.Duration;

/// What the administrator decides about POP3.
///
/// @param software the name that CAPA tells (RFC 2449 §6.9)
/// @param hostName the name of this host, in the greeting
/// @param loginTimeout how long a connection may take to log in, all in all
/// @param idleTimeout how long a client that has logged in may be silent; at least 10 minutes (RFC
///   1939 §3)
/// @param takeoverAfter how long a session has to be silent before another login of its account
///   takes the maildrop over
/// @param maxBadCommands how many commands in a row may be nonsense, or logins refused, before the
///   connection ends
/// @param markSeen whether what was retrieved counts as seen for IMAP
public record Pop3Config(
    String software,
    String hostName,
    Duration loginTimeout,
    Duration idleTimeout,
    Duration takeoverAfter,
    int maxBadCommands,
    boolean markSeen) {

  public Pop3Config {
    if (!loginTimeout.isPositive() || !idleTimeout.isPositive() || takeoverAfter.isNegative())
      throw new IllegalArgumentException("a time-out must be positive");
    if (maxBadCommands < 1) throw new IllegalArgumentException("a limit must be at least 1");
  }

  /// The defaults, for a host of that name.
  public static Pop3Config of(String hostName) {
    return new Pop3Config(
        "Posthorn",
        hostName,
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        10,
        true);
  }

  public Pop3Config withTimeouts(Duration login, Duration idle) {
    return new Pop3Config(software, hostName, login, idle, takeoverAfter, maxBadCommands, markSeen);
  }

  public Pop3Config withMarkSeen(boolean mark) {
    return new Pop3Config(
        software, hostName, loginTimeout, idleTimeout, takeoverAfter, maxBadCommands, mark);
  }
}

package org.posthorn.app;

import java.time.Duration;

/// `[pop3]`.
record Pop3Section(
    @Doc(value = "How long a connection may take to log in.", or = "\"2m\"") Duration loginTimeout,
    @Doc(value = "How long somebody who has logged in may be silent.", or = "\"10m\"")
        Duration idleTimeout,
    @Doc(
            value =
                """
                One session at a time has an account's mail. One that has been silent for so long \
                loses it to the next login, and deletes nothing.\
                """,
            or = "\"30s\"")
        Duration takeoverAfter,
    @Doc(value = "Commands in a row that may be nonsense before a connection ends.", or = "10")
        int badCommands,
    @Doc(value = "What was retrieved counts as read for IMAP.", or = "true") boolean markSeen) {
  Pop3Section {
    // RFC 1939 §3
    if (idleTimeout.compareTo(Duration.ofMinutes(10)) < 0)
      throw new IllegalArgumentException("idle-timeout: at least 10 minutes are needed (RFC 1939)");
    if (!loginTimeout.isPositive())
      throw new IllegalArgumentException("login-timeout: must be longer than nothing");
    if (takeoverAfter.isNegative() || takeoverAfter.compareTo(idleTimeout) > 0)
      throw new IllegalArgumentException("takeover-after: not longer than idle-timeout");
    if (badCommands < 1) throw new IllegalArgumentException("bad-commands: at least 1 is needed");
  }
}

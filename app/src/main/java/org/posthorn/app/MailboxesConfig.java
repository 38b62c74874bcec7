package org.posthorn.app;

import java.time.Duration;

/// `[mailboxes]`.
record MailboxesConfig(
    @Doc(
            value =
                """
                How long messages that were expunged, or deleted with their mailbox, can be put back by \
                "posthorn message restore"; "0s" is not at all. They do not count against the quota, and \
                take at most as much again as it allows: the oldest go first.\
                """,
            or = "\"14d\"")
        Duration keepExpunged) {

  /// Longer is an archive, and wants another tool.
  static final Duration LONGEST = Duration.ofDays(3_650);

  MailboxesConfig {
    if (keepExpunged.isNegative() || keepExpunged.compareTo(LONGEST) > 0)
      throw new IllegalArgumentException("keep-expunged: at most 3650 days");
  }
}

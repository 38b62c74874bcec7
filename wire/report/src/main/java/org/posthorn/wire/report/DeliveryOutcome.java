package org.posthorn.wire.report;

/// What happened to a message for one recipient, in the distinctions of RFC 3461 §5.2.
public enum DeliveryOutcome {
  /// In the mailbox, or in the hands of a mailing list (§5.2.3, §5.2.7.1).
  DELIVERED,
  /// Taken by a host that offers DSN: from now on it reports (§5.2.1).
  RELAYED_WITH_DSN,
  /// Taken by a host or gateway that cannot report a success (§5.2.2, §5.2.4).
  RELAYED_WITHOUT_DSN,
  /// Sent on to the single address behind an alias, with its parameters (§5.2.7.2).
  FORWARDED,
  /// Sent on to the addresses behind an alias, without SUCCESS (§5.2.7.3 (c)).
  EXPANDED,
  /// Not delivered for long, and tried on (§5.2.5).
  DELAYED,
  /// Given up (§5.2.6).
  FAILED
}

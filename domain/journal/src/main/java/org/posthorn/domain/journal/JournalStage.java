package org.posthorn.domain.journal;

/// What of a message is copied.
public enum JournalStage {
  /// The octets that its sender handed in, before anything was looked at or changed.
  RECEIVED,
  /// As it is delivered: with the results of checks, disclaimers, signatures and trace fields.
  DELIVERED
}

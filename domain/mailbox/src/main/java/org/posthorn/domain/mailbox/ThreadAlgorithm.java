package org.posthorn.domain.mailbox;

/// How messages are put together to threads (RFC 5256 §3).
public enum ThreadAlgorithm {
  /// By base subject and date alone.
  ORDEREDSUBJECT,
  /// By the ids that messages name, and by base subjects.
  REFERENCES
}

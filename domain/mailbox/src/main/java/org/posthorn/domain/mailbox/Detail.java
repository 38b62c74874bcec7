package org.posthorn.domain.mailbox;

/// How much of each message a reader wants; what is not wanted is not read from disk.
public enum Detail {
  /// Flags, ids, size and dates.
  FACTS,
  /// And the envelope with the common header fields.
  SUMMARY,
  /// And the MIME structure.
  STRUCTURE,
  /// Both.
  ALL
}

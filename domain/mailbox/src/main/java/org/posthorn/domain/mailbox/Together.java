package org.posthorn.domain.mailbox;

/// Whether messages handed in at once stand or fall together.
public enum Together {
  /// A refused one keeps all others out: an SMTP transaction has one answer for all recipients.
  ALL_OR_NONE,
  /// Each has its own result: LMTP answers for every recipient (RFC 2033 §4.2).
  EACH
}

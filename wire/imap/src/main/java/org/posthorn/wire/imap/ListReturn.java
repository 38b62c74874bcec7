package org.posthorn.wire.imap;

/// What LIST tells of each mailbox (RFC 9051 §6.3.9.2, RFC 6154 §5.2); STATUS has items of its own.
public enum ListReturn {
  SUBSCRIBED,
  CHILDREN,
  SPECIAL_USE,
  /// RFC 8440
  MYRIGHTS
}

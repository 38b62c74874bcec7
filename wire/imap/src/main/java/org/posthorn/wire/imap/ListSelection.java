package org.posthorn.wire.imap;

/// Which mailboxes LIST shows (RFC 9051 §6.3.9.1, RFC 6154 §5.1).
public enum ListSelection {
  SUBSCRIBED,
  REMOTE,
  RECURSIVEMATCH,
  SPECIAL_USE
}

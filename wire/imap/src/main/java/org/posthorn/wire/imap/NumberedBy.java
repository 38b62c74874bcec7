package org.posthorn.wire.imap;

/// What the numbers of a command mean: `FETCH` or `UID FETCH` (RFC 9051 §6.4.9).
public enum NumberedBy {
  SEQUENCE,
  UID
}

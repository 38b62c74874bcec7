package org.posthorn.wire.imap;

/// How a status response begins (RFC 9051 §7.1).
public enum Condition {
  OK,
  NO,
  BAD,
  BYE,
  PREAUTH
}

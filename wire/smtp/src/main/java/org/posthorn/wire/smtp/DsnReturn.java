package org.posthorn.wire.smtp;

/// How much of the message a report of failure carries (RFC 3461 §4.3).
public enum DsnReturn {
  FULL,
  HDRS
}

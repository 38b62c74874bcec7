package org.posthorn.domain.mailbox;

/// How STORE changes flags (RFC 9051 §6.4.6).
public enum FlagChange {
  ADD,
  REMOVE,
  REPLACE;

  long apply(long old, long bits) {
    return switch (this) {
      case ADD -> old | bits;
      case REMOVE -> old & ~bits;
      case REPLACE -> bits;
    };
  }
}

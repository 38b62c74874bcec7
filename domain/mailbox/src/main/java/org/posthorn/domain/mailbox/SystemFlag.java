package org.posthorn.domain.mailbox;

/// The flags that every message may have (RFC 9051 §2.3.2), each with its bit in the store.
public enum SystemFlag {
  SEEN(1),
  ANSWERED(1 << 1),
  FLAGGED(1 << 2),
  DELETED(1 << 3),
  DRAFT(1 << 4);

  private final int bit;

  SystemFlag(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }
}

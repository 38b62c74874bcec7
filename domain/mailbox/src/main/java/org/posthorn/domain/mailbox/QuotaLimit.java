package org.posthorn.domain.mailbox;

/// How much an account may hold, inclusive: octets of messages, and number of messages. Each
/// message counts once for every mailbox that it is in, as RFC 9208 counts STORAGE and MESSAGE.
public record QuotaLimit(long bytes, long messages) {

  /// Stands for "no limit".
  public static final long UNLIMITED = Long.MAX_VALUE;

  public static final QuotaLimit NONE = new QuotaLimit(UNLIMITED, UNLIMITED);

  public QuotaLimit {
    if (bytes < 0 || messages < 0) throw new IllegalArgumentException(bytes + ", " + messages);
  }

  /// Whether `use` and what comes on top of it stay within the limit.
  public boolean allows(QuotaUse use, long moreBytes, long moreMessages) {
    return moreBytes <= bytes - use.bytes() && moreMessages <= messages - use.messages();
  }
}

package org.posthorn.domain.mailbox;

/// What an account holds now, counted as [QuotaLimit] counts.
public record QuotaUse(long bytes, long messages) {

  static final QuotaUse EMPTY = new QuotaUse(0, 0);

  QuotaUse plus(long moreBytes, long moreMessages) {
    return new QuotaUse(bytes + moreBytes, messages + moreMessages);
  }
}

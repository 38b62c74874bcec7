package org.posthorn.domain.delivery;

import org.posthorn.domain.mailbox.QuotaLimit;

/// Why a recipient does not get the message. The protocols map each to their own words;
/// [#isTemporary] says whether the sender should try again.
public enum Refusal {
  /// The domain is ours, the address does not exist.
  UNKNOWN_USER(false),
  /// It exists, but an administrator has turned it off.
  DISABLED(false),
  /// The domain is not ours, and the client may not send elsewhere.
  NOT_OURS(false),
  /// An administrator has forbidden mail to this address elsewhere.
  SUPPRESSED(false),
  /// Aliases lead to each other.
  ALIAS_LOOP(false),
  /// An alias leads to more recipients than the directory follows.
  TOO_MANY(false),
  /// It looks as if it stood for a sender elsewhere, and does not, or does no longer.
  LEADS_NOWHERE(false),
  /// It stands for a sender elsewhere, who gets reports by it and nothing else.
  TAKES_REPORTS_ONLY(false),
  /// The same, and there were enough reports for today.
  TOO_MANY_REPORTS(true),
  /// It is a list, and this sender may not write to it.
  LIST_CLOSED(false),
  /// It is a list, and what comes from nobody is not for lists.
  LIST_TAKES_NO_REPORTS(false),
  /// The message is larger than the list sends on.
  LARGER_THAN_LIST(false),
  /// The list has sent this message already.
  LIST_LOOP(false),
  /// Another list has sent it.
  FROM_ANOTHER_LIST(false),
  /// The mailbox is full; it may have room later.
  OVER_QUOTA(true),
  /// The message is larger than all that the mailbox may ever hold.
  LARGER_THAN_QUOTA(false),
  /// The mailbox has given out all its UIDs; an administrator has to replace it.
  MAILBOX_WORN_OUT(true),
  /// Its owner's filter does not want the message; in which words, [Delivered.Rejected] tells.
  REJECTED_BY_FILTER(false),
  /// Another recipient of the same message cannot have it now, and all of them share one answer.
  WITH_ANOTHER(true);

  private final boolean temporary;

  Refusal(boolean temporary) {
    this.temporary = temporary;
  }

  /// What a mailbox that is too full for a message of this size says to it.
  static Refusal ofQuota(QuotaLimit limit, long octets) {
    return octets > limit.bytes() ? LARGER_THAN_QUOTA : OVER_QUOTA;
  }

  public boolean isTemporary() {
    return temporary;
  }
}

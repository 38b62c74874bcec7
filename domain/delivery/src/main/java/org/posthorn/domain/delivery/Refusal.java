package org.posthorn.domain.delivery;

/// Why a recipient does not get the message. The protocols map each to their own words;
/// [#isTemporary] says whether the sender should try again.
public enum Refusal {
  /// The domain is ours, the address does not exist.
  UNKNOWN_USER(false),
  /// It exists, but an administrator has turned it off.
  DISABLED(false),
  /// The domain is not ours, and the client may not send elsewhere.
  NOT_OURS(false),
  /// The recipient, or one that it leads to, is on another server, and this server does not send
  /// mail elsewhere yet.
  ELSEWHERE(true),
  /// Aliases lead to each other.
  ALIAS_LOOP(false),
  /// An alias leads to more recipients than the directory follows.
  TOO_MANY(false),
  /// The mailbox is full; it may have room later.
  OVER_QUOTA(true),
  /// The message is larger than all that the mailbox may ever hold.
  LARGER_THAN_QUOTA(false),
  /// The mailbox has given out all its UIDs; an administrator has to replace it.
  MAILBOX_WORN_OUT(true),
  /// Another recipient of the same message cannot have it now, and all of them share one answer.
  WITH_ANOTHER(true);

  private final boolean temporary;

  Refusal(boolean temporary) {
    this.temporary = temporary;
  }

  public boolean isTemporary() {
    return temporary;
  }
}

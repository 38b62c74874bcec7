package org.posthorn.domain.mailbox;

/// What became of a copy or a move. Nothing was changed unless it is [Done].
public sealed interface CopyOutcome {

  /// The messages that were still there are in the other mailbox: `from.get(i)` became `to.get(i)`
  /// (RFC 4315 COPYUID).
  record Done(long uidValidity, Uids from, Uids to) implements CopyOutcome {}

  /// The mailbox to copy from is gone.
  record NoSuchSource() implements CopyOutcome {}

  record NoSuchTarget() implements CopyOutcome {}

  record OverQuota(QuotaUse use, QuotaLimit limit) implements CopyOutcome {}

  /// The target's account uses [Keywords#MAX] other keywords already.
  record TooManyKeywords() implements CopyOutcome {}

  /// The target has no UIDs left.
  record NoMoreUids() implements CopyOutcome {}
}

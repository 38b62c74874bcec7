package org.posthorn.domain.mailbox;

/// What became of a [FlagEdit].
public sealed interface FlagsOutcome {

  /// Done. `changed` now have other flags than before, `modified` were left alone because they
  /// changed after `unchangedSince`; messages that are gone are in neither.
  record Stored(Uids changed, Uids modified) implements FlagsOutcome {}

  record NoSuchMailbox() implements FlagsOutcome {}

  /// The account uses [Keywords#MAX] other keywords already; nothing was changed.
  record TooManyKeywords() implements FlagsOutcome {}
}

package org.posthorn.domain.sharing;

import org.posthorn.domain.mailbox.AccessLists;

/// What became of a change to a mailbox's list.
public sealed interface AccessOutcome {

  /// It is done and durable.
  record Done() implements AccessOutcome {}

  /// Nothing was changed.
  ///
  /// @param reason for the one who asked
  record Refused(String reason) implements AccessOutcome {}

  static AccessOutcome of(AccessLists.Outcome outcome) {
    return switch (outcome) {
      case DONE -> new Done();
      case NO_SUCH_MAILBOX -> new Refused("No such mailbox");
      case TOO_MANY ->
          new Refused("A mailbox has at most " + AccessLists.MAX_GRANTEES + " entries");
    };
  }
}

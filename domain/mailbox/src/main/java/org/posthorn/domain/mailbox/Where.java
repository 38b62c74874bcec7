package org.posthorn.domain.mailbox;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;

/// A mailbox of an account.
///
/// @param seenBy who looks at it with a `\Seen` of his own; null for the one that all share
public record Where(MailAccount account, MailboxId mailbox, @Nullable AccountId seenBy) {

  public Where(MailAccount account, MailboxId mailbox) {
    this(account, mailbox, null);
  }

  /// For rows: 0 is nobody.
  long reader() {
    return seenBy == null ? 0 : seenBy.value();
  }
}

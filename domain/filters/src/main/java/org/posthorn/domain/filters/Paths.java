package org.posthorn.domain.filters;

import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;

/// Names of mailboxes as scripts write them.
final class Paths {

  private Paths() {}

  /// Null when it can be no name.
  static @Nullable MailboxPath of(String name) {
    try {
      return new MailboxPath(name);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}

package org.posthorn.domain.mailbox;

/// Where messages are copied to within an account, and which of their flags go with them.
public record CopyTarget(MailboxId mailbox, FlagMask flags) {

  /// All flags go with them.
  public static CopyTarget of(MailboxId mailbox) {
    return new CopyTarget(mailbox, FlagMask.ALL);
  }
}

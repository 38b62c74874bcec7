package org.posthorn.domain.mailbox;

/// A hint that something of an account's mailboxes has changed. What it is now is always asked of
/// the database.
public sealed interface Notice {

  /// Messages came, went, or have other flags.
  record Messages(MailboxId mailbox) implements Notice {}

  /// A mailbox was made, renamed, or is gone.
  record Name(MailboxId mailbox) implements Notice {}

  /// The account has subscribed to a name, or does no more.
  record Subscription(MailboxPath path) implements Notice {}

  /// Annotations of a mailbox, or of [Metadata#SERVER], were set or taken away.
  ///
  /// @param modseq of that change; 0 where all users of the server share them
  record Annotations(MailboxId mailbox, long modseq) implements Notice {}

  /// Somebody may do more here, or less; or the account itself somewhere else.
  record Access() implements Notice {}
}

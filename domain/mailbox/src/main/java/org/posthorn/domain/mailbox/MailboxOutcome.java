package org.posthorn.domain.mailbox;

/// What became of creating, deleting or renaming a mailbox. Nothing was changed unless it is
/// [Done].
public sealed interface MailboxOutcome {

  /// Done; the mailbox as it is now, or as it was before it was deleted.
  record Done(Mailbox mailbox) implements MailboxOutcome {}

  record AlreadyExists() implements MailboxOutcome {}

  record NoSuchMailbox() implements MailboxOutcome {}

  /// It has mailboxes below it.
  record HasChildren() implements MailboxOutcome {}

  /// The INBOX cannot be deleted.
  record IsInbox() implements MailboxOutcome {}

  /// A mailbox cannot be moved below itself, and its new name must be a name.
  record BadTarget(String reason) implements MailboxOutcome {}

  /// Another mailbox of the account has that use already.
  record UseTaken(MailboxPath by) implements MailboxOutcome {}

  /// The account has [Mailboxes#MAX_MAILBOXES] already.
  record TooMany() implements MailboxOutcome {}
}

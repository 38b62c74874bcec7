package org.posthorn.domain.mailbox;

/// A mailbox of an account.
public record Where(MailAccount account, MailboxId mailbox) {}

package org.posthorn.domain.mailbox;

/// Names a mailbox within its partition, for ever: it survives renaming and is never given out
/// again.
public record MailboxId(long value) {}

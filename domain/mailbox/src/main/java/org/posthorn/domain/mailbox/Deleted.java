package org.posthorn.domain.mailbox;

import java.time.Instant;

/// A message that was expunged and can be put back.
///
/// @param mailbox that it was in, by its name of now, or the last one if it is gone
/// @param summary wire/mail MessageSummary
@SuppressWarnings("ArrayRecordComponent") // read and dropped, never compared
public record Deleted(
    EmailId email,
    Instant deletedAt,
    MailboxPath mailbox,
    Instant receivedAt,
    long size,
    byte[] summary) {}

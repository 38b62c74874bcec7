package org.posthorn.domain.mailbox;

import org.posthorn.platform.storage.PartitionId;

/// Whose mail it is: the account's id, where its mail lives, and how much it may hold.
///
/// The limits travel with each call because the directory keeps them; a change there counts from
/// the next write on.
public record MailAccount(long id, PartitionId partition, QuotaLimit limit) {}

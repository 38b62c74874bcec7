package org.posthorn.domain.mailbox;

import org.posthorn.domain.directory.Account;
import org.posthorn.platform.storage.PartitionId;

/// Whose mail it is: the account's id, where its mail lives, and how much it may hold.
///
/// The limits travel with each call because the directory keeps them; a change there counts from
/// the next write on.
public record MailAccount(long id, PartitionId partition, QuotaLimit limit) {

  /// An account of the directory, whose quota of 0 is no limit.
  public static MailAccount of(Account account) {
    var quota = account.quota();
    return new MailAccount(
        account.id().value(),
        account.partition(),
        new QuotaLimit(limit(quota.bytes()), limit(quota.messages())));
  }

  /// The same for what is stored however full it is.
  public MailAccount withoutLimit() {
    return new MailAccount(id, partition, QuotaLimit.NONE);
  }

  private static long limit(long quota) {
    return quota == 0 ? QuotaLimit.UNLIMITED : quota;
  }
}

package org.posthorn.domain.mailbox;

import java.time.Instant;

/// One message for one mailbox of one account, with the flags and the internal date that it gets.
///
/// Arrivals of one account that share their `email` (the same object) become one email in several
/// mailboxes.
public record Arrival(
    MailAccount account, Target target, NewEmail email, Flags flags, Instant receivedAt) {

  /// Which mailbox. A use that has no mailbox means the INBOX; mail is never refused for that.
  public sealed interface Target {
    record ById(MailboxId mailbox) implements Target {}

    record ByUse(SpecialUse use) implements Target {}

    record Inbox() implements Target {}

    /// Under the UID that it has had on another server, in a mailbox that carries that server's
    /// UIDVALIDITY ([Mailboxes#adopt]): greater than every UID that was given out there.
    record Imported(MailboxId mailbox, long uidValidity, int uid) implements Target {}

    /// Where a filter has put it, with flags that the filter wants: the INBOX when that mailbox is
    /// gone meanwhile, and without keywords when the account has too many. Mail is never refused
    /// for either.
    record Filed(Target wanted) implements Target {}
  }
}

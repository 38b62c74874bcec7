package org.posthorn.domain.mailbox;

import java.time.Instant;

/// One message for one mailbox of one account, with the flags and the internal date that it gets.
public record Arrival(
    MailAccount account, Target target, NewEmail email, Flags flags, Instant receivedAt) {

  /// Which mailbox. A use that has no mailbox means the INBOX; mail is never refused for that.
  public sealed interface Target {
    record ById(MailboxId mailbox) implements Target {}

    record ByUse(SpecialUse use) implements Target {}

    record Inbox() implements Target {}
  }
}

package org.posthorn.domain.mailbox;

/// What became of an [Arrival].
public sealed interface Placed {

  /// It is in the mailbox, durable and visible.
  record Stored(EmailId email, MailboxId mailbox, long uidValidity, int uid, long modseq)
      implements Placed {}

  /// The account would hold more than it may; nothing was stored.
  record OverQuota(QuotaUse use, QuotaLimit limit) implements Placed {}

  record NoSuchMailbox() implements Placed {}

  /// The account uses [Keywords#MAX] other keywords already.
  record TooManyKeywords() implements Placed {}

  /// All UIDs of the mailbox (2,147,483,647) were given out; the mailbox has to be replaced by a
  /// new one. Of a [Arrival.Target.Imported]: its UID was given out, or the mailbox counts UIDs of
  /// its own.
  record NoMoreUids() implements Placed {}

  /// Nothing is wrong with this one, but another that was to be stored together with it was not.
  record NotAlone() implements Placed {}
}

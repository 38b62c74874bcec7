package org.posthorn.domain.search;

/// How much of an account's mail is indexed, and when.
///
/// @param accountOctets octets that one account's index may take; what comes when it is full is
///   looked for without it
/// @param waitingEmails emails of an account that are worth a segment; fewer are quickly looked
///   through
/// @param waitingOctets the same in octets of their messages
/// @param attachments whether their text is indexed
public record IndexLimits(
    long accountOctets, int waitingEmails, long waitingOctets, Attached attachments) {

  /// What is done with attachments.
  public enum Attached {
    /// Their text is got out of them, for ranking.
    READ,
    PASSED_OVER
  }

  /// The index of some three million messages of ordinary size.
  public static final long ACCOUNT_OCTETS = 4L << 30;

  /// Looking through so many takes some milliseconds.
  static final int WAITING_EMAILS = 64;

  static final long WAITING_OCTETS = 1L << 20;

  public static final IndexLimits DEFAULTS =
      new IndexLimits(ACCOUNT_OCTETS, WAITING_EMAILS, WAITING_OCTETS, Attached.READ);

  public IndexLimits {
    if (accountOctets < 0 || waitingEmails < 1 || waitingOctets < 0)
      throw new IllegalArgumentException("limits of the index");
  }

  public IndexLimits withAccountOctets(long octets) {
    return new IndexLimits(octets, waitingEmails, waitingOctets, attachments);
  }

  public IndexLimits withAttachments(Attached attached) {
    return new IndexLimits(accountOctets, waitingEmails, waitingOctets, attached);
  }
}

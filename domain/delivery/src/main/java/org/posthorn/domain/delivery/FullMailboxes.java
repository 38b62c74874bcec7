package org.posthorn.domain.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.MailingListId;

/// Remembers for a while how large the messages were that did not fit into a mailbox at the end of
/// the data.
///
/// An SMTP transaction has one answer for all recipients, so one full mailbox sends the whole
/// message away for now. When the sender comes back without announcing a size, the full recipient
/// is refused at RCPT by what is remembered here, and the others get their mail. Losing the memory
/// costs one more round. Any thread may call.
final class FullMailboxes {

  static final int MAX_ENTRIES = 10_000;

  /// Longer than the longest pause that servers make between two tries, and short, because whoever
  /// writes something small without announcing its size has to wait for its end.
  static final Duration KEPT = Duration.ofHours(2);

  /// By [AccountId] or [MailingListId].
  private final Cache<Object, Long> refused =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(KEPT).build();

  void refused(AccountId account, long octets) {
    refused.put(account, octets);
  }

  /// The same for a list that sends nothing of that size on.
  void refused(MailingListId list, long octets) {
    refused.put(list, octets);
  }

  /// The size to reckon with for a message whose size was not announced.
  long expected(AccountId account) {
    return of(account);
  }

  long expected(MailingListId list) {
    return of(list);
  }

  private long of(Object whose) {
    var octets = refused.getIfPresent(whose);
    return octets == null ? 1 : octets;
  }
}

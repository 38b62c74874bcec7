package org.posthorn.domain.mailbox;

/// What messages can be sorted by (RFC 5256 §3, RFC 5957 §4).
public enum SortCriterion {
  /// The internal date.
  ARRIVAL,
  /// The mailbox part of the first `Cc` address.
  CC,
  /// The `Date` field, or the internal date where it cannot be read.
  DATE,
  /// The display name of the first `From` address, or the address.
  DISPLAY_FROM,
  /// The display name of the first `To` address, or the address.
  DISPLAY_TO,
  /// The mailbox part of the first `From` address.
  FROM,
  /// How well a search finds that the message matches, the best first (RFC 6203 §6).
  RELEVANCY,
  /// Octets.
  SIZE,
  /// The base subject.
  SUBJECT,
  /// The mailbox part of the first `To` address.
  TO;

  SortPart part() {
    return switch (this) {
      case ARRIVAL, DATE, RELEVANCY, SIZE -> SortPart.NUMBERS;
      case SUBJECT -> SortPart.SUBJECTS;
      case CC, DISPLAY_FROM, DISPLAY_TO, FROM, TO -> SortPart.NAMES;
    };
  }
}

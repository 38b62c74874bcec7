package org.posthorn.domain.delivery;

/// Where in its recipients' accounts a message goes, unless they have other wishes.
public enum Placement {
  INBOX,
  /// The mailbox for junk, or the INBOX of who has none.
  JUNK
}

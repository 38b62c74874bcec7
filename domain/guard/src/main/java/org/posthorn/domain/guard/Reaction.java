package org.posthorn.domain.guard;

/// What a result may lead to, mildest first; of several the strictest counts.
public enum Reaction {
  ACCEPT,
  /// Delivered as usual, with a field in its header that says why it is odd.
  MARK,
  /// Delivered into the mailbox for junk.
  JUNK,
  /// Refused for now: the sender comes back, and DNS may answer then.
  LATER,
  /// Refused for good.
  REFUSE
}

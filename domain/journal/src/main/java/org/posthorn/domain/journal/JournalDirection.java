package org.posthorn.domain.journal;

/// Where mail comes from and goes to. A message to somebody here and somebody elsewhere is both
/// internal and outgoing.
public enum JournalDirection {
  /// A stranger has sent it.
  INCOMING,
  /// A user of ours has sent it elsewhere.
  OUTGOING,
  /// A user of ours has sent it to somebody here.
  INTERNAL
}

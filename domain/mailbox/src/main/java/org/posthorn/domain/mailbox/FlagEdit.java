package org.posthorn.domain.mailbox;

/// A change to the flags of messages: how, with which flags, and only for those that did not change
/// since (RFC 7162 §3.1.3).
///
/// @param within what may be changed; other flags stay as they are
public record FlagEdit(FlagChange change, Flags flags, long unchangedSince, FlagMask within) {

  /// Every message, whenever it changed.
  public static final long ANY = Long.MAX_VALUE;

  public FlagEdit(FlagChange change, Flags flags) {
    this(change, flags, ANY);
  }

  public FlagEdit(FlagChange change, Flags flags, long unchangedSince) {
    this(change, flags, unchangedSince, FlagMask.ALL);
  }

  /// What becomes of the flags of a message.
  long apply(long old, long bits) {
    return within.merge(old, change.apply(old, bits));
  }
}

package org.posthorn.domain.mailbox;

/// A change to the flags of messages: how, with which flags, and only for those that did not change
/// since (RFC 7162 §3.1.3).
public record FlagEdit(FlagChange change, Flags flags, long unchangedSince) {

  /// Every message, whenever it changed.
  public static final long ANY = Long.MAX_VALUE;

  public FlagEdit(FlagChange change, Flags flags) {
    this(change, flags, ANY);
  }
}

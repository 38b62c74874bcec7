package org.posthorn.wire.imap;

import org.jspecify.annotations.Nullable;

/// The parameters of SELECT and EXAMINE (RFC 7162 §3.1.8, §3.2.5).
///
/// @param condstore asked for by `CONDSTORE`; QRESYNC implies it only once it was enabled
public record SelectParameters(boolean condstore, @Nullable Qresync qresync) {

  public static final SelectParameters NONE = new SelectParameters(false, null);

  /// What the client knows of the mailbox.
  ///
  /// @param knownUids absent: all from 1 to the last
  /// @param match message numbers and their UIDs, to find what is gone with less talk
  public record Qresync(
      long uidValidity,
      long modseq,
      @Nullable SequenceSet knownUids,
      @Nullable SequenceMatch match) {}

  /// Both ascending, without `*`, and of the same size if the client is right.
  public record SequenceMatch(SequenceSet numbers, SequenceSet uids) {}
}

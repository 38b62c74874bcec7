package org.posthorn.domain.mailbox;

/// What changed in a mailbox after a modification sequence: messages that are new or have other
/// flags (UIDs ascending), and the UIDs that are gone (ascending). The arrays are for reading only.
public final class Changes {

  private final int uidNext;
  private final long modseq;
  private final Keywords keywords;
  private final int[] uids;
  private final long[] flags;
  private final long[] modseqs;
  private final int[] vanished;

  Changes(
      int uidNext,
      long modseq,
      Keywords keywords,
      int[] uids,
      long[] flags,
      long[] modseqs,
      int[] vanished) {
    this.uidNext = uidNext;
    this.modseq = modseq;
    this.keywords = keywords;
    this.uids = uids;
    this.flags = flags;
    this.modseqs = modseqs;
    this.vanished = vanished;
  }

  static Changes none(int uidNext, long modseq, Keywords keywords) {
    return new Changes(uidNext, modseq, keywords, new int[0], new long[0], new long[0], new int[0]);
  }

  public int uidNext() {
    return uidNext;
  }

  /// The mailbox's modification sequence at the moment of asking.
  public long modseq() {
    return modseq;
  }

  /// What the keyword bits of the flags in here mean.
  public Keywords keywords() {
    return keywords;
  }

  /// Number of messages that are new or have other flags.
  public int size() {
    return uids.length;
  }

  public int uid(int index) {
    return uids[index];
  }

  public long flags(int index) {
    return flags[index];
  }

  public long modseq(int index) {
    return modseqs[index];
  }

  SnapshotRows rows() {
    return SnapshotRows.of(uids, flags, modseqs);
  }

  /// The UIDs that are gone, ascending. Not to be written to.
  public int[] vanished() {
    return vanished;
  }

  public boolean isEmpty() {
    return uids.length == 0 && vanished.length == 0;
  }
}

package org.posthorn.domain.mailbox;

/// Every message of a mailbox at one moment: UIDs ascending, with flags and modification sequences,
/// packed (20 octets a message). Immutable, so that sessions and the cache share it.
public final class Snapshot {

  private final long uidValidity;
  private final int uidNext;
  private final long modseq;
  private final Keywords keywords;
  private final SnapshotRows rows;

  Snapshot(long uidValidity, int uidNext, long modseq, Keywords keywords, SnapshotRows rows) {
    this.uidValidity = uidValidity;
    this.uidNext = uidNext;
    this.modseq = modseq;
    this.keywords = keywords;
    this.rows = rows;
  }

  public long uidValidity() {
    return uidValidity;
  }

  public int uidNext() {
    return uidNext;
  }

  /// Everything up to this modification sequence is in here.
  public long modseq() {
    return modseq;
  }

  /// What the keyword bits of the flags in here mean.
  public Keywords keywords() {
    return keywords;
  }

  public int size() {
    return rows.size();
  }

  /// The UID at `index` (message sequence number less one).
  public int uid(int index) {
    return rows.uid(index);
  }

  /// The packed flags at `index`; [Keywords] names them.
  public long flags(int index) {
    return rows.flags(index);
  }

  public long modseq(int index) {
    return rows.modseq(index);
  }

  /// Where `uid` is, or, if it is not here, `-1 - i` with `i` the place where it would be.
  public int indexOf(int uid) {
    return rows.indexOf(uid);
  }

  /// Octets that this takes in memory.
  int weight() {
    return 64 + 20 * rows.size();
  }

  /// This with later changes made to it. Changes are those since [#modseq].
  public Snapshot with(Changes changes) {
    if (changes.isEmpty() && changes.modseq() == modseq && changes.uidNext() == uidNext)
      return this;
    var after = changes.isEmpty() ? rows : rows.with(changes.rows(), changes.vanished());
    return new Snapshot(
        uidValidity, changes.uidNext(), changes.modseq(), changes.keywords(), after);
  }

  /// This with the messages of an `earlier` state that are gone since, as they were then: what a
  /// session sees that may not be told of expunges yet (RFC 2180 §4.1).
  public Snapshot withGone(Snapshot earlier) {
    var gone = goneSince(earlier);
    if (gone.length == 0) return this;
    var view = rows.with(earlier.rows.at(gone), new int[0]);
    return new Snapshot(uidValidity, uidNext, modseq, keywords, view);
  }

  /// This without the messages from `uid` on: what a session sees that is not told of new ones.
  public Snapshot below(int uid) {
    int at = indexOf(uid);
    return new Snapshot(uidValidity, uid, modseq, keywords, rows.first(at >= 0 ? at : -1 - at));
  }

  /// The places in an `earlier` state of the messages that are not here any more.
  public int[] goneSince(Snapshot earlier) {
    return earlier.rows.absentFrom(rows);
  }

  /// The places of the messages that are new since an `earlier` state, or have other flags or
  /// another modification sequence.
  public int[] changedSince(Snapshot earlier) {
    return rows.unlike(earlier.rows);
  }
}

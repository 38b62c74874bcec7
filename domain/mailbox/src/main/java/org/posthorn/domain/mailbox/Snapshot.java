package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// Every message of a mailbox at one moment: UIDs ascending, with flags and modification sequences,
/// packed (20 octets a message). Immutable, so that sessions and the cache share it; the arrays are
/// for reading only.
public final class Snapshot {

  private final long uidValidity;
  private final int uidNext;
  private final long modseq;
  private final Keywords keywords;
  private final int[] uids;
  private final long[] flags;
  private final long[] modseqs;

  Snapshot(
      long uidValidity,
      int uidNext,
      long modseq,
      Keywords keywords,
      int[] uids,
      long[] flags,
      long[] modseqs) {
    this.uidValidity = uidValidity;
    this.uidNext = uidNext;
    this.modseq = modseq;
    this.keywords = keywords;
    this.uids = uids;
    this.flags = flags;
    this.modseqs = modseqs;
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
    return uids.length;
  }

  /// The UID at `index` (message sequence number less one).
  public int uid(int index) {
    return uids[index];
  }

  /// The packed flags at `index`; [Keywords] names them.
  public long flags(int index) {
    return flags[index];
  }

  public long modseq(int index) {
    return modseqs[index];
  }

  /// Where `uid` is, or, if it is not here, `-1 - i` with `i` the place where it would be.
  public int indexOf(int uid) {
    return Arrays.binarySearch(uids, uid);
  }

  /// Octets that this takes in memory.
  int weight() {
    return 64 + 20 * uids.length;
  }

  /// This with later changes made to it. Changes are those since [#modseq].
  public Snapshot with(Changes changes) {
    if (changes.isEmpty()) {
      if (changes.modseq() == modseq && changes.uidNext() == uidNext) return this;
      return new Snapshot(
          uidValidity,
          changes.uidNext(),
          changes.modseq(),
          changes.keywords(),
          uids,
          flags,
          modseqs);
    }
    var vanished = changes.vanished();
    var room = uids.length + changes.size();
    var merged = new Merge(room);
    var next = 0;
    var gone = 0;
    for (var i = 0; i < uids.length; i++) {
      while (gone < vanished.length && vanished[gone] < uids[i]) gone++;
      if (gone < vanished.length && vanished[gone] == uids[i]) continue;
      while (next < changes.size() && changes.uid(next) < uids[i]) next++;
      if (next < changes.size() && changes.uid(next) == uids[i]) merged.add(changes, next++);
      else merged.add(uids[i], flags[i], modseqs[i]);
    }
    var last = uids.length == 0 ? 0 : uids[uids.length - 1];
    for (; next < changes.size(); next++) if (changes.uid(next) > last) merged.add(changes, next);
    return merged.snapshot(uidValidity, changes);
  }

  /// This with the messages of an `earlier` state that are gone since, as they were then: what a
  /// session sees that may not be told of expunges yet (RFC 2180 §4.1).
  public Snapshot withGone(Snapshot earlier) {
    var merged = new Merge(uids.length + earlier.uids.length);
    var i = 0;
    for (var old = 0; old < earlier.uids.length; old++) {
      while (i < uids.length && uids[i] < earlier.uids[old]) merged.add(this, i++);
      if (i < uids.length && uids[i] == earlier.uids[old]) merged.add(this, i++);
      else merged.add(earlier, old);
    }
    while (i < uids.length) merged.add(this, i++);
    return merged.size == uids.length ? this : merged.snapshot(this);
  }

  private static final class Merge {
    private final int[] uids;
    private final long[] flags;
    private final long[] modseqs;
    private int size;

    Merge(int room) {
      uids = new int[room];
      flags = new long[room];
      modseqs = new long[room];
    }

    void add(Changes changes, int i) {
      add(changes.uid(i), changes.flags(i), changes.modseq(i));
    }

    void add(Snapshot from, int i) {
      add(from.uids[i], from.flags[i], from.modseqs[i]);
    }

    void add(int uid, long flag, long modseq) {
      uids[size] = uid;
      flags[size] = flag;
      modseqs[size++] = modseq;
    }

    Snapshot snapshot(Snapshot like) {
      return snapshot(like.uidValidity, like.uidNext, like.modseq, like.keywords);
    }

    Snapshot snapshot(long uidValidity, Changes changes) {
      return snapshot(uidValidity, changes.uidNext(), changes.modseq(), changes.keywords());
    }

    private Snapshot snapshot(long uidValidity, int uidNext, long modseq, Keywords keywords) {
      return new Snapshot(
          uidValidity,
          uidNext,
          modseq,
          keywords,
          Arrays.copyOf(uids, size),
          Arrays.copyOf(flags, size),
          Arrays.copyOf(modseqs, size));
    }
  }
}

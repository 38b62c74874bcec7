package org.posthorn.domain.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The messages of a [Snapshot], UIDs ascending, in pages that a mailbox's states share: a new flag
/// costs one page, and what two states differ in is found without looking at all of them, in a
/// mailbox of a million messages too. Immutable.
final class SnapshotRows {

  private static final int PAGE_BITS = 10;

  /// Most messages of a page.
  static final int PAGE = 1 << PAGE_BITS;

  private static final SnapshotRows NONE = new SnapshotRows(List.of());

  /// Never empty, but for what is only handed over.
  private static final class Page {
    private final int[] uids;
    private final long[] flags;
    private final long[] modseqs;

    Page(int[] uids, long[] flags, long[] modseqs) {
      this.uids = uids;
      this.flags = flags;
      this.modseqs = modseqs;
    }

    int size() {
      return uids.length;
    }

    int first() {
      return uids[0];
    }

    int last() {
      return uids[uids.length - 1];
    }

    Page part(int from, int to) {
      if (from == 0 && to == size()) return this;
      return new Page(
          Arrays.copyOfRange(uids, from, to),
          Arrays.copyOfRange(flags, from, to),
          Arrays.copyOfRange(modseqs, from, to));
    }
  }

  private final Page[] pages;

  /// The place of each page's first message, and behind them all their number.
  private final int[] starts;

  private SnapshotRows(List<Page> pages) {
    this.pages = pages.toArray(Page[]::new);
    starts = new int[this.pages.length + 1];
    for (int p = 0; p < this.pages.length; p++) starts[p + 1] = starts[p] + this.pages[p].size();
  }

  static SnapshotRows of(int[] uids, long[] flags, long[] modseqs) {
    var pages = new ArrayList<Page>();
    cut(new Page(uids, flags, modseqs), pages);
    return new SnapshotRows(pages);
  }

  private static void cut(Page rows, List<Page> pages) {
    for (int from = 0; from < rows.size(); from += PAGE)
      pages.add(rows.part(from, Math.min(rows.size(), from + PAGE)));
  }

  int size() {
    return starts[pages.length];
  }

  int uid(int place) {
    int page = pageOf(place);
    return pages[page].uids[place - starts[page]];
  }

  long flags(int place) {
    int page = pageOf(place);
    return pages[page].flags[place - starts[page]];
  }

  long modseq(int place) {
    int page = pageOf(place);
    return pages[page].modseqs[place - starts[page]];
  }

  /// The page of a place. While no message is gone it is where the place says.
  private int pageOf(int place) {
    int page = place >> PAGE_BITS;
    if (place < starts[page + 1]) return page;
    int found = Arrays.binarySearch(starts, page + 1, pages.length, place);
    return found >= 0 ? found : -2 - found;
  }

  /// As [Snapshot#indexOf].
  int indexOf(int uid) {
    int low = 0;
    for (int high = pages.length - 1; low < high; ) {
      int middle = (low + high + 1) >>> 1;
      if (pages[middle].first() <= uid) low = middle;
      else high = middle - 1;
    }
    if (pages.length == 0) return -1;
    int here = Arrays.binarySearch(pages[low].uids, uid);
    return here >= 0 ? starts[low] + here : here - starts[low];
  }

  /// These with others put in or in their place, and without some.
  ///
  /// @param gone ascending
  SnapshotRows with(SnapshotRows others, int[] gone) {
    var rows = others.all();
    var made = new ArrayList<Page>(pages.length + others.pages.length);
    if (pages.length == 0) cut(rows, made);
    int next = 0;
    int lost = 0;
    for (int p = 0; p < pages.length; p++) {
      boolean isLast = p + 1 == pages.length;
      int nextTo = isLast ? rows.size() : before(rows.uids, next, pages[p + 1].first());
      int lostTo = isLast ? gone.length : before(gone, lost, pages[p + 1].first());
      if (next == nextTo && lost == lostTo) made.add(pages[p]);
      else
        cut(
            merged(pages[p], rows.part(next, nextTo), Arrays.copyOfRange(gone, lost, lostTo)),
            made);
      next = nextTo;
      lost = lostTo;
    }
    var merged = new SnapshotRows(made);
    // Pages get smaller as messages go.
    boolean isSparse = merged.pages.length > 2 + 2 * (merged.size() >> PAGE_BITS);
    if (!isSparse) return merged;
    var whole = merged.all();
    return of(whole.uids, whole.flags, whole.modseqs);
  }

  /// The place of the first that is not less than `limit`.
  private static int before(int[] ascending, int from, int limit) {
    int at = from;
    while (at < ascending.length && ascending[at] < limit) at++;
    return at;
  }

  private static Page merged(Page old, Page others, int[] gone) {
    int room = old.size() + others.size();
    var merged = new Page(new int[room], new long[room], new long[room]);
    int size = 0;
    int other = 0;
    int lost = 0;
    for (int i = 0; i < old.size(); i++) {
      int uid = old.uids[i];
      while (other < others.size() && others.uids[other] < uid)
        copy(others, other++, merged, size++);
      boolean isReplaced = other < others.size() && others.uids[other] == uid;
      lost = before(gone, lost, uid);
      boolean isGone = lost < gone.length && gone[lost] == uid;
      if (!isGone) copy(isReplaced ? others : old, isReplaced ? other : i, merged, size++);
      if (isReplaced) other++;
    }
    while (other < others.size()) copy(others, other++, merged, size++);
    return merged.part(0, size);
  }

  private static void copy(Page from, int i, Page to, int at) {
    to.uids[at] = from.uids[i];
    to.flags[at] = from.flags[i];
    to.modseqs[at] = from.modseqs[i];
  }

  private Page all() {
    if (pages.length == 1) return pages[0];
    var all = new Page(new int[size()], new long[size()], new long[size()]);
    for (int p = 0; p < pages.length; p++) {
      System.arraycopy(pages[p].uids, 0, all.uids, starts[p], pages[p].size());
      System.arraycopy(pages[p].flags, 0, all.flags, starts[p], pages[p].size());
      System.arraycopy(pages[p].modseqs, 0, all.modseqs, starts[p], pages[p].size());
    }
    return all;
  }

  /// The first so many.
  SnapshotRows first(int count) {
    if (count == size()) return this;
    var kept = new ArrayList<Page>();
    for (int p = 0; p < pages.length && starts[p] < count; p++)
      kept.add(pages[p].part(0, Math.min(pages[p].size(), count - starts[p])));
    return new SnapshotRows(kept);
  }

  /// Those at some places, ascending.
  SnapshotRows at(int[] places) {
    if (places.length == 0) return NONE;
    return of(
        IntStream.of(places).map(this::uid).toArray(),
        IntStream.of(places).mapToLong(this::flags).toArray(),
        IntStream.of(places).mapToLong(this::modseq).toArray());
  }

  /// The places of those that are not in `other`.
  int[] absentFrom(SnapshotRows other) {
    return places(other, (_, there) -> there < 0);
  }

  /// The places of those that are not in `other`, or otherwise.
  int[] unlike(SnapshotRows other) {
    return places(
        other,
        (here, there) ->
            there < 0 || flags(here) != other.flags(there) || modseq(here) != other.modseq(there));
  }

  /// Of a message: its place here, and in the other state (negative: it is not there).
  private interface Wanted {
    boolean is(int here, int there);
  }

  private int[] places(SnapshotRows other, Wanted wanted) {
    var places = IntStream.builder();
    int there = 0;
    for (int p = 0; p < pages.length; p++) {
      while (there < other.pages.length && other.pages[there].last() < pages[p].first()) there++;
      boolean isShared = there < other.pages.length && other.pages[there] == pages[p];
      if (isShared) continue;
      for (int place = starts[p]; place < starts[p + 1]; place++)
        if (wanted.is(place, other.indexOf(uid(place)))) places.add(place);
    }
    return places.build().toArray();
  }
}

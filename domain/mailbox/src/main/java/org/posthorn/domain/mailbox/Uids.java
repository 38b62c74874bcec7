package org.posthorn.domain.mailbox;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.function.IntPredicate;

/// A set of UIDs as a sorted array, walked as the ranges that it is made of.
public final class Uids {

  private final int[] sorted;

  private Uids(int[] sorted) {
    this.sorted = sorted;
  }

  /// Takes the array as its own; it must be ascending and without doubles.
  public static Uids ofSorted(int[] sorted) {
    for (var i = 1; i < sorted.length; i++)
      if (sorted[i - 1] >= sorted[i]) throw new IllegalArgumentException("UIDs not ascending");
    return new Uids(sorted);
  }

  public static Uids of(int... any) {
    return new Uids(Arrays.stream(any).sorted().distinct().toArray());
  }

  public int size() {
    return sorted.length;
  }

  public boolean isEmpty() {
    return sorted.length == 0;
  }

  public int get(int index) {
    return sorted[index];
  }

  public boolean contains(int uid) {
    return Arrays.binarySearch(sorted, uid) >= 0;
  }

  Uids filter(IntPredicate wanted) {
    return new Uids(Arrays.stream(sorted).filter(wanted).toArray());
  }

  /// For reading only.
  public int[] array() {
    return sorted;
  }

  /// The index after the last one of the run that starts at `start`: uids that are at most `gap`
  /// apart.
  int endOfRun(int start, int gap) {
    if (start >= sorted.length) throw new NoSuchElementException();
    var end = start + 1;
    while (end < sorted.length && sorted[end] - sorted[end - 1] <= gap) end++;
    return end;
  }
}

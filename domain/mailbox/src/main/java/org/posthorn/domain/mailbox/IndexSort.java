package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// Sorts numbers of messages by what stands at those numbers, without an object for each: a merge
/// sort that keeps the order of equals, and takes hardly more than one look at what is sorted
/// already.
final class IndexSort {

  private static final int SHORT = 8;

  private IndexSort() {}

  interface Order {
    int compare(int a, int b);
  }

  static void sort(int[] numbers, Order order) {
    if (numbers.length < 2) return;
    sort(numbers, new int[numbers.length], 0, numbers.length, order);
  }

  /// `sorted` with more in its order; those in `more` come behind their equals.
  static int[] merged(int[] sorted, int[] more, Order order) {
    sort(more, order);
    var all = Arrays.copyOf(sorted, sorted.length + more.length);
    System.arraycopy(more, 0, all, sorted.length, more.length);
    if (more.length > 0 && sorted.length > 0)
      merge(all, new int[all.length], new Halves(0, sorted.length, all.length), order);
    return all;
  }

  private record Halves(int from, int middle, int to) {}

  private static void sort(int[] numbers, int[] room, int from, int to, Order order) {
    if (to - from <= SHORT) {
      insert(numbers, from, to, order);
      return;
    }
    var middle = (from + to) >>> 1;
    sort(numbers, room, from, middle, order);
    sort(numbers, room, middle, to, order);
    merge(numbers, room, new Halves(from, middle, to), order);
  }

  private static void insert(int[] numbers, int from, int to, Order order) {
    for (var i = from + 1; i < to; i++) {
      var number = numbers[i];
      var at = i;
      while (at > from && order.compare(numbers[at - 1], number) > 0) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = number;
    }
  }

  private static void merge(int[] numbers, int[] room, Halves halves, Order order) {
    var from = halves.from();
    var middle = halves.middle();
    var to = halves.to();
    if (order.compare(numbers[middle - 1], numbers[middle]) <= 0) return;
    System.arraycopy(numbers, from, room, from, middle - from);
    // All of the second half before the first: what a reversed order does.
    if (order.compare(numbers[from], numbers[to - 1]) > 0) {
      System.arraycopy(numbers, middle, numbers, from, to - middle);
      System.arraycopy(room, from, numbers, from + to - middle, middle - from);
      return;
    }
    var left = from;
    var right = middle;
    var at = from;
    while (left < middle && right < to)
      numbers[at++] =
          order.compare(room[left], numbers[right]) <= 0 ? room[left++] : numbers[right++];
    System.arraycopy(room, left, numbers, at, middle - left);
  }
}

package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// A number for each of many hashes, without objects. What it is asked for are pieces of SHA-256,
/// which nobody can choose, so that they spread by themselves. Belongs to one thread.
final class HashNumbers {

  private long[] hashes;
  private int[] numbers;
  private int size;

  HashNumbers(int expected) {
    var room = Integer.highestOneBit(Math.max(8, expected)) * 4;
    hashes = new long[room];
    numbers = new int[room];
    Arrays.fill(numbers, -1);
  }

  /// The number of `hash`, which is now `number` if there was none.
  int putIfAbsent(long hash, int number) {
    var at = find(hash);
    if (numbers[at] >= 0) return numbers[at];
    hashes[at] = hash;
    numbers[at] = number;
    if (++size * 2 > hashes.length) grow();
    return number;
  }

  /// -1 when there is none.
  int get(long hash) {
    return numbers[find(hash)];
  }

  void put(long hash, int number) {
    var at = find(hash);
    if (numbers[at] < 0) putIfAbsent(hash, number);
    else numbers[at] = number;
  }

  private int find(long hash) {
    var at = (int) (hash >>> 8) & (hashes.length - 1);
    while (numbers[at] >= 0 && hashes[at] != hash) at = (at + 1) & (hashes.length - 1);
    return at;
  }

  private void grow() {
    var oldHashes = hashes;
    var oldNumbers = numbers;
    hashes = new long[oldHashes.length * 2];
    numbers = new int[hashes.length];
    Arrays.fill(numbers, -1);
    for (var i = 0; i < oldHashes.length; i++) {
      if (oldNumbers[i] < 0) continue;
      var at = find(oldHashes[i]);
      hashes[at] = oldHashes[i];
      numbers[at] = oldNumbers[i];
    }
  }
}

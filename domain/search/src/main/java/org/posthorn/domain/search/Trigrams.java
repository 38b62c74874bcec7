package org.posthorn.domain.search;

import java.util.Arrays;

/// Which sequences of three octets the tokens of a page have, as a set of hashes: most pages of a
/// large dictionary are passed over by it without being read.
final class Trigrams {

  private static final int LOG_BITS = 14;

  /// The octets of a page's set: a sixteenth of the page, half of its bits set at most for words.
  static final int OCTETS = 1 << (LOG_BITS - 3);

  private Trigrams() {}

  static void add(byte[] source, int from, int to, byte[] set) {
    for (int i = from + 2; i < to; i++) {
      int hash = hash(source[i - 2], source[i - 1], source[i]);
      set[hash >>> 3] |= (byte) (1 << (hash & 7));
    }
  }

  /// The hashes of what a token must have.
  static int[] of(String octets) {
    var hashes = new int[Math.max(0, octets.length() - 2)];
    for (int i = 0; i < hashes.length; i++)
      hashes[i] = hash(octets.charAt(i), octets.charAt(i + 1), octets.charAt(i + 2));
    return Arrays.stream(hashes).distinct().toArray();
  }

  /// Whether the set that starts at `at` has them all.
  static boolean hasAll(byte[] sets, int at, int[] hashes) {
    for (int hash : hashes) if ((sets[at + (hash >>> 3)] & (1 << (hash & 7))) == 0) return false;
    return true;
  }

  private static int hash(int a, int b, int c) {
    int all = (a & 0xff) | ((b & 0xff) << 8) | ((c & 0xff) << 16);
    return (all * 0x9e3779b1) >>> (Integer.SIZE - LOG_BITS);
  }
}

package org.posthorn.wire.sieve;

/// Finds text in text in linear time.
final class Substrings {

  /// For shorter keys the library's search is quick, whatever the text.
  private static final int SHORT = 32;

  private Substrings() {}

  /// Where the key is at or behind `from`, or -1.
  static int find(String text, String key, int from, Work work) {
    if (key.length() <= SHORT) {
      int found = text.indexOf(key, from);
      work.spend((found < 0 ? text.length() : found) - (long) from + key.length());
      return found;
    }
    if (key.length() > text.length() - from) return -1;
    work.spend(2L * key.length());
    var borders = borders(key);
    int matched = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      while (matched > 0 && key.charAt(matched) != c) matched = borders[matched - 1];
      if (key.charAt(matched) == c) matched++;
      if (matched < key.length()) continue;
      work.spend(2L * (i - from));
      return i - matched + 1;
    }
    work.spend(2L * (text.length() - from));
    return -1;
  }

  /// For each prefix of the key, the longest text that begins and ends it (Knuth, Morris, Pratt).
  private static int[] borders(String key) {
    var borders = new int[key.length()];
    for (int i = 1; i < key.length(); i++) {
      int length = borders[i - 1];
      while (length > 0 && key.charAt(length) != key.charAt(i)) length = borders[length - 1];
      if (key.charAt(length) == key.charAt(i)) length++;
      borders[i] = length;
    }
    return borders;
  }
}

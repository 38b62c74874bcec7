package org.posthorn.app;

import java.util.Comparator;
import java.util.List;

/// Finds what somebody probably meant to write.
final class Nearest {
  private Nearest() {}

  /// The word that takes the fewest edits to become; `words` is not empty.
  static String to(String written, List<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(written, word)))
        .orElseThrow();
  }

  /// Levenshtein's distance.
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

package org.posthorn.wire.sieve;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Guesses what was meant.
final class Spelling {

  /// Longer words are no slips of known ones.
  private static final int MAX_LENGTH = 40;

  private Spelling() {}

  /// The known word that is two letters off at most, and less than half of it; or null.
  static @Nullable String nearest(String word, Collection<String> known) {
    if (word.length() > MAX_LENGTH) return null;
    String nearest = null;
    int least = Math.min(3, word.length() / 2 + 1);
    for (var candidate : known.stream().sorted().toList()) {
      int distance = distance(word, candidate);
      if (distance >= least) continue;
      least = distance;
      nearest = candidate;
    }
    return nearest;
  }

  /// Insertions, deletions and changes of one letter (Levenshtein).
  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) row[j] = j;
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}

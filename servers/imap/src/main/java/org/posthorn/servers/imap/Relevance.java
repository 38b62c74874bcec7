package org.posthorn.servers.imap;

import java.util.ArrayList;
import java.util.List;

/// How well each message matches the fuzzy keys of a search (RFC 6203 §4), an octet for each key
/// and message. Belongs to one search.
final class Relevance {

  /// Fuzzy texts of one search that are scored; more of them still match.
  private static final int MAX_KEYS = 8;

  private final int messages;
  private final List<byte[]> scores = new ArrayList<>();

  Relevance(int messages) {
    this.messages = messages;
  }

  /// What takes the scores of one more key, by the place of the message.
  interface Scores {
    void note(int index, int score);
  }

  Scores key() {
    if (scores.size() == MAX_KEYS) return (_, _) -> {};
    var own = new byte[messages];
    scores.add(own);
    return (index, score) -> own[index] = (byte) score;
  }

  /// From 1 to 100: the mean of what the keys that match say. What matches otherwise is as good as
  /// it can be.
  int of(int index) {
    int sum = 0;
    int count = 0;
    for (var each : scores) {
      if (each[index] == 0) continue;
      sum += each[index];
      count++;
    }
    return count == 0 ? FuzzyMatch.PERFECT : Math.max(1, sum / count);
  }

  /// Of all messages.
  int[] all() {
    var all = new int[messages];
    for (int i = 0; i < messages; i++) all[i] = of(i);
    return all;
  }
}

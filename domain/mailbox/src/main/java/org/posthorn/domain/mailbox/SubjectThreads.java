package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// THREAD=ORDEREDSUBJECT (RFC 5256 §3): threads are messages of one base subject, in the order of
/// their dates; the first is the parent of all others.
final class SubjectThreads {

  private SubjectThreads() {}

  /// @param at the numbers of the messages among the keys
  /// @param dated places in `at`, in the order of sent dates
  static ThreadTree of(SortKeys keys, int[] at, int[] dated) {
    var first = new int[at.length];
    var next = new int[at.length];
    var last = new int[at.length];
    Arrays.fill(next, -1);
    var threads = 0;
    var bySubject = new HashNumbers(at.length);
    for (var message : dated) {
      var thread = bySubject.putIfAbsent(keys.subject(at[message]), threads);
      if (thread == threads) first[threads++] = message;
      else next[last[thread]] = message;
      last[thread] = message;
    }
    var tree = new ThreadTree.Builder(at.length * 3);
    for (var thread = 0; thread < threads; thread++) {
      tree.open();
      tree.message(keys.uid(at[first[thread]]));
      var child = next[first[thread]];
      var only = child >= 0 && next[child] < 0;
      for (; child >= 0; child = next[child]) {
        if (!only) tree.open();
        tree.message(keys.uid(at[child]));
        if (!only) tree.close();
      }
      tree.close();
    }
    return tree.build();
  }
}

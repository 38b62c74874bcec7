package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// THREAD=REFERENCES (RFC 5256 §3), step by step, on arrays: a node is a place among the messages
/// asked for, or, beyond those, a dummy. Belongs to one command.
///
/// All lists of siblings are in the order of sent dates because they are filled in that order; an
/// order that the RFC asks for at a step is made by walking the messages in it.
final class ReferenceThreads {

  private static final int NONE = Forest.NONE;

  private final SortKeys keys;
  private final int[] at;
  private final int[] dated;
  private final Forest forest;

  /// After step 3: the parent of each message, NONE for a message under the root.
  private int[] parents;

  /// Dummies that were merged into another one, step 5.
  private int[] mergedInto;

  private int nodes;

  /// For each of the latest [#roots] its first message.
  private int[] firstOf = new int[0];

  private ReferenceThreads(SortKeys keys, int[] at, int[] dated) {
    this.keys = keys;
    this.at = at;
    this.dated = dated;
    forest = new Forest(at.length);
    parents = new int[0];
    mergedInto = new int[0];
  }

  /// @param at the numbers of the messages among the keys
  /// @param dated places in `at`, in the order of sent dates
  static ThreadTree of(SortKeys keys, int[] at, int[] dated) {
    var threads = new ReferenceThreads(keys, at, dated);
    threads.link();
    threads.prune();
    threads.merge();
    return threads.tree();
  }

  /// Step 1.
  private void link() {
    var byId = new HashNumbers(at.length * 2);
    for (var message = 0; message < at.length; message++) {
      var id = keys.id(at[message]);
      if (id != 0) byId.putIfAbsent(id, message);
    }
    for (var message = 0; message < at.length; message++) {
      var last = linkReferences(byId, at[message]);
      if (forest.parent(message) == last) continue;
      forest.cut(message);
      if (last != NONE) forest.link(message, last);
    }
  }

  /// Step 1.A; returns the last reference.
  private int linkReferences(HashNumbers byId, int number) {
    var before = NONE;
    for (var i = keys.firstReference(number); i < keys.endOfReferences(number); i++) {
      var node = byId.get(keys.reference(i));
      if (node < 0) {
        node = forest.add();
        byId.put(keys.reference(i), node);
      }
      if (before != NONE && forest.parent(node) == NONE) forest.link(node, before);
      before = node;
    }
    return before;
  }

  /// Steps 2 and 3: what is under a dummy goes to what is above it, but stays together under a
  /// dummy at the top that has several.
  private void prune() {
    nodes = forest.size();
    var up = new int[nodes];
    Arrays.fill(up, -2);
    var count = new int[nodes];
    parents = new int[at.length];
    for (var message = 0; message < at.length; message++) {
      parents[message] = above(forest.parent(message), up);
      if (parents[message] != NONE) count[parents[message]]++;
    }
    for (var message = 0; message < at.length; message++) {
      var parent = parents[message];
      if (parent >= at.length && count[parent] == 1) parents[message] = NONE;
    }
    // A merge may need a dummy more.
    mergedInto = new int[nodes + at.length];
    Arrays.fill(mergedInto, NONE);
  }

  /// The message or the dummy at the top that remains above a child of `node`.
  private int above(int node, int[] up) {
    var found = node;
    while (found >= at.length && up[found] == -2 && forest.parent(found) != NONE)
      found = forest.parent(found);
    if (found >= at.length && up[found] != -2) found = up[found];
    // So that the next one need not walk.
    for (var step = node; step >= at.length && step != found && up[step] == -2; ) {
      up[step] = found;
      step = forest.parent(step);
    }
    return found;
  }

  /// Steps 4 and 5.
  private void merge() {
    var roots = roots();
    var firsts = firstOf;
    var table = new HashNumbers(roots.length);
    for (var i = 0; i < roots.length; i++) {
      var subject = keys.subject(at[firsts[i]]);
      if (subject == 0) continue;
      var there = table.putIfAbsent(subject, roots[i]);
      if (there != roots[i] && isMessage(there) && takesPlace(roots[i], there))
        table.put(subject, roots[i]);
    }
    for (var i = 0; i < roots.length; i++) {
      var subject = keys.subject(at[firsts[i]]);
      if (subject == 0) continue;
      var there = table.get(subject);
      if (there != roots[i]) table.put(subject, merged(roots[i], there));
    }
  }

  /// Step 5.B.iv
  private boolean takesPlace(int current, int there) {
    return !isMessage(current) || (isReply(there) && !isReply(current));
  }

  /// Step 5.C.iv: puts two threads of one subject together; returns who stands for it from now on.
  private int merged(int current, int there) {
    if (!isMessage(there)) {
      if (isMessage(current)) parents[current] = there;
      else mergedInto[current] = there;
      return there;
    }
    if (isReply(current) && !isReply(there)) {
      parents[current] = there;
      return there;
    }
    var dummy = nodes++;
    parents[current] = dummy;
    parents[there] = dummy;
    return dummy;
  }

  private boolean isMessage(int node) {
    return node < at.length;
  }

  private boolean isReply(int node) {
    return isMessage(node) && keys.isReply(at[node]);
  }

  private int parent(int message) {
    var parent = parents[message];
    while (parent >= at.length && mergedInto[parent] != NONE) parent = mergedInto[parent];
    return parent;
  }

  /// What is under the root, in the order of sent dates: a dummy has that of its first child.
  private int[] roots() {
    var roots = new int[at.length];
    firstOf = new int[at.length];
    var seen = new boolean[nodes];
    var count = 0;
    for (var message : dated) {
      var parent = parent(message);
      var root = parent == NONE ? message : parent;
      if ((parent != NONE && isMessage(parent)) || seen[root]) continue;
      seen[root] = true;
      firstOf[count] = message;
      roots[count++] = root;
    }
    return Arrays.copyOf(roots, count);
  }

  /// Step 6, and the threads as they are told.
  private ThreadTree tree() {
    var roots = roots();
    var first = new int[nodes];
    var last = new int[nodes];
    var next = new int[at.length];
    Arrays.fill(first, NONE);
    Arrays.fill(next, NONE);
    for (var message : dated) {
      var parent = parent(message);
      if (parent == NONE) continue;
      if (first[parent] == NONE) first[parent] = message;
      else next[last[parent]] = message;
      last[parent] = message;
    }
    var walk = new Walk(first, next);
    for (var root : roots) walk.thread(root);
    return walk.tree.build();
  }

  /// Writes threads without recursion, however deep they are.
  private final class Walk {
    private final ThreadTree.Builder tree = new ThreadTree.Builder(at.length * 3);
    private final int[] first;
    private final int[] next;

    /// The siblings that are to come at each split above.
    private int[] waiting = new int[64];

    private int depth;

    Walk(int[] first, int[] next) {
      this.first = first;
      this.next = next;
    }

    void thread(int root) {
      tree.open();
      if (isMessage(root)) tree.message(keys.uid(at[root]));
      var child = branch(first[root]);
      while (child != NONE || depth > 0) {
        if (child != NONE) {
          tree.message(keys.uid(at[child]));
          child = branch(first[child]);
          continue;
        }
        // A branch of a split has ended.
        tree.close();
        child = waiting[--depth];
        if (child == NONE) continue;
        tree.open();
        push(next[child]);
      }
      tree.close();
    }

    /// What is told next, of children of which the first is given: opens a branch if there are
    /// several.
    private int branch(int child) {
      if (child == NONE || next[child] == NONE) return child;
      tree.open();
      push(next[child]);
      return child;
    }

    private void push(int sibling) {
      if (depth == waiting.length) waiting = Arrays.copyOf(waiting, depth * 2);
      waiting[depth++] = sibling;
    }
  }
}

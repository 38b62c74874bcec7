package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// Trees that are put together link by link, and asked at each link whether it would close a loop.
///
/// Trees of real mail are shallow, so that a walk to the root answers. Where one is deep, which
/// somebody can send on purpose, link-cut trees (Sleator and Tarjan) are built once and kept along:
/// each question then costs the logarithm of the number of messages. Belongs to one thread.
final class Forest {

  static final int NONE = -1;

  /// Steps of a walk before it is given up.
  private static final int SHALLOW = 200;

  private int[] parents;
  private int[] children;
  private int size;

  // The link-cut trees: children in the splay tree, and what is above. Empty until needed.
  private int[] left = new int[0];
  private int[] right = new int[0];
  private int[] above = new int[0];

  Forest(int size) {
    this.size = size;
    parents = new int[size + size / 2 + 16];
    Arrays.fill(parents, NONE);
    children = new int[parents.length];
  }

  int size() {
    return size;
  }

  /// One more tree of a single node.
  int add() {
    if (size == parents.length) {
      parents = grown(parents);
      children = Arrays.copyOf(children, parents.length);
    }
    if (left.length > 0 && size == left.length) {
      left = grown(left);
      right = grown(right);
      above = grown(above);
    }
    return size++;
  }

  private static int[] grown(int[] old) {
    var more = Arrays.copyOf(old, old.length * 2);
    Arrays.fill(more, old.length, more.length, NONE);
    return more;
  }

  int parent(int node) {
    return parents[node];
  }

  /// Makes `parent` the parent of a `node` that has none, unless that would close a loop.
  void link(int node, int parent) {
    if (node == parent || (children[node] > 0 && isAbove(node, parent))) return;
    parents[node] = parent;
    children[parent]++;
    if (left.length == 0) return;
    access(node);
    above[node] = parent;
  }

  /// Takes a node with all below it away from its parent, if it has one.
  void cut(int node) {
    if (parents[node] == NONE) return;
    children[parents[node]]--;
    parents[node] = NONE;
    if (left.length == 0) return;
    access(node);
    above[left[node]] = NONE;
    left[node] = NONE;
  }

  /// Whether `root`, which has no parent, is the root of the tree of `node`.
  private boolean isAbove(int root, int node) {
    var at = node;
    for (var steps = 0; steps < SHALLOW; steps++) {
      if (parents[at] == NONE) return at == root;
      at = parents[at];
    }
    if (left.length == 0) {
      left = new int[parents.length];
      right = new int[parents.length];
      Arrays.fill(left, NONE);
      Arrays.fill(right, NONE);
      above = Arrays.copyOf(parents, parents.length);
    }
    return root(node) == root;
  }

  private int root(int node) {
    access(node);
    var at = node;
    while (left[at] != NONE) at = left[at];
    splay(at);
    return at;
  }

  /// Makes the path from the root to `node` one splay tree with `node` on top.
  private void access(int node) {
    var below = NONE;
    for (var at = node; at != NONE; at = above[at]) {
      splay(at);
      right[at] = below;
      below = at;
    }
    splay(node);
  }

  private boolean isTop(int node) {
    var over = above[node];
    return over == NONE || (left[over] != node && right[over] != node);
  }

  private void splay(int node) {
    while (!isTop(node)) {
      var over = above[node];
      if (!isTop(over)) {
        var straight = (left[above[over]] == over) == (left[over] == node);
        rotate(straight ? over : node);
      }
      rotate(node);
    }
  }

  private void rotate(int node) {
    var over = above[node];
    var top = above[over];
    var overWasTop = isTop(over);
    if (left[over] == node) {
      left[over] = right[node];
      if (right[node] != NONE) above[right[node]] = over;
      right[node] = over;
    } else {
      right[over] = left[node];
      if (left[node] != NONE) above[left[node]] = over;
      left[node] = over;
    }
    above[over] = node;
    above[node] = top;
    if (overWasTop) return;
    if (left[top] == over) left[top] = node;
    else right[top] = node;
  }
}

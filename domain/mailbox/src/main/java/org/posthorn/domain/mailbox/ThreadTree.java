package org.posthorn.domain.mailbox;

import java.util.Arrays;

/// Threads of messages, packed as they are written: UIDs in the order of a walk from parents to
/// children, with marks where a thread begins and ends. Immutable.
public final class ThreadTree {

  private static final int OPEN = -1;
  private static final int CLOSE = -2;

  private final int[] walk;

  private ThreadTree(int[] walk) {
    this.walk = walk;
  }

  /// What is told of a walk through the threads.
  public interface Visitor {
    /// A thread, or a branch of one, begins.
    void open();

    /// It ends.
    void close();

    /// The next message, a child of the one before in the same branch.
    void message(int uid);
  }

  public void walk(Visitor visitor) {
    for (int step : walk) {
      switch (step) {
        case OPEN -> visitor.open();
        case CLOSE -> visitor.close();
        default -> visitor.message(step);
      }
    }
  }

  /// Puts a walk together. Belongs to one thread.
  static final class Builder implements Visitor {
    private int[] walk;
    private int size;

    Builder(int expected) {
      walk = new int[Math.max(16, expected)];
    }

    @Override
    public void open() {
      add(OPEN);
    }

    @Override
    public void close() {
      add(CLOSE);
    }

    @Override
    public void message(int uid) {
      add(uid);
    }

    private void add(int step) {
      if (size == walk.length) walk = Arrays.copyOf(walk, size * 2);
      walk[size++] = step;
    }

    ThreadTree build() {
      return new ThreadTree(Arrays.copyOf(walk, size));
    }
  }
}

package org.posthorn.platform.net;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/// Spare buffers of one size, shared by all connections: a connection borrows one for a request and
/// holds none while it is idle. Thread-safe. Buffers are not wiped; nobody reads beyond what he put
/// in.
final class BufferPool {
  static final int BUFFER_BYTES = 16 * 1024;
  private static final int MOST_SPARE = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<byte[]> spare = new ArrayDeque<>();

  byte[] take() {
    lock.lock();
    try {
      var buffer = spare.pollLast();
      if (buffer != null) return buffer;
    } finally {
      lock.unlock();
    }
    return new byte[BUFFER_BYTES];
  }

  /// Gives a buffer back; one of another size is left to the garbage collector.
  void giveBack(byte[] buffer) {
    if (buffer.length != BUFFER_BYTES) return;
    lock.lock();
    try {
      if (spare.size() < MOST_SPARE) spare.addLast(buffer);
    } finally {
      lock.unlock();
    }
  }

  int spare() {
    lock.lock();
    try {
      return spare.size();
    } finally {
      lock.unlock();
    }
  }
}

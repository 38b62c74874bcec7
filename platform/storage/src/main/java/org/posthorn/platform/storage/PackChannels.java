package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The packs of one partition, open for reading. Any thread; at most [#MOST_OPEN] file descriptors.
///
/// Interrupting a thread that reads a `FileChannel` closes it for all. A reader that finds its
/// channel closed, by that or because it was the least used, opens the file again.
final class PackChannels implements AutoCloseable {

  private static final int MOST_OPEN = 64;

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Integer, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  PackChannels(Path folder) {
    this.folder = folder;
  }

  static Path file(Path folder, int pack) {
    return folder.resolve("%06d.pack".formatted(pack));
  }

  /// Fills `into` from `position` on and flips it; it is short only at the end of the file.
  void read(int pack, long position, ByteBuffer into) throws IOException, PackGone {
    var interrupted = Thread.interrupted();
    try {
      while (!tryRead(pack, position, into)) interrupted |= Thread.interrupted();
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /// False if the channel was closed meanwhile.
  private boolean tryRead(int pack, long position, ByteBuffer into) throws IOException, PackGone {
    into.clear();
    var channel = channel(pack);
    try {
      var at = position;
      for (var n = 0; into.hasRemaining() && n >= 0; at += n) n = channel.read(into, at);
      into.flip();
      return true;
    } catch (ClosedChannelException _) {
      return false;
    }
  }

  private FileChannel channel(int pack) throws IOException, PackGone {
    lock.lock();
    try {
      if (closed) throw new IOException("the store is closed");
      var channel = open.get(pack);
      if (channel != null && channel.isOpen()) return channel;
      channel = FileChannel.open(file(folder, pack), StandardOpenOption.READ);
      open.put(pack, channel);
      if (open.size() > MOST_OPEN) closeEldest();
      return channel;
    } catch (NoSuchFileException _) {
      throw new PackGone(pack);
    } finally {
      lock.unlock();
    }
  }

  private void closeEldest() throws IOException {
    Map.Entry<Integer, FileChannel> eldest = open.pollFirstEntry();
    if (eldest != null) eldest.getValue().close();
  }

  /// Called before the file of a pack is deleted.
  void forget(int pack) throws IOException {
    lock.lock();
    try {
      var channel = open.remove(pack);
      if (channel != null) channel.close();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      for (var channel : open.values()) channel.close();
      open.clear();
    } finally {
      lock.unlock();
    }
  }
}

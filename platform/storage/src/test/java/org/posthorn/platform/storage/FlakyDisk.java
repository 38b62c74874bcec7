package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A disk with little room, or one that fails to sync.
final class FlakyDisk implements PackFiles {

  /// Octets that may still be written.
  final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

  /// How many of the next syncs fail.
  final AtomicInteger failingSyncs = new AtomicInteger();

  @Override
  public FileChannel open(Path file) throws IOException {
    return new Channel(PackFiles.ON_DISK.open(file));
  }

  private final class Channel extends FileChannel {
    private final FileChannel disk;

    Channel(FileChannel disk) {
      this.disk = disk;
    }

    /// As a real disk does: a part is written, then it fails.
    @Override
    public int write(ByteBuffer from) throws IOException {
      if (room.get() <= 0) throw new IOException("No space left on device");
      var wanted = from.remaining();
      var fits = (int) Math.min(room.get(), wanted);
      var part = from.slice(from.position(), fits);
      disk.write(part);
      from.position(from.position() + fits);
      room.addAndGet(-fits);
      return fits;
    }

    @Override
    public void force(boolean metadata) throws IOException {
      if (failingSyncs.getAndUpdate(n -> Math.max(0, n - 1)) > 0)
        throw new IOException("Input/output error");
      disk.force(metadata);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      var cut = Math.max(0, disk.size() - size);
      room.updateAndGet(n -> n == Long.MAX_VALUE ? n : n + cut);
      disk.truncate(size);
      return this;
    }

    @Override
    public long position() throws IOException {
      return disk.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      disk.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return disk.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
      disk.close();
    }

    @Override
    public int read(ByteBuffer to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer to, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Looks at how large the list of files in a zip says that it is, before it is read into memory.
final class ZipDirectory {
  /// Half a million names of some hundred octets.
  private static final long MAX_OCTETS = 96L << 20;

  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int END_SIZE = 22;
  private static final int END_64_SIZE = 56;
  private static final int LOCATOR_SIZE = 20;
  private static final int MAX_COMMENT = 65_535;

  private ZipDirectory() {}

  /// The file's size.
  ///
  /// @throws IOException when it is no zip, or one with too large a list
  static long check(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
      throw new IOException("it is no plain file");
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int most = (int) Math.min(size, END_SIZE + MAX_COMMENT + LOCATOR_SIZE);
      var tail = read(channel, size - most, most);
      int at = most - END_SIZE;
      while (at >= 0 && tail.getInt(at) != END) at--;
      if (at < 0) throw new IOException("it is no zip, or its end is missing");
      long directory = directory(channel, tail, at);
      if (directory < 0 || directory > MAX_OCTETS)
        throw new IOException("its list of files is too large; split it");
      return size;
    }
  }

  private static long directory(FileChannel channel, ByteBuffer tail, int at) throws IOException {
    long directory = Integer.toUnsignedLong(tail.getInt(at + 12));
    if (directory != 0xffffffffL || at < LOCATOR_SIZE) return directory;
    long end = tail.getLong(at - LOCATOR_SIZE + 8);
    if (end < 0 || end > channel.size() - END_64_SIZE) throw new IOException("its end is damaged");
    var record = read(channel, end, END_64_SIZE);
    return record.getInt(0) == END_64 ? record.getLong(40) : Long.MAX_VALUE;
  }

  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0)
        throw new IOException("it ends too early");
    }
    return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
  }
}

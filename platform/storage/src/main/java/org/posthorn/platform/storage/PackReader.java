package org.posthorn.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists a pack without any database: what a repair has to start from. One thread at a time.
///
/// A pack begins with 16 octets, "POSTHORN", the version 1 and the pack's number; then records
/// follow without gaps, each as [RecordHeader] says.
final class PackReader implements AutoCloseable {

  static final int HEADER = 16;
  private static final long MAGIC = 0x504f5354484f524eL;
  private static final int VERSION = 1;

  private final FileChannel channel;
  private final long size;

  private PackReader(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  static PackReader open(Path file) throws IOException {
    return new PackReader(FileChannel.open(file, StandardOpenOption.READ));
  }

  static byte[] header(int pack) {
    return ByteBuffer.allocate(HEADER).putLong(MAGIC).putInt(VERSION).putInt(pack).array();
  }

  /// Numbers of the packs in a folder, ascending.
  static List<Integer> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{6,9}\\.pack"))
          .map(name -> Integer.valueOf(name.substring(0, name.length() - 5)))
          .sorted()
          .toList();
    }
  }

  /// A record that was found.
  record Entry(long position, RecordHeader header) {
    long end() {
      return position + header.recordLength();
    }
  }

  /// Whether the pack begins as it should.
  boolean hasHeader() throws IOException {
    return java.util.Arrays.equals(bytes(0, 12), 0, 12, header(0), 0, 12);
  }

  /// The record at `position`, or null if none begins there or its end is missing.
  @Nullable Entry at(long position) throws IOException {
    var fixed = bytes(position, RecordHeader.FIXED);
    var length = fixed.length < RecordHeader.FIXED ? -1 : RecordHeader.lengthOf(fixed);
    if (length < 0) return null;
    var header = RecordHeader.parse(bytes(position, length));
    if (header == null || position + header.recordLength() > size) return null;
    return new Entry(position, header);
  }

  private byte[] bytes(long position, int length) throws IOException {
    var n = (int) Math.max(0, Math.min(length, size - position));
    var buffer = ByteBuffer.allocate(n);
    while (buffer.hasRemaining()) if (channel.read(buffer, position + buffer.position()) < 0) break;
    return java.util.Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

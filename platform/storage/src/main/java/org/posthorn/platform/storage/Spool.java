package org.posthorn.platform.storage;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Octets that arrive one after another and are read again afterwards: in memory up to
/// [#MEMORY_BYTES], beyond that in a file of the data folder. Refuses to grow beyond its limit.
/// Closing it deletes the file.
///
/// One thread at a time. The file is written and read by plain streams, which an interrupt of the
/// caller does not close.
public final class Spool extends OutputStream {

  /// Beyond this a spool is in a file.
  public static final int MEMORY_BYTES = 256 * 1024;

  private static final int FIRST_BYTES = 8 * 1024;

  private final Path folder;
  private final long limit;
  private byte[] memory = new byte[0];
  private @Nullable Path file;
  private @Nullable Path companion;
  private @Nullable OutputStream out;
  private long size;
  private boolean closed;

  private Spool(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /// A spool whose files are in `folder`; at most `limit` octets.
  public static Spool in(Path folder, long limit) {
    return new Spool(folder, limit);
  }

  /// More than the spool's limit was written to it. What was accepted before is still there.
  public static final class TooLarge extends IOException {
    private final long limit;

    TooLarge(long limit) {
      super("more than " + limit + " octets");
      this.limit = limit;
    }

    public long limit() {
      return limit;
    }
  }

  /// Octets written so far.
  public long size() {
    return size;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  /// Takes all of them or none.
  ///
  /// @throws TooLarge beyond the limit
  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (closed) throw new IOException("spool is closed");
    if (length > limit - size) throw new TooLarge(limit);
    if (out == null && size + length > MEMORY_BYTES) out = moveToFile();
    if (out != null) {
      // Large pieces go through; small ones are collected.
      out.write(from, offset, length);
    } else {
      var needed = (int) size + length;
      if (needed > memory.length)
        memory =
            Arrays.copyOf(
                memory,
                Math.min(MEMORY_BYTES, Math.max(FIRST_BYTES, Math.max(needed, memory.length * 2))));
      System.arraycopy(from, offset, memory, (int) size, length);
    }
    size += length;
  }

  private OutputStream moveToFile() throws IOException {
    var path = Files.createTempFile(folder, "spool", null);
    file = path;
    var stream = new java.io.BufferedOutputStream(new FileOutputStream(path.toFile()), 1 << 16);
    stream.write(memory, 0, (int) size);
    memory = new byte[0];
    return stream;
  }

  @Override
  public void flush() throws IOException {
    if (out != null) out.flush();
  }

  /// What was written so far, from its beginning; any number of times. The caller closes it.
  public InputStream open() throws IOException {
    if (closed) throw new IOException("spool is closed");
    if (file == null) return new ByteArrayInputStream(memory, 0, (int) size);
    flush();
    return new FileInputStream(file.toFile());
  }

  /// All of it in memory; for what is known to be small.
  public byte[] bytes() throws IOException {
    if (file == null) return Arrays.copyOf(memory, (int) size);
    try (var in = open()) {
      return in.readAllBytes();
    }
  }

  /// A second file that lives as long as this spool.
  Path companion() throws IOException {
    if (closed) throw new IOException("spool is closed");
    if (companion == null) companion = Files.createTempFile(folder, "blob", null);
    return companion;
  }

  /// Deletes what it holds. May be called more than once.
  @Override
  public void close() throws IOException {
    if (closed) return;
    closed = true;
    memory = new byte[0];
    try {
      if (out != null) out.close();
    } finally {
      if (file != null) Files.deleteIfExists(file);
      if (companion != null) Files.deleteIfExists(companion);
    }
  }
}

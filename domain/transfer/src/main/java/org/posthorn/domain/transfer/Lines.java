package org.posthorn.domain.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The lines of a small text file of another server, each as UTF-8.
final class Lines implements AutoCloseable {
  /// A file name has at most 255 octets, and a mailbox name 1,000; the rest of a longer line is
  /// dropped.
  private static final int MAX_OCTETS = 4_096;

  private final InputStream in;
  private final byte[] line = new byte[MAX_OCTETS];

  private Lines(InputStream in) {
    this.in = in;
  }

  /// Links are not followed: whoever owns the mail could point at what only the server may read.
  static Lines of(Path file) throws IOException {
    return new Lines(new BufferedInputStream(open(file)));
  }

  /// Opens a plain file and nothing else.
  static InputStream open(Path file) throws IOException {
    if (!Files.readAttributes(
            file, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) throw new IOException("it is no plain file");
    return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /// The next line without its end; null after the last.
  @Nullable String next() throws IOException {
    int size = 0;
    int octet = in.read();
    if (octet < 0) return null;
    while (octet >= 0 && octet != '\n') {
      if (size < MAX_OCTETS) line[size++] = (byte) octet;
      octet = in.read();
    }
    if (size > 0 && line[size - 1] == '\r') size--;
    return new String(line, 0, size, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

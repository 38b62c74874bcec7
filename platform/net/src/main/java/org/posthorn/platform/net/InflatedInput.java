package org.posthorn.platform.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks raw DEFLATE (RFC 1951, RFC 4978) from the stream below. Blocks only when nothing more
/// can be unpacked from what is here.
///
/// Belongs to the thread that reads; any thread may [#end] it. What unpacks to very much more than
/// it is, for long, is a bomb and refused: the peer is to pay for the work that it makes.
final class InflatedInput extends InputStream {
  /// What an idle connection keeps, besides some 10 KiB, with much input up to 40 KiB, of zlib's
  /// own.
  static final int PACKED_BYTES = 2048;

  /// Zeros reach 1,000; text and even repeated commands stay below 100 in the long run.
  static final int MOST_RATIO = 100;

  /// Octets beyond the ratio that anybody may have: a message as large as they come, all zeros.
  static final long MOST_BEYOND_RATIO = 128L << 20;

  private final InputStream below;
  private final ReentrantLock lock = new ReentrantLock();
  private final Inflater inflater = new Inflater(true);
  private final byte[] packed = new byte[PACKED_BYTES];
  private boolean ended;
  private long beyondRatio;

  InflatedInput(InputStream below) {
    this.below = below;
  }

  InputStream below() {
    return below;
  }

  @Override
  public int read() throws IOException {
    var octet = new byte[1];
    return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      int n = unpack(target, offset, length);
      if (n != 0) return n;
      // No lock is held while this waits.
      int more = below.read(packed, 0, packed.length);
      if (more < 0) return -1;
      feed(more);
    }
  }

  /// @return 0 when more is needed from below; -1 after the end of the compressed stream
  private int unpack(byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      if (ended || inflater.finished()) return -1;
      int n = inflater.inflate(target, offset, length);
      if (n == 0 && inflater.finished()) return -1;
      beyondRatio += n;
      if (beyondRatio > MOST_BEYOND_RATIO)
        throw new CompressionException("the peer's compressed data unpacks to too much");
      return n;
    } catch (DataFormatException e) {
      throw new CompressionException("the peer's compressed data is malformed: " + e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void feed(int more) {
    lock.lock();
    try {
      if (ended) return;
      beyondRatio = Math.max(0, beyondRatio - (long) MOST_RATIO * more);
      inflater.setInput(packed, 0, more);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() throws IOException {
    lock.lock();
    try {
      if (!ended && inflater.getRemaining() > 0) return inflater.getRemaining();
    } finally {
      lock.unlock();
    }
    return below.available();
  }

  /// Whether something has been read from below that is not unpacked yet: what came behind the end.
  boolean hasUnread() throws IOException {
    // Empty blocks, and the end of the stream, belong to what came before.
    var rest = new byte[1];
    if (unpack(rest, 0, 1) > 0) return true;
    lock.lock();
    try {
      return !ended && inflater.getRemaining() > 0;
    } finally {
      lock.unlock();
    }
  }

  /// Frees zlib's memory; the reader finds the end of the stream.
  void end() {
    lock.lock();
    try {
      if (!ended) inflater.end();
      ended = true;
    } finally {
      lock.unlock();
    }
  }
}

package org.posthorn.platform.net;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Compresses by raw DEFLATE (RFC 1951, RFC 4978) what goes to the stream below. After [#flush] the
/// peer can read every byte that was written, and neither a compressor nor a buffer is held: only
/// the last [#HISTORY_BYTES], which the next compressor is told, because the peer knows them still.
///
/// Belongs to the thread that writes.
final class DeflatedOutput extends OutputStream {
  /// What an idle connection keeps. Answers resemble the ones just before them most.
  static final int HISTORY_BYTES = 4096;

  private final OutputStream below;
  private final BufferPool pool;
  private final Deflaters deflaters;
  private final byte[] history = new byte[HISTORY_BYTES];
  private int known;
  private @Nullable Deflater deflater;

  /// Holds a buffer as long as `deflater` is there.
  private byte[] packed = {};

  DeflatedOutput(OutputStream below, BufferPool pool, Deflaters deflaters) {
    this.below = below;
    this.pool = pool;
    this.deflaters = deflaters;
  }

  OutputStream below() {
    return below;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) return;
    var compressor = compressor();
    compressor.setInput(bytes, offset, length);
    drain(compressor, Deflater.NO_FLUSH);
    remember(bytes, offset, length);
  }

  private Deflater compressor() {
    var held = deflater;
    if (held != null) return held;
    var taken = deflaters.take();
    packed = pool.take();
    deflater = taken;
    if (known > 0) taken.setDictionary(history, 0, known);
    return taken;
  }

  /// Everything that was written goes out, on the border of an octet: `Z_SYNC_FLUSH`.
  @Override
  public void flush() throws IOException {
    var held = deflater;
    if (held != null) drain(held, Deflater.SYNC_FLUSH);
    below.flush();
    release();
  }

  /// Ends the compressed stream; what follows is not compressed.
  void finish() throws IOException {
    var held = compressor();
    held.finish();
    drain(held, Deflater.NO_FLUSH);
    below.flush();
    release();
  }

  private void drain(Deflater held, int mode) throws IOException {
    boolean sent = false;
    try {
      int n;
      // A piece that is full may have left something behind.
      do {
        n = held.deflate(packed, 0, packed.length, mode);
        below.write(packed, 0, n);
      } while (n == packed.length);
      sent = true;
    } finally {
      // The connection is lost, and nothing will be flushed any more.
      if (!sent) release();
    }
  }

  private void remember(byte[] bytes, int offset, int length) {
    int added = Math.min(length, HISTORY_BYTES);
    int kept = Math.min(known, HISTORY_BYTES - added);
    System.arraycopy(history, known - kept, history, 0, kept);
    System.arraycopy(bytes, offset + length - added, history, kept, added);
    known = kept + added;
  }

  private void release() {
    var held = deflater;
    if (held == null) return;
    deflater = null;
    deflaters.giveBack(held);
    pool.giveBack(packed);
    packed = new byte[0];
  }
}

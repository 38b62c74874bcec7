package org.posthorn.platform.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Everything that goes to the peer of one [Connection]. Buffered: nothing is sent before [#flush]
/// or before the buffer is full, and between flushes there is no buffer.
///
/// Owned by one thread at a time, the one that writes. A peer that does not take what is written
/// within the write time-out loses its connection, because a blocked write cannot be ended
/// otherwise.
public final class ConnectionOutput extends OutputStream {
  private static final int SMALL_BUFFER_BYTES = 512;
  private static final int LARGEST_CHUNK_BYTES = 64 * 1024;
  private static final byte[] NO_BUFFER = {};

  private final Connection connection;
  private final BufferPool pool;
  private final long timeoutNanos;
  private final AtomicLong count = new AtomicLong();

  private OutputStream stream;

  /// The topmost stream, where what goes out is compressed.
  private @Nullable DeflatedOutput deflated;

  private byte[] buffer = NO_BUFFER;
  private int size;

  /// When the current write must be over, for the watchdog; 0 while none is under way.
  private volatile long writeDueNanos;

  private volatile boolean overdue;

  ConnectionOutput(Connection connection, BufferPool pool, OutputStream stream, Duration timeout) {
    this.connection = connection;
    this.pool = pool;
    this.stream = stream;
    timeoutNanos = timeout.toNanos();
  }

  /// Writes text in UTF-8.
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(int octet) throws IOException {
    if (size == buffer.length) makeRoom(1);
    buffer[size++] = (byte) octet;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > buffer.length - size) {
      if (length >= BufferPool.BUFFER_BYTES) {
        sendBuffer();
        send(bytes, offset, length);
        return;
      }
      makeRoom(length);
    }
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  /// Sends what is buffered and lets the buffer go.
  @Override
  public void flush() throws IOException {
    try {
      sendBuffer();
      var packing = deflated;
      if (packing != null) watched(packing::flush);
    } finally {
      release();
    }
  }

  /// Closes the connection.
  @Override
  public void close() {
    connection.close();
  }

  /// The bytes that wait for a flush.
  public int buffered() {
    return size;
  }

  int bufferBytes() {
    return buffer.length;
  }

  /// Bytes sent so far, before encryption.
  public long count() {
    return count.get();
  }

  /// Room for less than a pooled buffer's worth.
  private void makeRoom(int length) throws IOException {
    if (buffer.length == 0) {
      buffer = length <= SMALL_BUFFER_BYTES ? new byte[SMALL_BUFFER_BYTES] : pool.take();
      return;
    }
    if (buffer.length < BufferPool.BUFFER_BYTES) {
      var large = pool.take();
      System.arraycopy(buffer, 0, large, 0, size);
      buffer = large;
    }
    if (length > buffer.length - size) sendBuffer();
  }

  private void sendBuffer() throws IOException {
    int length = size;
    size = 0;
    if (length > 0) send(buffer, 0, length);
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    connection.tellSent(bytes, offset, length);
    for (int done = 0; done < length; ) {
      int chunk = Math.min(length - done, LARGEST_CHUNK_BYTES);
      sendChunk(bytes, offset + done, chunk);
      done += chunk;
    }
  }

  private void sendChunk(byte[] bytes, int offset, int length) throws IOException {
    watched(() -> stream.write(bytes, offset, length));
    count.lazySet(count.get() + length);
  }

  /// What may block in the socket.
  private interface Sending {
    void run() throws IOException;
  }

  private void watched(Sending sending) throws IOException {
    watch();
    try {
      sending.run();
    } catch (IOException e) {
      if (overdue) throw new WriteTimeoutException("the peer does not read what it is sent", e);
      throw e;
    } finally {
      unwatch();
    }
  }

  /// From here to [#unwatch] the thread may block in writing.
  void watch() {
    long due = connection.nanoTime() + timeoutNanos;
    writeDueNanos = due == 0 ? 1 : due;
  }

  void unwatch() {
    writeDueNanos = 0;
  }

  /// Called by the watchdog.
  void checkOverdue(long nowNanos) {
    long due = writeDueNanos;
    if (due == 0 || nowNanos - due < 0) return;
    overdue = true;
    connection.abort();
  }

  void layer(OutputStream secured) {
    stream = secured;
  }

  void compress(Deflaters deflaters) {
    var packing = new DeflatedOutput(stream, pool, deflaters);
    deflated = packing;
    stream = packing;
  }

  /// Sends what is buffered and ends the compressed stream.
  void stopCompression() throws IOException {
    flush();
    var packing = deflated;
    if (packing == null) return;
    watched(packing::finish);
    deflated = null;
    stream = packing.below();
  }

  private void release() {
    var old = buffer;
    buffer = NO_BUFFER;
    size = 0;
    pool.giveBack(old);
  }
}

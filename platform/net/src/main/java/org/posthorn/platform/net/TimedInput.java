package org.posthorn.platform.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The socket's own stream, in plain text or below TLS, where every read ends at one absolute
/// moment however often the peer sends a byte; and which another thread may shut.
///
/// Both look like a time-out to the reader. TLS gets over that, while it takes the end of the
/// stream for a reason to say goodbye itself, after which TLS 1.2 lets the session's own goodbye no
/// longer out.
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream stream;
  private final LongSupplier nanoTime;
  private long dueNanos;
  private int timeoutMillis = -1;
  private volatile boolean shut;

  TimedInput(Socket socket, LongSupplier nanoTime) throws IOException {
    this.socket = socket;
    this.nanoTime = nanoTime;
    stream = socket.getInputStream();
  }

  /// When the reads that follow must be over. Called by the reader.
  void due(long nanos) {
    dueNanos = nanos;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    long left = dueNanos - nanoTime.getAsLong();
    if (left <= 0) throw new SocketTimeoutException("the time for this read is over");
    timeout(left);
    int n = stream.read(target, offset, length);
    if (n < 0 && shut) throw new SocketTimeoutException("the input has been shut");
    return n;
  }

  @Override
  public int read() throws IOException {
    var octet = new byte[1];
    return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
  }

  @Override
  public int available() throws IOException {
    return stream.available();
  }

  private void timeout(long nanos) throws IOException {
    long rounded = TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    int millis = Math.clamp(rounded, 1, Integer.MAX_VALUE);
    if (millis == timeoutMillis) return;
    socket.setSoTimeout(millis);
    timeoutMillis = millis;
  }

  /// Wakes a reader; called by any thread. Writing goes on.
  void shut() throws IOException {
    shut = true;
    socket.shutdownInput();
  }
}

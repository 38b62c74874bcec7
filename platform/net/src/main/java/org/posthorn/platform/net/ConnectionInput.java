package org.posthorn.platform.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.LineRead.Ending;

/// Everything that the peer of one [Connection] sends: lines, literals of a known length, and bulk
/// data straight from the buffer.
///
/// Owned by one thread at a time, the one that reads; another may write the connection meanwhile.
/// Every wait is bounded: each read by the idle time-out, a line as a whole by the line time-out,
/// and whatever else by [#deadline]. While it waits for the first byte of a line it holds
/// [#IDLE_BUFFER_BYTES]; a larger buffer is borrowed from the pool while there is something to put
/// in.
public final class ConnectionInput extends InputStream {
  static final int IDLE_BUFFER_BYTES = 512;

  /// How much of an over-long line is kept at each end.
  static final int EXCERPT_BYTES = 256;

  private static final byte[] NO_BUFFER = {};

  /// The reader is at work: nobody may take the input away.
  private static final int BUSY = 0;

  /// The reader waits for the first byte of a line.
  private static final int IDLE = 1;

  /// The input has been shut because of a drain.
  private static final int SHUT = 2;

  private final Connection connection;
  private final BufferPool pool;
  private final AtomicInteger state = new AtomicInteger(BUSY);
  private final AtomicLong count = new AtomicLong();

  private final TimedInput timed;

  /// The same, or TLS above it.
  private InputStream stream;

  /// The topmost stream, where the peer compresses what it sends.
  private volatile @Nullable InflatedInput inflated;

  private byte[] buffer = NO_BUFFER;
  private int position;
  private int limit;
  private boolean lastReadFilled;
  private byte @Nullable [] untold;

  private Duration idleTimeout = Duration.ofMinutes(5);
  private Duration lineTimeout = Duration.ofMinutes(5);
  private long deadlineNanos;
  private boolean hasDeadline;

  ConnectionInput(Connection connection, BufferPool pool, TimedInput timed) {
    this.connection = connection;
    this.pool = pool;
    this.timed = timed;
    stream = timed;
  }

  /// The longest wait for the next bytes. Five minutes unless set.
  public void idleTimeout(Duration timeout) {
    idleTimeout = timeout;
  }

  /// The longest time from the first byte of a line to its ending. Five minutes unless set.
  public void lineTimeout(Duration timeout) {
    lineTimeout = timeout;
  }

  /// From now on every read, of whatever kind, must be over before this time has passed. For bulk
  /// data, where single reads say nothing about progress.
  public void deadline(Duration fromNow) {
    deadlineNanos = connection.nanoTime() + fromNow.toNanos();
    hasDeadline = true;
  }

  /// Ends what [#deadline] began.
  public void clearDeadline() {
    hasDeadline = false;
  }

  /// Reads up to the next LF. Blocks until there is one.
  ///
  /// @param maxBytes longest line, its ending not counted
  /// @throws ReadTimeoutException if the peer is silent or dawdles; the session may still write
  public LineRead readLine(int maxBytes) throws IOException {
    tellPending();
    if (position == limit && !awaitFirstByte()) return new LineRead.End();
    long lineDueNanos = 0;
    int scanned = 0;
    while (true) {
      int end = indexOfLineFeed(position + scanned);
      if (end >= 0) return line(end, maxBytes);
      scanned = limit - position;
      // One byte more than allowed may still be the CR of the ending.
      if (scanned > maxBytes + 1) return skipLine(lineDueNanos);
      if (lineDueNanos == 0) lineDueNanos = connection.nanoTime() + lineTimeout.toNanos();
      makeRoom();
      if (fill(lineDueNanos) < 0) {
        position = limit;
        return new LineRead.End();
      }
    }
  }

  /// Waits until something is here for [#readLine], with as little memory as it: for a thread that
  /// leaves the reading to another one. The end of the stream, or of the server, is something, too.
  ///
  /// @throws ReadTimeoutException if the peer is silent
  public void awaitInput() throws IOException {
    tellPending();
    if (position == limit) awaitFirstByte();
  }

  private int indexOfLineFeed(int from) {
    for (int i = from; i < limit; i++) if (buffer[i] == '\n') return i;
    return -1;
  }

  private LineRead line(int end, int maxBytes) {
    boolean crlf = end > position && buffer[end - 1] == '\r';
    int contentEnd = crlf ? end - 1 : end;
    var ending = crlf ? Ending.CRLF : Ending.BARE_LF;
    int length = contentEnd - position;
    var bytes = Arrays.copyOfRange(buffer, position, contentEnd);
    position = end + 1;
    if (length > maxBytes) return tooLong(bytes, bytes, length, ending);
    if (connection.hasTranscript()) untold = bytes;
    return new LineRead.Line(bytes, ending);
  }

  private LineRead.TooLong tooLong(byte[] start, byte[] rest, long length, Ending ending) {
    connection.tellOmitted(Transcript.Direction.RECEIVED, length);
    return new LineRead.TooLong(
        Arrays.copyOf(start, Math.min(start.length, EXCERPT_BYTES)),
        Arrays.copyOfRange(rest, Math.max(0, rest.length - EXCERPT_BYTES), rest.length),
        length,
        ending);
  }

  /// Throws away an over-long line up to its LF, keeping the two ends of it.
  private LineRead skipLine(long lineDueNanos) throws IOException {
    long dueNanos =
        lineDueNanos != 0 ? lineDueNanos : connection.nanoTime() + lineTimeout.toNanos();
    var head = NO_BUFFER;
    // The end of what has been skipped so far, with room for the CR of the ending.
    var tail = NO_BUFFER;
    long length = 0;
    while (true) {
      int end = indexOfLineFeed(position);
      int stop = end >= 0 ? end : limit;
      head = firstBytes(head, stop);
      tail = lastBytes(tail, stop);
      length += stop - position;
      position = end >= 0 ? end + 1 : limit;
      if (end >= 0) break;
      makeRoom();
      if (fill(dueNanos) < 0) return new LineRead.End();
    }
    boolean crlf = tail.length > 0 && tail[tail.length - 1] == '\r';
    if (!crlf) return tooLong(head, tail, length, Ending.BARE_LF);
    length--;
    if (head.length > length) head = Arrays.copyOf(head, (int) length);
    return tooLong(head, Arrays.copyOf(tail, tail.length - 1), length, Ending.CRLF);
  }

  /// The beginning of the line, whatever pieces it comes in.
  private byte[] firstBytes(byte[] before, int stop) {
    int more = Math.min(EXCERPT_BYTES - before.length, stop - position);
    if (more <= 0) return before;
    var result = Arrays.copyOf(before, before.length + more);
    System.arraycopy(buffer, position, result, before.length, more);
    return result;
  }

  private byte[] lastBytes(byte[] before, int stop) {
    int keep = EXCERPT_BYTES + 1;
    if (stop - position >= keep) return Arrays.copyOfRange(buffer, stop - keep, stop);
    int kept = Math.min(before.length, keep - (stop - position));
    var result = new byte[kept + stop - position];
    System.arraycopy(before, before.length - kept, result, 0, kept);
    System.arraycopy(buffer, position, result, kept, stop - position);
    return result;
  }

  /// Whether input is here already, so that the answer to the last command may wait for the next
  /// one's (pipelining). Never blocks.
  public boolean hasBuffered() {
    return position < limit;
  }

  /// Whether a whole line is here already, so that [#readLine] will not wait for the peer. Never
  /// blocks.
  public boolean hasBufferedLine() {
    return indexOfLineFeed(position) >= 0;
  }

  /// Whether anything at all has come, read or still in the socket: who may not speak yet does.
  /// Never blocks.
  public boolean hasArrived() throws IOException {
    return position < limit || stream.available() > 0;
  }

  /// The bytes that are here already.
  public int buffered() {
    return limit - position;
  }

  /// Forgets what is buffered.
  ///
  /// @return how many bytes that were
  public int discardBuffered() {
    int discarded = limit - position;
    position = limit;
    return discarded;
  }

  /// The bytes that are here, waiting for at least one: a view of the internal buffer (with an
  /// array), valid until the next call of any method but [#consume].
  ///
  /// @throws EOFException if the peer has closed
  public ByteBuffer peek() throws IOException {
    if (position == limit) {
      tellPending();
      borrow();
      if (fill(0) < 0) throw new EOFException("the peer closed in the middle of its data");
    }
    return ByteBuffer.wrap(buffer, position, limit - position);
  }

  /// Takes the first bytes of what [#peek] showed.
  public void consume(int bytes) {
    if (bytes < 0 || bytes > limit - position)
      throw new IllegalArgumentException(bytes + " of " + (limit - position) + " buffered bytes");
    position += bytes;
    tellPending();
    connection.tellOmitted(Transcript.Direction.RECEIVED, bytes);
  }

  /// Reads exactly that many bytes.
  ///
  /// @throws EOFException if the peer closes before
  public void readFully(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int n = read(target, offset + done, length - done);
      if (n < 0) throw new EOFException("the peer closed in the middle of its data");
      done += n;
    }
  }

  /// Reads exactly that many bytes into an array of their own. The caller has checked the number
  /// against its limit.
  public byte[] readFully(int length) throws IOException {
    var bytes = new byte[length];
    readFully(bytes, 0, length);
    return bytes;
  }

  /// Skips exactly that many bytes, such as a literal that was refused.
  public void skipFully(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int part = (int) Math.min(left, peek().remaining());
      consume(part);
      left -= part;
    }
  }

  @Override
  public int read() throws IOException {
    if (position == limit) {
      borrow();
      if (fill(0) < 0) return -1;
    }
    return buffer[position++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) return 0;
    tellPending();
    int n;
    if (position < limit) {
      n = Math.min(length, limit - position);
      System.arraycopy(buffer, position, target, offset, n);
      position += n;
    } else {
      n = receive(target, offset, length, dueNanos(0));
    }
    if (n > 0) connection.tellOmitted(Transcript.Direction.RECEIVED, n);
    return n;
  }

  @Override
  public int available() {
    return limit - position;
  }

  /// Closes the connection.
  @Override
  public void close() {
    connection.close();
  }

  /// Bytes received so far, after decryption.
  public long count() {
    return count.get();
  }

  int bufferBytes() {
    return buffer.length;
  }

  /// Waits for the first byte of a line with next to no memory.
  ///
  /// @return false at the end of the stream, or when the connection drains
  private boolean awaitFirstByte() throws IOException {
    if (lastReadFilled && stream.available() > 0) borrow();
    else becomeSmall();
    if (!state.compareAndSet(BUSY, IDLE)) return false;
    if (connection.isDraining()) shutWhileIdle();
    int n;
    try {
      n = fill(0);
    } finally {
      // A drain that came in meanwhile wins: what was read belongs to a command that is not begun.
      if (!state.compareAndSet(IDLE, BUSY)) limit = position;
    }
    return n > 0 && position < limit;
  }

  private void becomeSmall() {
    if (buffer.length == IDLE_BUFFER_BYTES) {
      position = limit = 0;
      return;
    }
    pool.giveBack(buffer);
    buffer = new byte[IDLE_BUFFER_BYTES];
    position = limit = 0;
  }

  /// Borrows a large buffer in place of an empty small one.
  private void borrow() {
    if (buffer.length >= BufferPool.BUFFER_BYTES) {
      position = limit = 0;
      return;
    }
    buffer = pool.take();
    position = limit = 0;
  }

  /// Makes room behind the bytes that are there: by moving them to the front, or to a larger
  /// buffer.
  private void makeRoom() {
    if (limit < buffer.length) return;
    int length = limit - position;
    if (length * 2 < buffer.length) {
      System.arraycopy(buffer, position, buffer, 0, length);
    } else {
      var larger =
          buffer.length < BufferPool.BUFFER_BYTES ? pool.take() : new byte[buffer.length * 2];
      System.arraycopy(buffer, position, larger, 0, length);
      pool.giveBack(buffer);
      buffer = larger;
    }
    position = 0;
    limit = length;
  }

  /// Reads once into the room behind `limit`.
  private int fill(long dueNanos) throws IOException {
    int room = buffer.length - limit;
    int n = receive(buffer, limit, room, dueNanos(dueNanos));
    lastReadFilled = n == room;
    if (n > 0) limit += n;
    return n;
  }

  /// The earliest of the deadlines that hold for the next read; 0 stands for no particular one.
  private long dueNanos(long particular) {
    long now = connection.nanoTime();
    long due = now + idleTimeout.toNanos();
    if (particular != 0 && particular - due < 0) due = particular;
    if (hasDeadline && deadlineNanos - due < 0) due = deadlineNanos;
    return due;
  }

  private int receive(byte[] target, int offset, int length, long dueNanos) throws IOException {
    timed.due(dueNanos);
    try {
      int n = stream.read(target, offset, length);
      if (n > 0) count.lazySet(count.get() + n);
      return n;
    } catch (SocketTimeoutException _) {
      if (state.get() == SHUT) return -1;
      throw timeout();
    } catch (SocketException e) {
      // A reset instead of a proper end, while nothing is under way, is an end all the same.
      if (state.get() != BUSY) return -1;
      throw e;
    }
  }

  private static ReadTimeoutException timeout() {
    return new ReadTimeoutException("the peer was silent or too slow");
  }

  /// Called by the draining thread, after the connection has been marked.
  void shutWhileIdle() {
    if (state.compareAndSet(IDLE, SHUT)) connection.shutdownInput();
  }

  /// Replaces the stream under the buffer, which must be empty.
  void layer(InputStream secured) {
    stream = secured;
    lastReadFilled = false;
  }

  boolean isCompressed() {
    return inflated != null;
  }

  void compress() {
    var unpacking = new InflatedInput(stream);
    inflated = unpacking;
    layer(unpacking);
  }

  /// Whether something came behind the last compressed line.
  boolean hasUnreadCompressed() throws IOException {
    var unpacking = inflated;
    return unpacking != null && unpacking.hasUnread();
  }

  void stopCompression() {
    var unpacking = inflated;
    if (unpacking == null) return;
    layer(unpacking.below());
    inflated = null;
    unpacking.end();
  }

  /// At the end of the connection.
  void releaseCompression() {
    var unpacking = inflated;
    if (unpacking != null) unpacking.end();
  }

  void tellPending() {
    var line = untold;
    untold = null;
    if (line != null) connection.tellReceived(line);
  }

  void concealPending() {
    var line = untold;
    untold = null;
    if (line != null) connection.tellOmitted(Transcript.Direction.RECEIVED, line.length);
  }
}

package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The client's end of one connection; owns every byte that is read or written. Used by one thread.
///
/// A read that takes longer than the deadline throws [Silence]; a write that takes longer is ended
/// by closing the socket under it.
final class Wire {
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,9})\\+?}$");

  /// A text that is longer than this is trickled at its ends only.
  private static final int TRICKLED_WHOLE = 16 * 1024;

  private static final int TRICKLED_END = 4 * 1024;

  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("transcript-watchdog").unstarted(task));

  private final boolean literals;
  private final boolean trickled;
  private final Duration deadline;
  private Socket socket;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;
  private long expires;
  private ByteArrayOutputStream partial = new ByteArrayOutputStream();

  private Wire(Socket socket, boolean literals, boolean trickled, Duration deadline) {
    this.socket = socket;
    this.literals = literals;
    this.trickled = trickled;
    this.deadline = deadline;
  }

  /// Nothing, or not a whole line, came within the deadline.
  static final class Silence extends IOException {
    private static final long serialVersionUID = 1;

    final String partial;

    Silence(String partial) {
      super("silence");
      this.partial = partial;
    }
  }

  /// The server broke the framing: a line without CR, or an end in the middle of a line.
  static final class BadFraming extends IOException {
    private static final long serialVersionUID = 1;

    BadFraming(String message) {
      super(message);
    }
  }

  static Wire connect(Endpoint endpoint, Mode mode, Duration deadline) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(endpoint.address(mode), (int) deadline.toMillis());
      socket.setTcpNoDelay(true);
      var dialect = endpoint.dialect();
      var wire = new Wire(socket, dialect.hasLiterals(), mode == Mode.TRICKLED, deadline);
      if (endpoint.isTls(mode)) wire.startTls();
      return wire;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// The next line with its literals, or null at the end of the stream.
  @Nullable Received read() throws IOException {
    expires = System.nanoTime() + deadline.toNanos();
    partial = new ByteArrayOutputStream();
    var text = new StringBuilder();
    var found = new ArrayList<byte[]>();
    while (true) {
      var piece = piece();
      if (piece == null && found.isEmpty()) return null;
      if (piece == null) throw new BadFraming("the stream ended in a line: " + seen());
      text.append(piece);
      var literal = LITERAL.matcher(piece);
      if (!literals || !literal.find()) return new Received(text.toString(), List.copyOf(found));
      text.setLength(text.length() - literal.group().length());
      text.append((char) (Received.LITERAL + found.size()));
      found.add(bytes(Integer.parseInt(literal.group(1))));
    }
  }

  private @Nullable String piece() throws IOException {
    var line = new StringBuilder();
    for (var b = next(); b >= 0; b = next()) {
      if (b != '\n') {
        line.append((char) b);
        continue;
      }
      if (line.isEmpty() || line.charAt(line.length() - 1) != '\r')
        throw new BadFraming("a line that ends in LF without CR: " + seen());
      line.setLength(line.length() - 1);
      return line.toString();
    }
    if (!line.isEmpty()) throw new BadFraming("the stream ended in a line: " + seen());
    return null;
  }

  private byte[] bytes(int count) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var i = 0; i < count; i++) {
      var b = next();
      if (b < 0) throw new EOFException("the stream ended in a literal: " + seen());
      bytes.write(b);
    }
    return bytes.toByteArray();
  }

  private int next() throws IOException {
    if (position == limit && !fill()) return -1;
    var b = buffer[position++] & 0xff;
    partial.write(b);
    return b;
  }

  private boolean fill() throws IOException {
    var left = TimeUnit.NANOSECONDS.toMillis(expires - System.nanoTime());
    if (left <= 0) throw new Silence(seen());
    socket.setSoTimeout((int) left);
    try {
      position = 0;
      limit = Math.max(0, socket.getInputStream().read(buffer));
      return limit > 0;
    } catch (SocketTimeoutException e) {
      throw new Silence(seen());
    } catch (SocketException e) {
      limit = 0;
      return false;
    }
  }

  private String seen() {
    return partial.toString(ISO_8859_1);
  }

  /// False when the server has closed the connection and the bytes went nowhere.
  boolean write(byte[] bytes) {
    var target = socket;
    var watch = WATCHDOG.schedule(() -> close(target), deadline.toMillis(), TimeUnit.MILLISECONDS);
    try {
      if (trickled) trickle(bytes);
      else socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      watch.cancel(false);
    }
  }

  private void trickle(byte[] bytes) throws IOException {
    var out = socket.getOutputStream();
    var isLong = bytes.length > TRICKLED_WHOLE;
    var first = isLong ? TRICKLED_END : bytes.length;
    var last = isLong ? bytes.length - TRICKLED_END : bytes.length;
    for (var i = 0; i < first; i++) out.write(bytes[i]);
    out.write(bytes, first, last - first);
    for (var i = last; i < bytes.length; i++) out.write(bytes[i]);
  }

  /// Shakes hands over the present connection.
  void startTls() throws IOException {
    if (position < limit) throw new BadFraming("bytes in the clear after the leave to start TLS");
    var host = socket.getInetAddress().getHostAddress();
    var layered =
        (SSLSocket)
            TestTls.client().getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    layered.setSoTimeout((int) deadline.toMillis());
    layered.startHandshake();
    socket = layered;
  }

  /// Says that nothing more will be sent, and goes on reading.
  void endOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      close();
    }
  }

  void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }
}

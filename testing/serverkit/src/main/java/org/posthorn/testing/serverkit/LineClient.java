package org.posthorn.testing.serverkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// A client that says whatever it is told to, and hears lines. Gives up after ten seconds of
/// silence.
public class LineClient implements AutoCloseable {

  private final Socket socket;
  private InputStream in;
  private OutputStream out;

  public LineClient(int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// From now on hears and speaks by these.
  protected final void use(InputStream nextIn, OutputStream nextOut) {
    in = nextIn;
    out = nextOut;
  }

  public final void send(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
  }

  public final void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  /// A line without its ending; null at the end of the connection.
  public final @Nullable String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') return line.toString();
      if (c != '\r') line.append((char) c);
    }
    return line.isEmpty() ? null : line.toString();
  }

  /// No more will be said.
  public final void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Everything up to the end of the connection.
  public final String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  public final InputStream in() {
    return in;
  }

  protected final OutputStream out() {
    return out;
  }

  protected final Socket socket() {
    return socket;
  }

  @Override
  public final void close() throws IOException {
    socket.close();
  }
}

package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A client that says whatever it is told to, and hears lines with literals in them. Gives up after
/// ten seconds of silence.
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private InputStream in;
  private OutputStream out;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// Connected, greeted, logged in as romeo.
  static RawClient loggedIn(TestHouse house) throws IOException {
    var client = new RawClient(house.plainPort());
    client.line();
    client.command("l LOGIN romeo@example.test " + TestHouse.PASSWORD);
    return client;
  }

  /// From now on everything is compressed, both ways (RFC 4978).
  void compress() {
    in = new BufferedInputStream(new InflaterInputStream(in, new Inflater(true)));
    out = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true), true);
  }

  /// Ends what [#compress] began: the server's stream has ended, and nothing has come behind it.
  void decompressed() throws IOException {
    if (in.read() >= 0) throw new IOException("the compressed stream goes on");
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  void send(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  /// A line without its ending; null at the end of the connection.
  @org.jspecify.annotations.Nullable
  String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') return line.toString();
      if (c != '\r') line.append((char) c);
    }
    return line.isEmpty() ? null : line.toString();
  }

  /// Says a command, hears everything up to its tagged answer, which is the end of what is given
  /// back.
  String command(String text) throws IOException {
    send(text + "\r\n");
    var tag = text.substring(0, text.indexOf(' ') + 1);
    var all = new StringBuilder();
    for (var line = line(); line != null; line = line()) {
      all.append(line).append('\n');
      if (line.startsWith(tag)) break;
    }
    return all.toString();
  }

  /// No more will be said.
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Everything up to the end of the connection.
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

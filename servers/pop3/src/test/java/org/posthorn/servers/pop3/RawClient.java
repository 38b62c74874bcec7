package org.posthorn.servers.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// A client that says whatever it is told to. Gives up after ten seconds of silence.
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

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
    client.login("romeo@example.test");
    return client;
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

  /// A line as it came, with its LF.
  String octetLine() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.append((char) c);
      if (c == '\n') break;
    }
    return line.toString();
  }

  /// USER and PASS; the answer to the second.
  String login(String user) throws IOException {
    command("USER " + user);
    return command("PASS " + TestHouse.PASSWORD);
  }

  /// Says a command, hears the first line of the answer; empty at the end of the connection.
  String command(String text) throws IOException {
    send(text + "\r\n");
    var line = line();
    return line == null ? "" : line;
  }

  /// Says a command, hears all lines of the answer up to the dot, which is not among them.
  List<String> lines(String text) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(command(text));
    if (!lines.getFirst().startsWith("+OK")) return lines;
    for (var line = line(); line != null && !line.equals("."); line = line()) lines.add(line);
    return lines;
  }

  /// No more will be said.
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Everything up to the end of the connection.
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

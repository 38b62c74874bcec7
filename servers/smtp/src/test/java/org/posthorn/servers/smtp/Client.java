package org.posthorn.servers.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.posthorn.testing.testkit.TestTls;

/// The simplest client: says a text, hears a reply.
final class Client implements AutoCloseable {

  private Socket socket;
  private InputStream in;

  Client(int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Greeting and EHLO.
  static Client greeted(int port) throws IOException {
    var client = new Client(port);
    client.reply();
    client.say("EHLO client.example.test");
    return client;
  }

  /// Says a line, hears the reply.
  String say(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// The last line of a reply.
  String reply() throws IOException {
    while (true) {
      var line = line();
      if (line.length() < 4 || line.charAt(3) != '-') return line;
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet; (octet = in.read()) != '\n'; ) {
      if (octet < 0) throw new EOFException(line.toString());
      if (octet != '\r') line.append((char) octet);
    }
    return line.toString();
  }

  /// Everything up to the end.
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  SSLSocket startTls() throws IOException {
    say("STARTTLS");
    var secured =
        (SSLSocket)
            TestTls.client()
                .getSocketFactory()
                .createSocket(socket, "127.0.0.1", socket.getPort(), true);
    secured.startHandshake();
    socket = secured;
    in = new BufferedInputStream(secured.getInputStream());
    return secured;
  }

  /// MAIL, RCPT and DATA, each answered well.
  void begin(String from, String... to) throws IOException {
    say("MAIL FROM:<" + from + ">");
    for (var recipient : to) say("RCPT TO:<" + recipient + ">");
    say("DATA");
  }

  /// Ends our side.
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /// Ends with a reset instead of a proper end.
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An SMTP or LMTP client for tests and load, independent of the server's code. Used by one thread.
/// A server that says nothing for a minute ends it.
public final class SmtpClient implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /// What it speaks.
  public enum Protocol {
    SMTP,
    LMTP
  }

  private final Protocol protocol;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private SmtpClient(Protocol protocol, Socket socket) throws IOException {
    this.protocol = protocol;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// Connects to this machine, reads the greeting and says hello.
  public static SmtpClient connect(Protocol protocol, int port) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) SILENCE.toMillis());
      var client = new SmtpClient(protocol, socket);
      client.reply().want(220);
      var hello = protocol == Protocol.LMTP ? "LHLO" : "EHLO";
      client.command(hello + " client.example.test").want(250);
      return client;
    } catch (IOException | BadAnswer e) {
      socket.close();
      throw e;
    }
  }

  /// A reply.
  ///
  /// @param text all lines, joined by LF
  public record Reply(int code, String text) {
    public boolean isPositive() {
      return code >= 200 && code < 300;
    }

    /// This reply, for a step that has to work.
    ///
    /// @throws BadAnswer when the code is another
    public Reply want(int wanted) {
      if (code != wanted) throw new BadAnswer(code + " " + text + " instead of " + wanted);
      return this;
    }
  }

  public Reply command(String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
    return reply();
  }

  /// Hands over one message; MAIL, RCPT and DATA go out together (RFC 2920).
  ///
  /// @param message lines that end in CRLF, without a line that begins with a dot
  /// @return the replies to the end of the data: one by SMTP, one for each recipient by LMTP
  /// @throws BadAnswer when it is refused before that
  public List<Reply> deliver(String from, List<String> recipients, byte[] message)
      throws IOException {
    var group = new StringBuilder("MAIL FROM:<" + from + ">\r\n");
    for (var recipient : recipients) group.append("RCPT TO:<").append(recipient).append(">\r\n");
    out.write(group.append("DATA\r\n").toString().getBytes(UTF_8));
    reply().want(250);
    for (var i = 0; i < recipients.size(); i++) reply().want(250);
    reply().want(354);
    var data = new ByteArrayOutputStream(message.length + 3);
    data.writeBytes(message);
    data.writeBytes(".\r\n".getBytes(UTF_8));
    data.writeTo(out);
    var replies = new ArrayList<Reply>();
    var count = protocol == Protocol.LMTP ? recipients.size() : 1;
    for (var i = 0; i < count; i++) replies.add(reply());
    return replies;
  }

  public void quit() throws IOException {
    command("QUIT").want(221);
  }

  private Reply reply() throws IOException {
    var lines = new ArrayList<String>();
    while (true) {
      var line = line();
      if (line.length() < 3) throw new BadAnswer("not a reply: " + line);
      lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) != '-') return reply(line, lines);
    }
  }

  private static Reply reply(String last, List<String> lines) {
    try {
      return new Reply(Integer.parseInt(last, 0, 3, 10), String.join("\n", lines));
    } catch (NumberFormatException e) {
      throw new BadAnswer("not a reply: " + last);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("the server closed the connection");
      if (b != '\r') line.write(b);
    }
    return line.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package org.posthorn.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Mail that strangers bring while Java watches, so that it knows the way of a message in when the
/// server starts: which classes it needs, and which code is worth compiling first.
final class WarmUpMail {
  private static final int MESSAGES = 100;

  /// Of the size that most mail has.
  private static final String MESSAGE =
      "From: friend@example.net\r\nTo: alice@example.test\r\nSubject: Warm words\r\n"
          + "Message-ID: <%d@example.net>\r\nMIME-Version: 1.0\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
          + "The quick brown fox jumps over the lazy dog.\r\n".repeat(80);

  private WarmUpMail() {}

  static void bring(InetSocketAddress smtp, String recipient) throws IOException {
    try (var socket = new Socket(smtp.getAddress(), smtp.getPort());
        var replies = new BufferedInputStream(socket.getInputStream())) {
      reply(replies);
      say(socket, replies, "EHLO localhost");
      for (int i = 0; i < MESSAGES; i++) {
        say(socket, replies, "MAIL FROM:<friend@example.net>");
        say(socket, replies, "RCPT TO:<" + recipient + ">");
        say(socket, replies, "DATA");
        say(socket, replies, MESSAGE.formatted(i) + ".");
      }
      say(socket, replies, "QUIT");
    }
  }

  private static void say(Socket socket, InputStream replies, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    reply(replies);
  }

  /// Reads a reply to its last line, which has a blank behind the code (RFC 5321 §4.2).
  private static void reply(InputStream replies) throws IOException {
    for (var line = line(replies); line.length() > 3 && line.charAt(3) == '-'; )
      line = line(replies);
  }

  private static String line(InputStream replies) throws IOException {
    var line = new StringBuilder();
    for (int octet = replies.read(); octet != '\n'; octet = replies.read()) {
      if (octet < 0) throw new IOException("the server has hung up");
      line.append((char) octet);
    }
    return line.toString();
  }
}

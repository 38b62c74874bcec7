package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/// A host that takes all mail and tells what it took. One virtual thread for each connection.
final class SmtpSink implements AutoCloseable {
  private static final List<String> OFFERS =
      List.of("sink.test", "PIPELINING", "SIZE 10000000", "8BITMIME", "ENHANCEDSTATUSCODES");

  /// Hears of each message. Thread-safe.
  interface Book {
    /// The end of the data has come, and 250 follows when this returns.
    ///
    /// @param message with CRLF, without the stuffed dots
    Receipt take(List<String> recipients, String message) throws IOException;
  }

  /// Hears what becomes of one answer.
  interface Receipt {
    /// It is written.
    void answered();

    /// The client has heard it: it sent a further command.
    void heard();
  }

  private final Book book;
  private final ServerSocket server;

  /// One party for each open session, and one for the sink.
  private final Phaser sessions = new Phaser(1);

  SmtpSink(Book book) throws IOException {
    this.book = book;
    server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Until nobody is connected; for when the client is dead.
  void awaitQuiet() {
    sessions.arriveAndAwaitAdvance();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        sessions.register();
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Session(socket).run();
    } catch (IOException _) {
      return; // the client is gone
    } finally {
      sessions.arriveAndDeregister();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private final class Session {
    private final InputStream in;
    private final OutputStream out;
    private final List<String> recipients = new ArrayList<>();
    private @Nullable Receipt unheard;

    Session(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    void run() throws IOException {
      say("220 sink.test");
      for (var line = line(); line != null; line = line()) {
        if (unheard != null) unheard.heard();
        unheard = null;
        var words = line.split("[ :]", 3);
        switch (words[0]) {
          case "EHLO" -> hello();
          case "MAIL", "RSET" -> {
            recipients.clear();
            say("250 2.0.0 ok");
          }
          case "RCPT" -> {
            recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
            say("250 2.1.5 ok");
          }
          case "DATA" -> data();
          case "QUIT" -> {
            say("221 2.0.0 bye");
            return;
          }
          default -> say("502 5.5.1 not known here: " + words[0]);
        }
      }
    }

    private void hello() throws IOException {
      var last = OFFERS.getLast();
      for (var offer : OFFERS) say((offer.equals(last) ? "250 " : "250-") + offer);
    }

    private void data() throws IOException {
      say("354 go on");
      var message = new StringBuilder();
      for (var line = line(); !".".equals(line); line = line()) {
        if (line == null) return;
        message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      }
      var receipt = book.take(List.copyOf(recipients), message.toString());
      recipients.clear();
      say("250 2.0.0 taken");
      receipt.answered();
      unheard = receipt;
    }

    private void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(ISO_8859_1));
    }

    /// Without its CRLF; null at the end.
    private @Nullable String line() throws IOException {
      var line = new ByteArrayOutputStream();
      for (var octet = in.read(); octet != '\n'; octet = in.read()) {
        if (octet < 0) return null;
        if (octet != '\r') line.write(octet);
      }
      return line.toString(ISO_8859_1);
    }
  }
}

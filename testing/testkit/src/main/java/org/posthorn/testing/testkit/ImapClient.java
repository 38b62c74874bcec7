package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// An IMAP client for tests and load, independent of the server's code and strict about what it is
/// told. Used by one thread. A server that says nothing for a minute ends it.
public final class ImapClient implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final String TAG = "t";
  private static final byte[] CRLF = {'\r', '\n'};

  private final Socket socket;
  private final ImapInput in;
  private final OutputStream out;
  private long commands;

  private ImapClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new ImapInput(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// Connects to this machine and reads the greeting.
  public static ImapClient connect(int port) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return over(socket);
    } catch (IOException | BadAnswer e) {
      socket.close();
      throw e;
    }
  }

  /// Takes over a connected socket and reads the greeting.
  public static ImapClient over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) SILENCE.toMillis());
    var client = new ImapClient(socket);
    if (!(client.in.read() instanceof ImapInput.Response.Untagged(var greeting))
        || !greeting.name().equals("OK")) throw new BadAnswer("no greeting");
    return client;
  }

  /// Sends a command and reads up to its tagged response.
  ///
  /// @param text without tag and line end; literals only as `{5+}`, where the server takes them
  public ImapAnswer command(String text) throws IOException {
    var tag = send(text.getBytes(ISO_8859_1));
    return answer(tag, null);
  }

  /// The same, for a command that has to work.
  public ImapAnswer ok(String text) throws IOException {
    var answer = command(text);
    if (!answer.isOk()) throw new BadAnswer(text + " -> " + answer.status() + " " + answer.text());
    return answer;
  }

  public void login(String user, String password) throws IOException {
    ok("LOGIN " + user + " " + password);
  }

  /// Appends with a synchronising literal: the message is sent when the server asks for it.
  ///
  /// @param flags with their parentheses, or empty
  public ImapAnswer append(String mailbox, String flags, byte[] message) throws IOException {
    var list = flags.isEmpty() ? "" : " " + flags;
    var command = "APPEND " + mailbox + list + " {" + message.length + "}";
    return answer(send(command.getBytes(ISO_8859_1)), message);
  }

  /// Begins IDLE and returns when the server has agreed.
  public void idle() throws IOException {
    send("IDLE".getBytes(ISO_8859_1));
    while (!(in.read() instanceof ImapInput.Response.Continue)) {
      // What changed before it began.
    }
  }

  /// Ends IDLE; what was told meanwhile is in the answer.
  public ImapAnswer endIdle() throws IOException {
    out.write("DONE\r\n".getBytes(ISO_8859_1));
    return answer(TAG + commands, null).ok();
  }

  /// Says goodbye and waits for the server's.
  public void logout() throws IOException {
    var answer = ok("LOGOUT");
    if (answer.named("BYE").findAny().isEmpty()) throw new BadAnswer("LOGOUT without BYE");
  }

  private String send(byte[] command) throws IOException {
    var tag = TAG + ++commands;
    var line = new byte[tag.length() + 1 + command.length + 2];
    System.arraycopy((tag + " ").getBytes(ISO_8859_1), 0, line, 0, tag.length() + 1);
    System.arraycopy(command, 0, line, tag.length() + 1, command.length);
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    out.write(line);
    return tag;
  }

  private ImapAnswer answer(String tag, byte @Nullable [] literal) throws IOException {
    var untagged = new ArrayList<ImapAnswer.Untagged>();
    var unsent = literal;
    while (true) {
      switch (in.read()) {
        case ImapInput.Response.Untagged(var response) -> untagged.add(response);
        case ImapInput.Response.Continue(var text) -> {
          if (unsent == null) throw new BadAnswer("a continuation nobody asked for: " + text);
          out.write(unsent);
          out.write(CRLF);
          unsent = null;
        }
        case ImapInput.Response.Tagged(var to, var status, var text) -> {
          if (!to.equals(tag)) throw new BadAnswer(to + " " + status + " instead of " + tag);
          return new ImapAnswer(untagged, status, text);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

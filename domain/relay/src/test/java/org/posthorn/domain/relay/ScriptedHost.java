package org.posthorn.domain.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A host on 127.0.0.1 that plays a script to each client that connects, one script after the
/// other. A line of a script is
///
/// ```
/// S: text       sends it, with CRLF
/// R: text       sends it as it is, with \r \n \e \0 meant
/// C: text       reads a line, which has to be this; a * at the end stands for any rest
/// DATA          reads lines up to the final dot, and keeps them
/// BYTES 12      reads so many octets, and keeps them
/// TLS           does a handshake as server
/// DRIP text     sends it octet by octet, slowly
/// FLOOD text    sends it, with CRLF, until the client is gone
/// STALL         does nothing until the client is gone
/// HALF          says no more, and listens until the client is gone
/// CLOSE         is gone
/// ```
///
/// At the end of a script the client has to be gone, or to say QUIT.
final class ScriptedHost implements AutoCloseable {
  static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final ServerSocket listener;
  private final List<CompletableFuture<String>> outcomes = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<String> serverNames = new ArrayList<>();
  private final @Nullable SSLContext tls;

  ScriptedHost(@Nullable SSLContext tls, String... scripts) throws IOException {
    this.tls = tls;
    listener = new ServerSocket(0, 50, HERE);
    for (int i = 0; i < scripts.length; i++) outcomes.add(new CompletableFuture<>());
    Thread.startVirtualThread(() -> serve(List.of(scripts)));
  }

  static ScriptedHost of(String... scripts) throws IOException {
    return new ScriptedHost(null, scripts);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// What came in DATA and BYTES, with LF for CRLF; once `assertPlayed`.
  synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  /// The names that clients asked for by SNI.
  synchronized List<String> serverNames() {
    return List.copyOf(serverNames);
  }

  /// Fails unless all scripts were played to their end.
  void assertPlayed() throws Exception {
    for (var outcome : outcomes) {
      var played = outcome.get(20, TimeUnit.SECONDS);
      if (!played.equals("done")) throw new AssertionError(played);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(List<String> scripts) {
    for (int i = 0; i < scripts.size(); i++) {
      try (var socket = listener.accept()) {
        socket.setSoTimeout(15_000);
        outcomes.get(i).complete(new Play(socket).run(scripts.get(i)));
      } catch (IOException | RuntimeException e) {
        outcomes.get(i).complete("failed: " + e);
      }
    }
  }

  private synchronized void keep(String message) {
    messages.add(message.replace("\r\n", "\n"));
  }

  private synchronized void keepName(String name) {
    serverNames.add(name);
  }

  private final class Play {
    private Socket socket;

    Play(Socket socket) {
      this.socket = socket;
    }

    String run(String script) throws IOException {
      for (var step : script.lines().toList()) {
        var rest = step.contains(" ") ? step.substring(step.indexOf(' ') + 1) : "";
        var word = step.contains(" ") ? step.substring(0, step.indexOf(' ')) : step;
        switch (word) {
          case "S:" -> send(rest + "\r\n");
          case "R:" -> send(unescaped(rest));
          case "C:" -> {
            var heard = line();
            if (!matches(rest, heard)) return "wanted " + rest + " but heard " + heard;
          }
          case "DATA" -> data();
          case "BYTES" ->
              keep(
                  new String(
                      socket.getInputStream().readNBytes(Integer.parseInt(rest)), ISO_8859_1));
          case "TLS" -> handshake();
          case "DRIP" -> drip(rest);
          case "FLOOD" -> flood(rest + "\r\n");
          case "STALL" -> gone();
          case "HALF" -> socket.shutdownOutput();
          case "CLOSE" -> {
            socket.close();
            return "done";
          }
          default -> throw new IllegalStateException(step);
        }
      }
      var last = farewell();
      return last.isEmpty() || last.equals("QUIT") ? "done" : "and then heard " + last;
    }

    /// What is said last; QUIT is answered, so that nobody waits.
    private String farewell() {
      try {
        var heard = line();
        if (heard.equals("QUIT")) send("221 bye\r\n");
        return heard.equals(" (no CRLF)") ? "" : heard;
      } catch (IOException _) {
        return "";
      }
    }

    private void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private String line() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int octet = in().read(); octet >= 0 && octet != '\n'; octet = in().read())
        line.write(octet);
      var text = line.toString(ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + " (no CRLF)";
    }

    private InputStream in() throws IOException {
      return socket.getInputStream();
    }

    private void data() throws IOException {
      var all = new StringBuilder();
      for (var line = line(); !line.equals("."); line = line()) all.append(line).append("\n");
      keep(all.toString());
    }

    private void handshake() throws IOException {
      if (tls == null) throw new IllegalStateException("no TLS");
      var layered =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      layered.setUseClientMode(false);
      layered.startHandshake();
      socket = layered;
      if (layered.getSession() instanceof ExtendedSSLSession session)
        session.getRequestedServerNames().forEach(name -> keepName(name.toString()));
    }

    private void drip(String text) {
      try {
        for (byte octet : (text + "\r\n").getBytes(ISO_8859_1)) {
          socket.getOutputStream().write(octet);
          LockSupport.parkNanos(20_000_000);
        }
      } catch (IOException _) {
        keep("the client went");
      }
    }

    private void flood(String text) {
      try {
        while (true) send(text);
      } catch (IOException _) {
        keep("the client went");
      }
    }

    private String gone() {
      var rest = new ByteArrayOutputStream();
      try {
        in().transferTo(rest);
      } catch (IOException _) {
        return rest.toString(ISO_8859_1);
      }
      return rest.toString(ISO_8859_1);
    }
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\e", "\u001b")
        .replace("\\0", "\0");
  }

  private static boolean matches(String wanted, String heard) {
    if (!wanted.endsWith("*")) return wanted.equals(heard);
    return heard.startsWith(wanted.substring(0, wanted.length() - 1));
  }
}

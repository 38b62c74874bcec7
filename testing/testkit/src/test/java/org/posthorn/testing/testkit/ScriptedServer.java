package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A server that plays a fixed script to the one client that connects: the other side of the
/// engine's own tests.
///
/// A step is `< bytes` (read exactly these), `> bytes` (send them), `tls` or `close`; `\r\n` in a
/// step are the bytes.
final class ScriptedServer implements ServerUnderTest, ServerUnderTest.Running {
  private final Dialect dialect;
  private final List<String> script;
  private String prelude = "";
  private @Nullable ServerSocket listener;
  private @Nullable ServerSocket tlsListener;
  private CompletableFuture<String> outcome = new CompletableFuture<>();

  ScriptedServer(Dialect dialect, String... script) {
    this.dialect = dialect;
    this.script = List.of(script);
  }

  ScriptedServer withPrelude(String text) {
    prelude = text;
    return this;
  }

  /// Starts it for a plain client, and returns its port.
  int listen() throws IOException {
    var plain = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    listener = plain;
    var result = new CompletableFuture<String>();
    outcome = result;
    Thread.startVirtualThread(() -> serve(plain, result));
    return plain.getLocalPort();
  }

  @Override
  public Running start(Scenario scenario, Mode mode) throws IOException {
    var plain = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    var tls =
        TestTls.server()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    listener = plain;
    tlsListener = tls;
    var result = new CompletableFuture<String>();
    outcome = result;
    Thread.startVirtualThread(() -> serve(mode == Mode.TLS ? tls : plain, result));
    return this;
  }

  @Override
  public Endpoint endpoint(String session) {
    if (listener == null || tlsListener == null) throw new IllegalStateException("not started");
    return Endpoint.local(dialect, listener.getLocalPort(), tlsListener.getLocalPort());
  }

  @Override
  public Map<String, String> variables() {
    return Map.of("domain", "exämple.test", "user", "romeo", "password", "rose");
  }

  @Override
  public String prelude(String session) {
    return prelude;
  }

  /// How the script went: "done", or what the client did instead.
  String outcome() throws Exception {
    return outcome.get(10, TimeUnit.SECONDS);
  }

  /// A client that has come and gone may not have been accepted yet: whoever closes now would lose
  /// it.
  @Override
  public void close() throws IOException {
    try {
      if (listener != null) outcome();
    } catch (Exception e) {
      throw new IOException("nobody came, or nobody left", e);
    } finally {
      closeListeners();
    }
  }

  private void closeListeners() throws IOException {
    if (listener != null) listener.close();
    if (tlsListener != null) tlsListener.close();
  }

  private void serve(ServerSocket accepting, CompletableFuture<String> result) {
    try (var socket = accepting.accept()) {
      result.complete(play(socket));
    } catch (IOException e) {
      result.complete("failed: " + e);
    }
  }

  private String play(Socket accepted) throws IOException {
    var socket = accepted;
    for (var step : script) {
      var bytes = step.length() > 2 ? step.substring(2).getBytes(ISO_8859_1) : new byte[0];
      switch (step.charAt(0)) {
        case '>' -> socket.getOutputStream().write(bytes);
        case '<' -> {
          var heard = heard(socket.getInputStream(), bytes.length);
          if (!heard.equals(step.substring(2))) return "wanted " + step + " but heard " + heard;
        }
        case 't' -> socket = handshake(socket);
        case 'c' -> {
          socket.close();
          return "done";
        }
        default -> throw new IllegalStateException(step);
      }
    }
    var rest = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    socket.close();
    return rest.isEmpty() ? "done" : "and then heard " + rest;
  }

  private static String heard(InputStream in, int count) throws IOException {
    return new String(in.readNBytes(count), ISO_8859_1);
  }

  private static Socket handshake(Socket plain) throws IOException {
    var socket =
        (SSLSocket)
            TestTls.server().getSocketFactory().createSocket(plain, null, plain.getPort(), true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }
}

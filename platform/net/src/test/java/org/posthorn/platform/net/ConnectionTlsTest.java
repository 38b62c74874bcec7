package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTlsTest {
  @TempDir static Path folder;
  static TlsContexts certificates;

  @BeforeAll
  static void certificates() throws IOException {
    certificates = TestServer.selfSigned(folder);
  }

  private static TestServer startTls(ConnectionHandler handler) throws IOException {
    return TestServer.tls(TlsMode.STARTTLS, certificates, handler);
  }

  private static void readStartTls(Connection connection) throws IOException {
    connection.input().readLine(100);
    connection.output().write("go ahead\r\n");
    connection.output().flush();
  }

  /// Answers each line with itself.
  private static void echo(Connection connection) throws IOException {
    while (connection.input().readLine(100) instanceof LineRead.Line line) {
      connection.output().write(line.bytes());
      connection.output().write("\r\n");
      connection.output().flush();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void starttls_puts_tls_under_the_session(String protocol) throws IOException {
    var facts = new LinkedBlockingQueue<TlsFacts>();
    try (var server =
            startTls(connection -> {
              assertThat(connection.tls()).isNull();
              assertThat(connection.canStartTls()).isTrue();
              readStartTls(connection);
              connection.startTls();
              assertThat(connection.canStartTls()).isFalse();
              facts.add(Objects.requireNonNull(connection.tls()));
              echo(connection);
            });
        var client = server.connect()) {
      client.send("STARTTLS\r\n");
      assertThat(client.line()).isEqualTo("go ahead");
      client.startTls("mx.example.test", protocol);
      client.send("x".repeat(99) + "\r\n");
      assertThat(client.line()).isEqualTo("x".repeat(99));
      var told = facts.remove();
      assertThat(told.protocol()).isEqualTo(protocol);
      assertThat(told.serverName()).isEqualTo("mx.example.test");
      assertThat(told.cipher()).matches("TLS_.*_(GCM|CHACHA20)_.*");
    }
  }

  @Test
  void plain_text_behind_starttls_never_reaches_the_secured_session() throws IOException {
    var outcome = new LinkedBlockingQueue<String>();
    try (var server =
            startTls(connection -> {
              readStartTls(connection);
              try {
                connection.startTls();
                outcome.add("secured");
              } catch (PlaintextInjectedException e) {
                outcome.add(e.getMessage() + ", buffered " + connection.input().buffered());
              }
            });
        var client = server.connect()) {
      client.send("STARTTLS\r\nRSET\r\n");
      assertThat(client.line()).isEqualTo("go ahead");
      assertThat(client.line()).isEqualTo("<end>");
      assertThat(outcome).containsExactly("6 bytes of plain text came behind STARTTLS, buffered 0");
    }
  }

  @Test
  void plain_text_that_arrives_after_the_go_ahead_breaks_the_handshake() throws IOException {
    var outcome = new LinkedBlockingQueue<String>();
    try (var server =
            startTls(connection -> {
              readStartTls(connection);
              try {
                connection.startTls();
                outcome.add("secured");
              } catch (IOException e) {
                outcome.add("failed");
                throw e;
              }
            });
        var client = server.connect()) {
      client.send("STARTTLS\r\n");
      assertThat(client.line()).isEqualTo("go ahead");
      client.send("RSET\r\n");
      client.line();
      TestServer.await(() -> !outcome.isEmpty());
      assertThat(outcome).containsExactly("failed");
    }
  }

  @Test
  void implicit_tls_comes_before_the_session() throws IOException {
    try (var server = TestServer.tls(TlsMode.IMPLICIT, certificates, ConnectionTlsTest::echo);
        var client = server.connect()) {
      client.startTls(null);
      client.send("hello\r\n");
      assertThat(client.line()).isEqualTo("hello");
    }
  }

  @Test
  void a_client_without_tls_does_not_get_a_session() throws IOException {
    try (var server = TestServer.tls(TlsMode.IMPLICIT, certificates, ConnectionTlsTest::echo);
        var client = server.connect()) {
      client.send("EHLO there\r\n");
      client.line();
      TestServer.await(() -> server.listeners.counts().failedHandshakes() == 1);
      assertThat(server.listeners.counts().accepted()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void both_ends_work_out_the_same_channel_bindings(String protocol) throws Exception {
    try (var server =
            TestServer.tls(
                TlsMode.IMPLICIT,
                certificates,
                connection -> {
                  var tls = Objects.requireNonNull(connection.tls());
                  connection.output().write(hex(tls.exporterBinding()) + "\r\n");
                  connection.output().write(hex(tls.serverEndPointBinding()) + "\r\n");
                });
        var client = server.connect()) {
      var certificate = client.startTlsAndTellCertificate("mx.example.test", protocol);
      var session = (ExtendedSSLSession) Objects.requireNonNull(client.secured).getSession();
      var ours = session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
      assertThat(client.line()).isEqualTo(hex(ours)).hasSize(64);
      var hash =
          java.security.MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      assertThat(client.line()).isEqualTo(hex(hash));
    }
  }

  private static String hex(byte @Nullable [] bytes) {
    return HexFormat.of().formatHex(Objects.requireNonNull(bytes));
  }

  @Test
  void large_output_and_input_pass_through_tls() throws IOException {
    var size = 300_000;
    try (var server =
            TestServer.tls(
                TlsMode.IMPLICIT,
                certificates,
                connection -> {
                  var bytes = connection.input().readFully(size);
                  connection.output().write("got\r\n");
                  connection.output().write(bytes);
                  connection.output().write("\r\n");
                });
        var client = server.connect()) {
      client.startTls(null);
      var bytes = new byte[size];
      Arrays.fill(bytes, (byte) 'q');
      client.send(bytes);
      assertThat(client.line()).isEqualTo("got");
      assertThat(client.line()).isEqualTo("q".repeat(size));
      assertThat(client.line()).isEqualTo("<end>");
    }
  }
}

package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static NetworkLimits limits(Duration handshake, Duration write) {
    return new NetworkLimits(100, 100, List.of(), handshake, write);
  }

  @ParameterizedTest
  @CsvSource({"NONE, 127.0.0.1", "NONE, 0.0.0.0", "IMPLICIT, 127.0.0.1", "IMPLICIT, 0.0.0.0"})
  void a_peer_that_does_not_read_loses_its_connection(TlsMode mode, String address)
      throws Exception {
    var outcome = new LinkedBlockingQueue<String>();
    try (var server =
            new TestServer(
                limits(LONG, SOON),
                ListenerConfig.of("test", InetAddress.ofLiteral(address), 0, mode),
                TestServer.selfSigned(folder),
                connection -> writeWithoutEnd(connection, outcome));
        var client = new Client(server.address(), 4096)) {
      if (mode == TlsMode.IMPLICIT) client.startTls(null);
      assertThat(outcome.poll(20, TimeUnit.SECONDS)).isEqualTo("WriteTimeoutException");
      TestServer.await(() -> server.listeners.counts().open() == 0);
    }
  }

  private static void writeWithoutEnd(Connection connection, LinkedBlockingQueue<String> outcome)
      throws IOException {
    var much = new byte[100_000];
    try {
      while (true) connection.output().write(much);
    } catch (IOException e) {
      outcome.add(e.getClass().getSimpleName());
      throw e;
    }
  }

  @Test
  void a_handshake_that_trickles_is_ended() throws Exception {
    try (var server =
            new TestServer(
                limits(SOON, LONG),
                ListenerConfig.of("test", TestServer.IPV4, 0, TlsMode.IMPLICIT),
                TestServer.selfSigned(folder),
                _ -> {});
        var client = server.connect()) {
      trickleUntilClosed(client, new byte[] {0x16, 3, 1, 0x10, 0});
      TestServer.await(() -> server.listeners.counts().failedHandshakes() == 1);
    }
  }

  @Test
  void a_proxy_header_that_trickles_is_ended() throws Exception {
    var config =
        new ListenerConfig(
            "test",
            List.of(TestServer.IPV4),
            0,
            TlsMode.NONE,
            List.of(Cidr.parse("127.0.0.1")),
            10);
    try (var server = new TestServer(limits(SOON, LONG), config, null, _ -> {});
        var client = server.connect()) {
      client.send("PROXY TCP4 ");
      TestServer.await(() -> server.listeners.counts().badProxyHeaders() == 1);
    }
  }

  /// Each byte resets the socket's own time-out, and nothing of the record is seen before its end.
  @Test
  void a_record_that_trickles_is_a_read_timeout_and_the_session_can_answer() throws Exception {
    try (var server =
            TestServer.tls(
                TlsMode.IMPLICIT,
                TestServer.selfSigned(folder),
                connection -> {
                  connection.input().idleTimeout(SOON);
                  try {
                    connection.input().readLine(100);
                    connection.output().write("line\r\n");
                  } catch (ReadTimeoutException _) {
                    connection.output().write("timeout\r\n");
                  }
                });
        var client = server.connect()) {
      client.startTls(null);
      var trickler =
          Thread.ofVirtual()
              .start(() -> trickleUntilClosed(client, new byte[] {0x17, 3, 3, 0x40, 0}));
      assertThat(client.line()).isEqualTo("timeout");
      client.socket.close();
      trickler.join();
    }
  }

  /// Sends the start of a record and then a byte now and again, past whatever TLS there is.
  private static void trickleUntilClosed(Client client, byte[] start) {
    try {
      var raw = client.socket.getOutputStream();
      raw.write(start);
      var pause = new java.util.concurrent.CountDownLatch(1);
      while (!pause.await(10, TimeUnit.MILLISECONDS)) raw.write(0);
    } catch (IOException | InterruptedException _) {
      // The server, or the test, has closed.
    }
  }
}

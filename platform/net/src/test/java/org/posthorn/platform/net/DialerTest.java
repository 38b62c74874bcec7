package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DialerTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Dialer dialer = dialer(NetworkLimits.DEFAULTS);

  @AfterEach
  void end() {
    dialer.close();
  }

  private static Dialer dialer(NetworkLimits limits) {
    return new Dialer("relay", limits, InstantSource.system(), new Random(1));
  }

  /// Answers each line with itself.
  private static void echo(Connection connection) throws IOException {
    while (connection.input().readLine(100) instanceof LineRead.Line line) {
      connection.output().write(line.bytes());
      connection.output().write("\r\n");
      connection.output().flush();
    }
  }

  private static String ask(Connection connection, String line) throws IOException {
    connection.output().write(line + "\r\n");
    connection.output().flush();
    return switch (connection.input().readLine(100)) {
      case LineRead.Line(var bytes, var _) ->
          new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
      case LineRead.TooLong _, LineRead.End _ -> "nothing";
    };
  }

  @Test
  void a_connection_goes_out_from_the_address_of_its_family() throws IOException {
    try (var server = TestServer.plain(DialerTest::echo)) {
      var from = new SourceAddresses((Inet4Address) InetAddress.ofLiteral("127.0.0.7"), null);
      var connection = dialer.dial(server.address(), from, SOON);
      assertThat(ask(connection, "hello")).isEqualTo("hello");
      assertThat(connection.local().getAddress()).isEqualTo(from.ipv4());
      assertThat(connection.listener()).isEqualTo("relay");
      assertThat(connection.age()).isPositive();
      assertThat(dialer.open()).isOne();
      dialer.hangUp(connection);
      dialer.hangUp(connection);
      assertThat(dialer.open()).isZero();
    }
  }

  @Test
  void nobody_there_is_a_failure_that_leaves_nothing() throws IOException {
    InetSocketAddress gone;
    try (var server = TestServer.plain(DialerTest::echo)) {
      gone = server.address();
    }
    assertThatThrownBy(() -> dialer.dial(gone, SourceAddresses.ANY, SOON))
        .isInstanceOf(ConnectException.class);
    assertThat(dialer.open()).isZero();
  }

  @Test
  void there_are_only_so_many_at_a_time() throws IOException {
    var one = new NetworkLimits(1, 1, List.of(), SOON, SOON);
    try (var server = TestServer.plain(DialerTest::echo);
        var narrow = dialer(one)) {
      var connection = narrow.dial(server.address(), SourceAddresses.ANY, SOON);
      assertThatThrownBy(() -> narrow.dial(server.address(), SourceAddresses.ANY, SOON))
          .isInstanceOf(ConnectException.class);
      narrow.hangUp(connection);
      narrow.hangUp(narrow.dial(server.address(), SourceAddresses.ANY, SOON));
    }
  }

  @Test
  void closing_the_dialer_cuts_what_is_open() throws IOException {
    try (var server = TestServer.plain(DialerTest::echo)) {
      var connection = dialer.dial(server.address(), SourceAddresses.ANY, SOON);
      dialer.close();
      assertThatThrownBy(() -> ask(connection, "hello")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void both_ends_see_the_same_tls_and_the_name_that_was_asked_for(@TempDir Path folder)
      throws Exception {
    var facts = new LinkedBlockingQueue<TlsFacts>();
    var certificates = TestServer.selfSigned(folder);
    try (var server =
        TestServer.tls(
            TlsMode.STARTTLS,
            certificates,
            connection -> {
              connection.input().readLine(100);
              connection.output().write("go ahead\r\n");
              connection.output().flush();
              connection.startTls();
              facts.add(Objects.requireNonNull(connection.tls()));
              echo(connection);
            })) {
      var connection = dialer.dial(server.address(), SourceAddresses.ANY, SOON);
      assertThat(ask(connection, "STARTTLS")).isEqualTo("go ahead");
      var shown = new LinkedBlockingQueue<X509Certificate>();
      connection.startTls(new ClientTls(new Keeps(shown), "mx.example.test", new SecureRandom()));
      assertThat(ask(connection, "hello")).isEqualTo("hello");
      var theirs = facts.take();
      var ours = Objects.requireNonNull(connection.tls());
      assertThat(theirs.serverName()).isEqualTo("mx.example.test");
      assertThat(Arrays.equals(ours.exporterBinding(), theirs.exporterBinding())).isTrue();
      assertThat(Arrays.equals(ours.serverEndPointBinding(), theirs.serverEndPointBinding()))
          .isTrue();
      assertThat(shown).hasSize(1);
      dialer.hangUp(connection);
    }
  }

  /// Trusts everybody.
  private static final class Keeps extends X509ExtendedTrustManager {
    private final LinkedBlockingQueue<X509Certificate> shown;

    Keeps(LinkedBlockingQueue<X509Certificate> shown) {
      this.shown = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
      shown.add(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no engine here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no socket");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

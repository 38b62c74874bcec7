package org.posthorn.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir static Path folder;

  /// Greets, then waits for the peer to go; has its own words for those who may not come in.
  private static final class Greeter implements ConnectionHandler {
    @Override
    public void serve(Connection connection) throws IOException {
      connection.output().write("hello\r\n");
      connection.output().flush();
      connection.input().readLine(100);
    }

    @Override
    public String refusal(Refusal reason) {
      return "421 " + reason + "\r\n";
    }
  }

  private static NetworkLimits limits(int total, int perAddress, String... unlimited) {
    return new NetworkLimits(
        total, perAddress, List.of(unlimited).stream().map(Cidr::parse).toList(), LONG, LONG);
  }

  private static ListenerConfig listen(int most, InetAddress... addresses) {
    return new ListenerConfig("test", List.of(addresses), 0, TlsMode.NONE, List.of(), most);
  }

  @Test
  void one_listener_serves_ipv4_and_ipv6_on_one_port() throws IOException {
    var config = listen(10, TestServer.IPV4, TestServer.IPV6);
    try (var server = new TestServer(NetworkLimits.DEFAULTS, config, null, ProxyFreeEnds::tell)) {
      assertThat(server.listener.addresses())
          .containsExactly(
              new InetSocketAddress(TestServer.IPV4, server.listener.port()),
              new InetSocketAddress(TestServer.IPV6, server.listener.port()));
      for (var address : server.listener.addresses())
        try (var client = new Client(address)) {
          assertThat(client.line()).isEqualTo(ServerSockets.format(address) + " loopback");
        }
    }
  }

  private static final class ProxyFreeEnds {
    static void tell(Connection connection) throws IOException {
      var loopback = connection.isLoopback() ? " loopback" : " far";
      connection.output().write(ServerSockets.format(connection.local()) + loopback + "\r\n");
    }
  }

  @Test
  void the_wildcard_of_ipv4_is_not_open_to_ipv6_and_that_of_ipv6_is_open_to_both()
      throws IOException {
    var anyIpv4 = InetAddress.ofLiteral("0.0.0.0");
    var anyIpv6 = InetAddress.ofLiteral("::");
    try (var server =
        new TestServer(NetworkLimits.DEFAULTS, listen(10, anyIpv4), null, new Greeter())) {
      int port = server.listener.port();
      try (var client = new Client(new InetSocketAddress(TestServer.IPV4, port))) {
        assertThat(client.line()).isEqualTo("hello");
      }
      assertThatThrownBy(() -> new Client(new InetSocketAddress(TestServer.IPV6, port)))
          .isInstanceOf(IOException.class);
    }
    try (var server =
        new TestServer(NetworkLimits.DEFAULTS, listen(10, anyIpv4, anyIpv6), null, new Greeter())) {
      assertThat(server.listener.addresses()).hasSize(1);
      for (var address : List.of(TestServer.IPV4, TestServer.IPV6))
        try (var client = new Client(new InetSocketAddress(address, server.listener.port()))) {
          assertThat(client.line()).isEqualTo("hello");
        }
    }
  }

  @Test
  void a_port_in_use_is_told_with_listener_address_and_advice() throws IOException {
    try (var server = TestServer.plain(new Greeter())) {
      int port = server.listener.port();
      var again = ListenerConfig.of("imap", TestServer.IPV4, port, TlsMode.NONE);
      assertThatThrownBy(() -> server.listeners.open(again, null, new Greeter()))
          .isInstanceOf(ListenException.class)
          .hasMessage(
              "listener imap cannot listen on 127.0.0.1:%d: the port is in use: stop the program"
                  + " that has it, or choose another port",
              port);
      var elsewhere =
          ListenerConfig.of("imap", InetAddress.ofLiteral("192.0.2.1"), 0, TlsMode.NONE);
      assertThatThrownBy(() -> server.listeners.open(elsewhere, null, new Greeter()))
          .hasMessageContaining("listener imap cannot listen on 192.0.2.1:0: this machine has no");
      assertThat(server.listeners.all()).hasSize(1);
    }
  }

  @Test
  void more_from_one_address_are_turned_away_in_the_protocols_words() throws IOException {
    try (var server =
        new TestServer(limits(100, 2), listen(100, TestServer.IPV4), null, new Greeter())) {
      try (var first = server.connect();
          var second = server.connect();
          var third = server.connect()) {
        assertThat(first.line()).isEqualTo("hello");
        assertThat(second.line()).isEqualTo("hello");
        assertThat(third.line()).isEqualTo("421 TOO_MANY_FROM_ADDRESS");
        assertThat(third.line()).isEqualTo("<end>");
        first.socket.close();
        TestServer.await(() -> server.listener.connections() == 1);
      }
      try (var fourth = server.connect()) {
        assertThat(fourth.line()).isEqualTo("hello");
      }
      assertThat(server.listeners.counts().refused())
          .containsEntry(Refusal.TOO_MANY_FROM_ADDRESS, 1L);
    }
  }

  @Test
  void networks_may_be_free_of_the_limit_per_address() throws IOException {
    try (var server =
            new TestServer(
                limits(100, 1, "127.0.0.0/8"), listen(100, TestServer.IPV4), null, new Greeter());
        var first = server.connect();
        var second = server.connect()) {
      assertThat(first.line()).isEqualTo("hello");
      assertThat(second.line()).isEqualTo("hello");
    }
  }

  @Test
  void behind_a_proxy_the_clients_address_is_limited_not_the_proxys() throws IOException {
    var config =
        new ListenerConfig(
            "test",
            List.of(TestServer.IPV4),
            0,
            TlsMode.NONE,
            List.of(Cidr.parse("127.0.0.1")),
            100);
    try (var server = new TestServer(limits(100, 1), config, null, new Greeter());
        var first = server.connect();
        var other = server.connect();
        var again = server.connect()) {
      first.send("PROXY TCP4 192.0.2.7 198.51.100.1 4660 25\r\n");
      assertThat(first.line()).isEqualTo("hello");
      other.send("PROXY TCP4 192.0.2.8 198.51.100.1 4660 25\r\n");
      assertThat(other.line()).isEqualTo("hello");
      again.send("PROXY TCP4 192.0.2.7 198.51.100.1 4661 25\r\n");
      assertThat(again.line()).isEqualTo("421 TOO_MANY_FROM_ADDRESS");
    }
  }

  @Test
  void the_total_and_the_listeners_own_limit_hold() throws IOException {
    try (var server =
        new TestServer(limits(3, 100), listen(2, TestServer.IPV4), null, new Greeter())) {
      var second =
          server.listeners.open(
              ListenerConfig.of("other", TestServer.IPV4, 0, TlsMode.NONE), null, new Greeter());
      var clients = new ArrayList<Client>();
      for (int i = 0; i < 3; i++) clients.add(server.connect());
      assertThat(clients.get(0).line()).isEqualTo("hello");
      assertThat(clients.get(1).line()).isEqualTo("hello");
      assertThat(clients.get(2).line()).isEqualTo("421 TOO_MANY_ON_LISTENER");
      for (int i = 0; i < 2; i++) clients.add(new Client(second.addresses().getFirst()));
      assertThat(clients.get(3).line()).isEqualTo("hello");
      assertThat(clients.get(4).line()).isEqualTo("421 TOO_MANY_CONNECTIONS");
      for (var client : clients) client.close();
      TestServer.await(() -> server.listeners.counts().open() == 0);
      TestServer.await(() -> server.listeners.admission().total() == 0);
      assertThat(server.listeners.admission().sources()).isZero();
    }
  }

  @Test
  void an_ipv6_network_of_64_bits_counts_as_one_address() {
    var admission = new Admission(limits(100, 1));
    assertThat(admission.enter(InetAddress.ofLiteral("2001:db8:0:1::1"))).isTrue();
    assertThat(admission.enter(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(admission.enter(InetAddress.ofLiteral("2001:db8:0:2::1"))).isTrue();
    assertThat(admission.enter(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
    assertThat(admission.enter(InetAddress.ofLiteral("192.0.2.2"))).isTrue();
    assertThat(admission.enter(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
    admission.leave(InetAddress.ofLiteral("192.0.2.2"));
    assertThat(admission.enter(InetAddress.ofLiteral("192.0.2.2"))).isTrue();
  }

  @Test
  void a_session_that_fails_with_a_bug_is_counted_and_its_socket_closed() throws IOException {
    try (var server =
        TestServer.plain(_ -> {
          throw new IllegalStateException("a bug, on purpose");
        })) {
      try (var client = server.connect()) {
        assertThat(client.line()).isEqualTo("<end>");
      }
      TestServer.await(() -> server.listeners.counts().crashedSessions() == 1);
      TestServer.await(() -> server.listeners.counts().open() == 0);
      try (var client = server.connect()) {
        assertThat(client.line()).isEqualTo("<end>");
      }
    }
  }

  /// Fails as often as it is told, as when file descriptors have run out.
  private static final class FailingSocket extends ServerSocket {
    private final AtomicInteger failures;

    FailingSocket(int failures) throws IOException {
      super(0, 50, TestServer.IPV4);
      this.failures = new AtomicInteger(failures);
    }

    @Override
    public Socket accept() throws IOException {
      if (failures.getAndDecrement() > 0) throw new SocketException("Too many open files");
      return super.accept();
    }
  }

  @Test
  void running_out_of_file_descriptors_does_not_end_accepting() throws IOException {
    try (var server = TestServer.plain(new Greeter());
        var failing = new FailingSocket(3)) {
      var config = ListenerConfig.of("starved", TestServer.IPV4, 0, TlsMode.NONE);
      var listener = server.listeners.open(config, List.of(failing), null, new Greeter());
      try (var client = new Client(listener.addresses().getFirst())) {
        assertThat(client.line()).isEqualTo("hello");
      }
      assertThat(server.listeners.counts().acceptFailures()).isEqualTo(3);
    }
  }

  /// Says goodbye as a session does when the server stops.
  private static void sayGoodbye(Connection connection) throws IOException {
    connection.output().write("hello\r\n");
    connection.output().flush();
    while (connection.input().readLine(100) instanceof LineRead.Line) {
      connection.output().write("ok\r\n");
      connection.output().flush();
    }
    if (connection.isDraining()) connection.output().write("421 bye\r\n");
  }

  /// The JDK's sockets for `0.0.0.0` alone are of another make.
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
  void a_drain_lets_idle_sessions_say_goodbye(String address) throws IOException {
    var config = listen(10, InetAddress.ofLiteral(address));
    try (var server =
            new TestServer(NetworkLimits.DEFAULTS, config, null, ListenersTest::sayGoodbye);
        var client = server.connect()) {
      assertGoodbye(server, client);
      assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, TLSv1.2",
    "127.0.0.1, TLSv1.3",
    "0.0.0.0, TLSv1.2",
    "0.0.0.0, TLSv1.3",
  })
  void a_drain_lets_idle_sessions_say_goodbye_over_tls(String address, String protocol)
      throws IOException {
    var config = ListenerConfig.of("test", InetAddress.ofLiteral(address), 0, TlsMode.IMPLICIT);
    var tls = TestServer.selfSigned(folder);
    try (var server =
            new TestServer(NetworkLimits.DEFAULTS, config, tls, ListenersTest::sayGoodbye);
        var client = server.connect()) {
      client.startTls(null, protocol);
      assertGoodbye(server, client);
    }
  }

  private static void assertGoodbye(TestServer server, Client client) throws IOException {
    assertThat(client.line()).isEqualTo("hello");
    client.send("NOOP\r\n");
    assertThat(client.line()).isEqualTo("ok");
    assertThat(server.listeners.close(LONG)).isEqualTo(new Listeners.Drained(1, 0));
    assertThat(client.line()).isEqualTo("421 bye");
    assertThat(client.line()).isEqualTo("<end>");
  }

  @Test
  void a_drain_lets_a_command_under_way_finish() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var server =
            TestServer.plain(connection -> {
              connection.input().readLine(100);
              begun.countDown();
              awaitQuietly(go);
              var literal = connection.input().readFully(5);
              connection.output().write("got ");
              connection.output().write(literal);
              connection.output().write("\r\n");
              var next = connection.input().readLine(100);
              assertThat(next).isInstanceOf(LineRead.End.class);
              connection.output().write("bye\r\n");
            });
        var client = server.connect()) {
      client.send("APPEND\r\n");
      begun.await();
      var drained = new LinkedBlockingQueue<Listeners.Drained>();
      var stopper = Thread.ofVirtual().start(() -> drained.add(server.listeners.close(LONG)));
      TestServer.await(
          () -> server.listeners.connections().stream().allMatch(Connection::isDraining));
      client.send("12345");
      go.countDown();
      assertThat(client.line()).isEqualTo("got 12345");
      assertThat(client.line()).isEqualTo("bye");
      stopper.join();
      assertThat(drained).containsExactly(new Listeners.Drained(1, 0));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_does_not_end_within_the_grace_period_is_cut() throws IOException {
    try (var server =
            TestServer.plain(connection -> {
              connection.output().write("hello\r\n");
              connection.output().flush();
              connection.input().skipFully(1000);
            });
        var client = server.connect()) {
      assertThat(client.line()).isEqualTo("hello");
      assertThat(server.listeners.close(Duration.ofMillis(20)))
          .isEqualTo(new Listeners.Drained(0, 1));
      assertThat(server.listeners.counts().open()).isZero();
    }
  }

  @Test
  void ids_are_short_and_unique() throws IOException {
    var ids = new LinkedBlockingQueue<String>();
    try (var server = TestServer.plain(connection -> ids.add(connection.id()))) {
      for (int i = 0; i < 50; i++)
        try (var client = server.connect()) {
          assertThat(client.line()).isEqualTo("<end>");
        }
    }
    assertThat(ids).hasSize(50).doesNotHaveDuplicates().allMatch(id -> id.length() <= 6);
  }
}

package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.feedback.ReportPost.Posted;
import org.posthorn.domain.relay.StsFetch.Fetched;
import org.posthorn.domain.relay.StsPolicy;
import org.posthorn.testing.testkit.TestTls;
import org.posthorn.wire.dns.DnsName;

/// Policies from a real HTTPS server.
class PolicyFetchTest {
  private static final DnsName LOCALHOST = new DnsName("localhost");
  private static final String POLICY = "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n";

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Answer answer = exchange -> send(exchange, 200, "text/plain", POLICY);
  private HttpsServer server;

  @BeforeEach
  void open() throws IOException {
    listen("127.0.0.1");
  }

  private void listen(String address) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestTls.server()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          answer.to(exchange);
        });
    server.start();
  }

  @AfterEach
  void close() {
    over.countDown();
    server.stop(0);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var octets = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, octets.length);
    try (var out = exchange.getResponseBody()) {
      out.write(octets);
    }
  }

  private static HttpClient trusting() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .sslContext(TestTls.trustingServer())
        .build();
  }

  private Fetched fetch(DnsName host, Duration limit) {
    try (var client = trusting()) {
      var fetch = new PolicyFetch(() -> client, ":" + server.getAddress().getPort(), limit);
      var fetched = fetch.fetch(host);
      client.shutdownNow();
      return fetched;
    }
  }

  private Fetched fetch() {
    return fetch(LOCALHOST, Duration.ofSeconds(30));
  }

  @Test
  void a_policy_is_fetched_from_its_place() {
    assertThat(fetch()).isEqualTo(new Fetched.Body("text/plain", POLICY));
    assertThat(asked).containsExactly("GET /.well-known/mta-sts.txt");
  }

  @Test
  void the_media_type_is_told_as_it_is() {
    answer = exchange -> send(exchange, 200, "text/html; charset=utf-8", "<p>");
    assertThat(fetch()).isEqualTo(new Fetched.Body("text/html; charset=utf-8", "<p>"));
  }

  @Test
  void redirects_are_not_followed() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          send(exchange, 302, "text/plain", POLICY);
        };
    assertThat(fetch()).isEqualTo(new Fetched.Failed("status 302"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void only_status_200_is_a_policy() {
    answer = exchange -> send(exchange, 404, "text/plain", POLICY);
    assertThat(fetch()).isEqualTo(new Fetched.Failed("status 404"));
  }

  @Test
  void a_policy_that_is_too_large_is_none() {
    answer = exchange -> send(exchange, 200, "text/plain", "x".repeat(StsPolicy.MAX_OCTETS + 1));
    assertThat(fetch()).isInstanceOf(Fetched.Failed.class);
    answer = exchange -> send(exchange, 200, "text/plain", "x".repeat(StsPolicy.MAX_OCTETS));
    assertThat(fetch()).isInstanceOf(Fetched.Body.class);
  }

  @Test
  void who_drips_is_not_waited_for() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('v');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    assertThat(fetch(LOCALHOST, Duration.ofMillis(200)))
        .isEqualTo(new Fetched.Failed("no answer within 0 s"));
  }

  @Test
  void a_certificate_for_another_name_is_not_trusted() throws IOException {
    server.stop(0);
    // This host by an address that the certificate does not have.
    listen("127.0.0.2");
    assertThat(fetch(new DnsName("127.0.0.2"), Duration.ofSeconds(30)))
        .isInstanceOf(Fetched.NotTrusted.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void an_unknown_authority_is_not_trusted() {
    try (var client = HttpClient.newHttpClient()) {
      var port = ":" + server.getAddress().getPort();
      var fetch = new PolicyFetch(() -> client, port, Duration.ofSeconds(30));
      assertThat(fetch.fetch(LOCALHOST)).isInstanceOf(Fetched.NotTrusted.class);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void who_is_not_there_fails() {
    server.stop(0);
    assertThat(fetch()).isEqualTo(new Fetched.Failed("ConnectException"));
  }

  @Test
  void reports_are_posted_and_not_to_private_networks() {
    answer = exchange -> send(exchange, 201, "text/plain", "");
    var place = URI.create("https://localhost:" + server.getAddress().getPort() + "/v1");
    try (var client = trusting()) {
      var open = new HttpsPost(() -> client, _ -> true);
      assertThat(open.post(place, "application/tlsrpt+gzip", new byte[] {1, 2}))
          .isEqualTo(new Posted.Taken());
      var careful = new HttpsPost(() -> client, HttpsPost::isPublic);
      assertThat(careful.post(place, "application/tlsrpt+gzip", new byte[] {1, 2}))
          .isInstanceOf(Posted.Refused.class);
    }
    assertThat(asked).containsExactly("POST /v1");
    for (var address : List.of("10.1.2.3", "169.254.1.1", "fd00::1", "fe80::1", "::", "224.0.0.1"))
      assertThat(HttpsPost.isPublic(InetAddress.ofLiteral(address))).as(address).isFalse();
    assertThat(HttpsPost.isPublic(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
    assertThat(HttpsPost.isPublic(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
  }
}

package org.posthorn.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.domain.directory.TokenVerifier.Answer;
import org.posthorn.testing.testkit.TestTls;
import org.posthorn.wire.sasl.Secret;
import org.posthorn.wire.sasl.TokenError;

/// Tokens that a real HTTPS server is asked about.
class TokenIntrospectionTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String GOOD =
      """
      {"active": true, "username": "romeo@verona.example", "scope": "openid mail", "exp": 1800000001,
       "aud": ["https://x.example", "https://mail.verona.example"], "iss": "https://login.example",
       "token_type": "Bearer"}
      """;

  private interface Reaction {
    void to(HttpExchange exchange) throws IOException;
  }

  @TempDir Path folder;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Reaction reaction = exchange -> send(exchange, 200, GOOD);
  private HttpsServer server;
  private HttpClient client;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("secret"), "s&cret\n");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestTls.server()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          var head = exchange.getRequestHeaders();
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          asked.add(String.valueOf(head.getFirst("Authorization")));
          asked.add(String.valueOf(head.getFirst("Content-Type")));
          asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          reaction.to(exchange);
        });
    server.start();
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(TestTls.trustingServer())
            .build();
  }

  @AfterEach
  void close() {
    over.countDown();
    client.shutdownNow();
    server.stop(0);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var octets = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, octets.length);
    try (var out = exchange.getResponseBody()) {
      out.write(octets);
    }
  }

  private TokensSection section(String more) throws ConfigException {
    var text =
        """
        [tokens]
        introspection = "https://localhost:%d/introspect"
        client-id = "mail server"
        client-secret-file = "secret"
        """
            .formatted(server.getAddress().getPort());
    return ConfigReader.parse(text + more, folder.resolve("posthorn.toml")).tokens();
  }

  private Answer verify(String more) throws ConfigException, InterruptedException {
    var verifier = new TokenIntrospection(section(more), () -> client, InstantSource.fixed(NOW));
    return verifier.verify(Secret.of("abc+/="));
  }

  private static final String STRICT =
      """
      scope = "mail"
      audience = "https://mail.verona.example"
      issuer = "https://login.example"
      """;

  @Test
  void the_server_is_asked_as_rfc_7662_says() throws Exception {
    assertThat(verify(STRICT)).hasToString("Good[address=romeo@verona.example]");
    var basic =
        java.util.Base64.getEncoder().encodeToString("mail+server:s%26cret".getBytes(UTF_8));
    assertThat(asked)
        .containsExactly(
            "POST /introspect",
            "Basic " + basic,
            "application/x-www-form-urlencoded",
            "token=abc%2B%2F%3D&token_type_hint=access_token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"active\": true       | \"active\": false        | it is not active",
        "1800000001             | 1800000000               | it has expired",
        "\"exp\"                | \"nbf\"                  | it is not good yet",
        "\"iss\"                | \"x\"                    | another server has issued it",
        "https://login.example  | https://evil.example     | another server has issued it",
        "mail.verona.example    | other.example            | it is meant for somebody else",
        "\"aud\"                | \"x\"                    | it is meant for somebody else",
        "Bearer                 | Refresh                  | it is of another kind",
        "romeo@verona.example   | romeo                    | its field username is no mail address",
        "\"username\"           | \"sub\"                  | its field username is no mail address"
      })
  void a_token_with_anything_wrong_is_refused(String part, String wrong, String reason)
      throws Exception {
    reaction = exchange -> send(exchange, 200, GOOD.replace(part, wrong));
    assertThat(verify(STRICT)).isEqualTo(new Answer.Refused(TokenError.INVALID_TOKEN, reason));
  }

  @Test
  void a_token_for_something_else_is_too_narrow() throws Exception {
    reaction = exchange -> send(exchange, 200, GOOD.replace("openid mail", "openid mailx"));
    assertThat(verify(STRICT))
        .isEqualTo(new Answer.Refused(TokenError.INSUFFICIENT_SCOPE, "it is not good for mail"));
    reaction = exchange -> send(exchange, 200, GOOD.replace("\"scope\"", "\"x\""));
    assertThat(verify(STRICT)).isInstanceOf(Answer.Refused.class);
    assertThat(verify("")).isInstanceOf(Answer.Good.class);
  }

  @Test
  void another_field_may_name_the_account_but_no_address_that_is_not_verified() throws Exception {
    reaction = exchange -> send(exchange, 200, GOOD.replace("username", "email"));
    assertThat(verify("account-field = 'email'")).isInstanceOf(Answer.Good.class);
    var unverified = GOOD.replace("\"username\"", "\"email_verified\": false, \"email\"");
    reaction = exchange -> send(exchange, 200, unverified);
    assertThat(verify("account-field = 'email'"))
        .isEqualTo(
            new Answer.Refused(TokenError.INVALID_TOKEN, "its mail address is not verified"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, does not take our client-id and secret",
    "500, status 500",
    "302, status 302",
    "200, is no introspection response"
  })
  void a_server_that_does_not_do_its_work_leaves_it_undecided(int status, String reason)
      throws Exception {
    reaction = exchange -> send(exchange, status, "[true]");
    assertThat(verify("")).isInstanceOf(Answer.Unavailable.class).asString().contains(reason);
  }

  @Test
  void an_answer_without_end_is_cut_off() throws Exception {
    reaction = exchange -> send(exchange, 200, "{\"active\": true, \"x\": \"" + "x".repeat(70_000));
    assertThat(verify("")).isInstanceOf(Answer.Unavailable.class);
    reaction = exchange -> send(exchange, 200, "[".repeat(60_000));
    assertThat(verify("")).isInstanceOf(Answer.Unavailable.class);
  }

  @Test
  void an_answer_that_does_not_come_is_not_waited_for() throws Exception {
    reaction =
        _ -> {
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    assertThat(verify("time-limit = '100ms'")).asString().contains("no answer within 100 ms");
  }

  @Test
  void a_secret_that_cannot_be_read_is_told() throws Exception {
    Files.delete(folder.resolve("secret"));
    assertThat(verify("")).asString().contains("client-secret-file").doesNotContain("abc");
  }

  @Test
  void without_an_endpoint_tokens_are_not_taken() throws Exception {
    var none = ConfigReader.parse("", folder.resolve("posthorn.toml")).tokens();
    assertThat(TokenIntrospection.of(none, InstantSource.system())).isNull();
    var tokens = TokenIntrospection.of(section(STRICT), InstantSource.system());
    assertThat(tokens).isNotNull();
    assertThat(tokens.hints().scope()).isEqualTo("mail");
    assertThat(tokens.timeLimit()).isEqualTo(Duration.ofSeconds(11));
    var missing = section("ca-file = 'none.pem'");
    assertThatThrownBy(() -> TokenIntrospection.of(missing, InstantSource.system()))
        .hasMessageContaining("none.pem: no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "introspection = 'http://a.example'     | has to begin with https://",
        "introspection = 'https://a.example'    | client-id: is missing",
        "scope = 'a b'                          | scope: one word",
        "account-field = ''                     | account-field: names no field",
        "time-limit = '2m'                      | a minute at most",
        "openid-configuration = 'x'             | has to begin with https://",
        "at-a-time = 0                          | at least 1",
        "introspecton = 'x'                     | did you mean \"tokens.introspection\""
      })
  void mistakes_in_the_configuration_are_explained(String line, String fault) {
    assertThatThrownBy(
            () -> ConfigReader.parse("[tokens]\n" + line, folder.resolve("posthorn.toml")))
        .hasMessageContaining(fault);
  }
}

package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.TestCertificates;
import org.posthorn.testing.testkit.TestTls;

/// Logins without a password, by a program that others have written: with the tokens of an
/// authorization server that is asked over HTTPS, and with certificates of clients.
@TestInstance(Lifecycle.PER_CLASS)
class LoginsTest {

  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";
  private static final String TOKEN = "ya29.good-Token_of~alice/1+2==";

  /// What curl ends with when it may not log in.
  private static final int LOGIN_DENIED = 67;

  @TempDir private static Path folder;
  private HttpsServer authorization;
  private TestCertificates people;
  private PosthornProcess posthorn;

  @SuppressWarnings("NullAway") // made before each use by the method below
  LoginsTest() {}

  @BeforeAll
  void start() throws Exception {
    people = new TestCertificates(folder);
    authorization =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    authorization.setHttpsConfigurator(new HttpsConfigurator(TestTls.server()));
    authorization.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    authorization.createContext("/introspect", LoginsTest::introspect);
    authorization.start();
    var data = folder.resolve("data");
    try (var first = PosthornProcess.quickstart(data)) {
      first.stop();
    }
    configure(data.resolve("posthorn.toml"));
    posthorn = PosthornProcess.start(PosthornProcess.launcher(), data, "serve");
  }

  @AfterAll
  void stop() {
    posthorn.close();
    authorization.stop(0);
  }

  private static void introspect(HttpExchange exchange) throws IOException {
    var asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var expected = java.net.URLEncoder.encode(TOKEN, UTF_8);
    boolean known = asked.contains("token=" + expected + "&");
    var answer =
        known
            ? "{\"active\":true,\"username\":\"%s\",\"scope\":\"mail\"}".formatted(ALICE)
            : "{\"active\":false}";
    exchange.sendResponseHeaders(200, answer.length());
    try (var out = exchange.getResponseBody()) {
      out.write(answer.getBytes(UTF_8));
    }
  }

  private void configure(Path file) throws IOException {
    int port = authorization.getAddress().getPort();
    Files.writeString(folder.resolve("secret"), "secret\n");
    Files.writeString(folder.resolve("login-ca.pem"), pem("CERTIFICATE", authority(port)));
    Files.writeString(
        file,
        """

        [tokens]
        introspection = "https://localhost:%d/introspect"
        client-id = "mail"
        client-secret-file = "%s/secret"
        scope = "mail"
        ca-file = "%s/login-ca.pem"

        [tls]
        client-ca = "%s"
        client-crl = "%s"
        """
            .formatted(port, folder, folder, people.authority(), people.revocations()),
        StandardOpenOption.APPEND);
  }

  /// The certificate that vouches for the authorization server: its own.
  private static byte[] authority(int port) throws IOException {
    var factory = TestTls.client().getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return encoded(socket.getSession().getPeerCertificates()[0]);
    }
  }

  private static byte[] encoded(Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  /// The places where mail is to be had, and how curl looks into them.
  private Stream<String> places() {
    return Stream.of(
        "imaps://127.0.0.1:" + posthorn.port("imaps") + "/INBOX",
        "imap://127.0.0.1:" + posthorn.port("imap") + "/INBOX",
        "pop3s://127.0.0.1:" + posthorn.port("pop3s") + "/",
        "pop3://127.0.0.1:" + posthorn.port("pop3") + "/");
  }

  private static Program.Ended curl(Path program, String... arguments) throws Exception {
    return Program.of(program, "-sS", "--insecure", "--ssl-reqd").and(arguments).run();
  }

  @TestFactory
  Stream<DynamicTest> curl_comes_in_with_a_token_and_with_no_other() {
    return Programs.HERE.test(
        "tokens",
        "curl",
        program -> {
          for (var mechanism : java.util.List.of("OAUTHBEARER", "XOAUTH2"))
            for (var place : places().toList()) {
              var by = "AUTH=" + mechanism;
              var fixed = new String[] {"--login-options", by, "--url", place, "--oauth2-bearer"};
              var good = Program.of(program, "-sS", "--insecure", "--ssl-reqd").and(fixed);
              good.and(TOKEN, "--user", ALICE + ":").run().well();
              var other = Program.of(program, "-sS", "--insecure", "--ssl-reqd").and(fixed);
              assertThat(other.and(TOKEN, "--user", BOB + ":").run().exit())
                  .as("the token of another at %s", place)
                  .isEqualTo(LOGIN_DENIED);
              var wrong = Program.of(program, "-sS", "--insecure", "--ssl-reqd").and(fixed);
              assertThat(wrong.and("stolen", "--user", ALICE + ":").run().exit())
                  .as("no token at %s", place)
                  .isEqualTo(LOGIN_DENIED);
            }
          assertThat(posthorn.output()).contains("logged in").doesNotContain(TOKEN, "stolen");
        });
  }

  @TestFactory
  Stream<DynamicTest> curl_hands_in_mail_with_a_token() {
    return Programs.HERE.test(
        "submission",
        "curl",
        program -> {
          var letter =
              Files.writeString(
                  folder.resolve("letter.eml"),
                  "From: %s\r\nTo: %s\r\nSubject: hi\r\n\r\nhi\r\n".formatted(ALICE, BOB));
          var place = "smtp://127.0.0.1:" + posthorn.port("submission");
          curl(
                  program,
                  "--login-options",
                  "AUTH=OAUTHBEARER",
                  "--url",
                  place,
                  "--oauth2-bearer",
                  TOKEN,
                  "--user",
                  ALICE + ":",
                  "--mail-from",
                  ALICE,
                  "--mail-rcpt",
                  BOB,
                  "--upload-file",
                  letter.toString())
              .well();
        });
  }

  @TestFactory
  Stream<DynamicTest> curl_comes_in_with_a_certificate_until_it_is_revoked() {
    return Programs.HERE.test(
        "certificates",
        "curl",
        program -> {
          var alice = people.person(ALICE);
          var certificate =
              Files.writeString(
                  folder.resolve("alice.pem"),
                  pem("CERTIFICATE", encoded(alice.certificate()))
                      + pem("PRIVATE KEY", alice.keys().getPrivate().getEncoded()));
          for (var place : places().toList())
            assertThat(external(program, certificate, place, ALICE)).as(place).isZero();
          for (var place : places().toList())
            assertThat(external(program, certificate, place, BOB)).as(place).isNotZero();
          people.revoke(alice);
          posthorn.command("reload").run().well();
          for (var place : places().toList())
            assertThat(external(program, certificate, place, ALICE)).as(place).isNotZero();
        });
  }

  private static int external(Path program, Path certificate, String place, String user)
      throws Exception {
    return curl(
            program,
            "--cert",
            certificate.toString(),
            "--login-options",
            "AUTH=EXTERNAL",
            "--user",
            user + ":",
            "--url",
            place)
        .exit();
  }
}

package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.TestTls;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Certificates ordered from a real ACME server, Pebble, whose own certificate comes from an
/// authority that `posthorn tls ca` has made.
@Timeout(300)
class AcmeTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String HOST = "mail.example.test";
  private static final String MAC_KEY =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private final int directoryPort = FreePorts.next();
  private final int dnsPort = FreePorts.next();
  private final int controlPort = FreePorts.next();
  private final int httpPort = FreePorts.next();
  private final int tlsPort = FreePorts.next();

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(folder.resolve("ca"));
  }

  @AfterEach
  void stop() {
    for (var process : started) Program.kill(process.toHandle());
  }

  private Stream<DynamicTest> test(String name, Programs.Use use) {
    if (Programs.HERE.find("pebble-challtestsrv") == null || Programs.HERE.find("curl") == null)
      return Stream.empty();
    return Programs.HERE.test(name, "pebble", use);
  }

  /// Its own certificate first, then it and the name server that it asks.
  private void startPebble(Path pebble, boolean wantsBinding) throws Exception {
    command("tls", "ca", "create", "--name", "Company CA").run().well();
    command("tls", "issue", "localhost", "127.0.0.1").run().well();
    var issued = folder.resolve("ca/tls/issued/localhost");
    var configuration = folder.resolve("pebble.json");
    var json =
        Map.of(
            "pebble",
            Map.of(
                "listenAddress",
                "127.0.0.1:" + directoryPort,
                "managementListenAddress",
                "127.0.0.1:" + FreePorts.next(),
                "certificate",
                issued.resolve("cert.pem").toString(),
                "privateKey",
                issued.resolve("key.pem").toString(),
                "httpPort",
                httpPort,
                "tlsPort",
                tlsPort,
                "ocspResponderURL",
                "",
                "externalAccountBindingRequired",
                wantsBinding,
                "externalAccountMACKeys",
                Map.of("kid-1", MAC_KEY)));
    Files.writeString(configuration, JsonMapper.shared().writeValueAsString(json));
    launch(
        "Starting management server",
        "pebble-challtestsrv",
        "-dns01",
        "127.0.0.1:" + dnsPort,
        "-management",
        "127.0.0.1:" + controlPort,
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "",
        "-defaultIPv6",
        "",
        "-defaultIPv4",
        "127.0.0.1");
    launch(
        "ACME directory available",
        pebble.toString(),
        "-config",
        configuration.toString(),
        "-dnsserver",
        "127.0.0.1:" + dnsPort);
  }

  private Program command(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("ca").toString()));
    return Program.of(PosthornProcess.launcher(), all.toArray(String[]::new));
  }

  private void launch(String ready, String... command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    var process = builder.start();
    started.add(process);
    await(ready, process.inputReader(UTF_8));
  }

  private static void await(String ready, BufferedReader output) throws IOException {
    var said = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (!line.contains(ready)) continue;
      Thread.startVirtualThread(() -> output.lines().forEach(_ -> {}));
      return;
    }
    throw new AssertionError("did not start:\n" + said);
  }

  /// Ready before there is a certificate, whatever the ACME server does.
  private PosthornProcess serve(String acme) throws Exception {
    Files.writeString(
        folder.resolve("data/posthorn.toml"),
        """
        [server]
        hostname = "%s"

        [dns]
        servers = ["127.0.0.1:%d"]

        [[listeners]]
        name = "imaps"
        addresses = ["127.0.0.1"]
        port = 0

        [tls.acme]
        directory = "https://127.0.0.1:%d/dir"
        ca-file = "%s"
        address = "127.0.0.1"
        http-port = %d
        tls-port = %d
        %s
        """
            .formatted(
                HOST,
                dnsPort,
                directoryPort,
                folder.resolve("ca/tls/ca/ca-cert.pem"),
                httpPort,
                tlsPort,
                acme));
    return PosthornProcess.start(PosthornProcess.launcher(), folder.resolve("data"), "serve");
  }

  private static X509Certificate shown(PosthornProcess posthorn) throws IOException {
    try (var socket =
        (SSLSocket)
            TestTls.client().getSocketFactory().createSocket(HERE, posthorn.port("imaps"))) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static JsonNode status(PosthornProcess posthorn) throws Exception {
    return JsonMapper.shared()
        .readTree(posthorn.command("tls", "status", "--json").run().well().output());
  }

  /// Asking takes a process each time, which is pause enough.
  private static X509Certificate awaitOrdered(PosthornProcess posthorn) throws Exception {
    while (true) {
      var certificate = shown(posthorn);
      if (certificate.getIssuerX500Principal().getName().contains("Pebble")) return certificate;
      var acme = status(posthorn).path("acme");
      if (acme.has("error"))
        throw new AssertionError(acme.path("error").asString() + "\n" + posthorn.output());
    }
  }

  private void assertOrderedAndRenewed(PosthornProcess posthorn) throws Exception {
    var first = awaitOrdered(posthorn);
    assertThat(first.getSubjectAlternativeNames().toString()).isEqualTo("[[2, " + HOST + "]]");
    var renewed = posthorn.command("tls", "renew").run().well();
    assertThat(renewed.output()).contains("a new certificate is in use");
    var second = shown(posthorn);
    assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
    assertThat(second.getPublicKey()).as("TLSA").isEqualTo(first.getPublicKey());
    posthorn.command("tls", "renew", "--new-key").run().well();
    assertThat(shown(posthorn).getPublicKey()).isNotEqualTo(first.getPublicKey());
    for (var secret : List.of("acme-key.pem", "account-key.pem"))
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("data/tls/acme").resolve(secret))))
          .isEqualTo("rw-------");
    assertThat(status(posthorn).path("acme").path("failures").asInt()).isZero();
  }

  @TestFactory
  Stream<DynamicTest> a_certificate_is_ordered_by_http_01() {
    return test(
        "http-01",
        pebble -> {
          startPebble(pebble, false);
          try (var posthorn = serve("agreed-terms = true")) {
            assertOrderedAndRenewed(posthorn);
            posthorn.stop();
          }
          try (var again = serve("agreed-terms = true")) {
            assertThat(shown(again).getIssuerX500Principal().getName()).contains("Pebble");
            assertThat(again.output()).doesNotContain("is ordered from");
            again.stop();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> a_certificate_is_ordered_by_tls_alpn_01_with_a_bound_account() {
    return test(
        "tls-alpn-01",
        pebble -> {
          startPebble(pebble, true);
          var key = Files.writeString(folder.resolve("mac"), MAC_KEY + "\n");
          var acme =
              """
              agreed-terms = true
              challenge = "tls-alpn-01"
              account-id = "kid-1"
              account-key-file = "%s"
              """
                  .formatted(key);
          try (var posthorn = serve(acme)) {
            assertOrderedAndRenewed(posthorn);
            posthorn.stop();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> a_wildcard_is_ordered_by_dns_01_through_a_program() {
    return test(
        "dns-01",
        pebble -> {
          startPebble(pebble, false);
          var program = dnsProgram();
          var acme =
              """
              agreed-terms = true
              challenge = "dns-01"
              names = ["%s", "*.example.test"]
              dns-program = "%s"
              dns-delay = "0s"
              """
                  .formatted(HOST, program);
          try (var posthorn = serve(acme)) {
            var certificate = awaitOrdered(posthorn);
            assertThat(certificate.getSubjectAlternativeNames().toString())
                .contains(HOST, "*.example.test");
            posthorn.stop();
          }
          assertThat(Files.readAllLines(folder.resolve("called")))
              .filteredOn(line -> line.startsWith("remove"))
              .anyMatch(line -> line.startsWith("remove _acme-challenge.example.test "))
              .anyMatch(line -> line.startsWith("remove _acme-challenge." + HOST + " "));
        });
  }

  private Path dnsProgram() throws IOException {
    var program =
        Files.writeString(
            folder.resolve("dns-program"),
            """
            #!/bin/sh
            echo "$@" >> %s
            case $1 in
              add) curl -sf -d "{\\"host\\":\\"$2.\\",\\"value\\":\\"$3\\"}" %s/set-txt ;;
              remove) curl -sf -d "{\\"host\\":\\"$2.\\"}" %s/clear-txt ;;
            esac
            """
                .formatted(
                    folder.resolve("called"),
                    "http://127.0.0.1:" + controlPort,
                    "http://127.0.0.1:" + controlPort));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  @TestFactory
  Stream<DynamicTest> what_goes_wrong_is_explained_and_the_server_serves_all_the_same() {
    return test(
        "failures",
        pebble -> {
          startPebble(pebble, false);
          try (var posthorn = serve("")) {
            var refused = posthorn.command("tls", "renew").run();
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.errors()).contains("terms of service", "agreed-terms = true");
            assertThat(shown(posthorn).getIssuerX500Principal().getName()).contains(HOST);
            posthorn.stop();
          }
          assertThat(folder.resolve("data/tls/acme/state.properties")).exists();
          // Somebody else has the port that the ACME server comes to.
          try (var _ = new ServerSocket(httpPort, 1, HERE);
              var posthorn = serve("agreed-terms = true")) {
            var refused = posthorn.command("tls", "renew").run();
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.errors()).contains("cannot be had", "http-port in [tls.acme]");
            assertThat(status(posthorn).path("acme").path("failures").asInt()).isGreaterThan(1);
            posthorn.stop();
          }
        });
  }
}

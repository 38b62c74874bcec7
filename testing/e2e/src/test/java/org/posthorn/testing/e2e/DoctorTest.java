package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `posthorn doctor` with a real server and a real name server: what `posthorn dns records` prints
/// is put into its zone file as it is, and mends what was wrong.
@Timeout(180)
class DoctorTest {
  private static final String ZONE =
      """
      $ORIGIN example.test.
      $TTL 60
      @ SOA ns root 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      """;

  @TempDir private Path folder;
  private @Nullable Process unbound;
  private final int smtpPort = FreePorts.next();
  private final int imapsPort = FreePorts.next();

  @AfterEach
  void stop() {
    if (unbound != null) Program.kill(unbound.toHandle());
  }

  private int startUnbound(Path program, String zone) throws IOException {
    stop();
    var port = FreePorts.next();
    Files.writeString(folder.resolve("zone"), zone);
    var configuration = folder.resolve("unbound.conf");
    Files.writeString(configuration, configuration(port));
    unbound =
        new ProcessBuilder(program.toString(), "-d", "-c", configuration.toString())
            .redirectErrorStream(true)
            .start();
    awaitStart(unbound.inputReader(UTF_8));
    return port;
  }

  private String configuration(int port) {
    return """
    server:
      interface: 127.0.0.1
      outgoing-interface: 127.0.0.1
      do-not-query-address: 0.0.0.0/0
      port: %d
      username: ""
      chroot: ""
      pidfile: ""
      directory: "%s"
      use-syslog: no
      logfile: ""
      num-threads: 1
      module-config: "iterator"
      local-zone: "test." transparent
    remote-control:
      control-enable: no
    auth-zone:
      name: "example.test."
      zonefile: "%s"
      for-downstream: no
      for-upstream: yes
    """
        .formatted(port, folder, folder.resolve("zone"));
  }

  private static void awaitStart(BufferedReader output) throws IOException {
    var said = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (!line.contains("start of service")) continue;
      Thread.startVirtualThread(() -> output.lines().forEach(_ -> {}));
      return;
    }
    throw new AssertionError("unbound did not start:\n" + said);
  }

  private PosthornProcess serve(int dnsPort) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/posthorn.toml"),
        """
        [server]
        hostname = "mail.example.test"

        [dns]
        servers = ["127.0.0.1:%d"]

        [[listeners]]
        name = "smtp"
        addresses = ["127.0.0.1"]
        port = %d

        [[listeners]]
        name = "imaps"
        addresses = ["127.0.0.1"]
        port = %d
        """
            .formatted(dnsPort, smtpPort, imapsPort));
    return PosthornProcess.start(PosthornProcess.launcher(), folder.resolve("data"), "serve");
  }

  private static JsonNode examine(PosthornProcess posthorn) throws Exception {
    var ended = posthorn.command("doctor", "--json").run();
    assertThat(ended.exit()).as(ended.errors()).isEqualTo(1);
    return JsonMapper.shared().readTree(ended.output()).path("findings");
  }

  /// The checks that found something of this level.
  private static List<String> checks(JsonNode findings, String level) {
    var checks = new ArrayList<String>();
    for (var finding : findings)
      if (finding.path("level").asString().equals(level))
        checks.add(finding.path("check").asString());
    return checks;
  }

  @TestFactory
  Stream<DynamicTest> what_dns_records_prints_mends_what_the_doctor_finds() {
    return Programs.HERE.test(
        "a zone is made from what is printed",
        "unbound",
        program -> {
          String zone;
          try (var posthorn = serve(startUnbound(program, ZONE + "mail A 127.0.0.1\n"))) {
            posthorn.command("domain", "add", "example.test").run().well();
            posthorn.command("dkim", "rotate", "example.test").run().well();
            var before = examine(posthorn);
            assertThat(checks(before, "fault")).contains("mx", "spf", "dkim", "dmarc", "address");
            assertThat(checks(before, "hint")).contains("tlsrpt", "srv", "mta-sts");
            assertThat(checks(before, "fine")).contains("port", "resolver");
            var records = posthorn.command("dns", "records", "example.test").run().well();
            zone = ZONE + own(records.output());
            for (var key : selectors(posthorn))
              posthorn.command("dkim", "activate", "example.test", key, "--force").run().well();
            posthorn.stop();
          }
          try (var posthorn = serve(startUnbound(program, zone))) {
            var after = examine(posthorn);
            assertThat(checks(after, "fine"))
                .as(after.toPrettyString())
                .contains("mx", "dkim", "dmarc", "tlsrpt", "srv", "port", "resolver");
            assertThat(checks(after, "fault")).doesNotContain("mx", "spf", "dkim", "dmarc", "srv");
            posthorn.stop();
          }
        });
  }

  /// The lines of our zone: names of addresses are in another one.
  private static String own(String records) {
    return records
        .lines()
        .filter(line -> !line.contains("in-addr.arpa."))
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  private static List<String> selectors(PosthornProcess posthorn) throws Exception {
    var ended = posthorn.command("dkim", "list", "example.test", "--json").run().well();
    return JsonMapper.shared().readTree(ended.output()).findValuesAsString("selector");
  }
}

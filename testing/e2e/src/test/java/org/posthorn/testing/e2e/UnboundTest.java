package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.dns.AdTrust;
import org.posthorn.platform.dns.Resolver;
import org.posthorn.platform.dns.ResolverConfig;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Tlsa;

/// The resolver against a real validating server, unbound, with a zone that was signed by ldns, one
/// of whose records was changed afterwards. Unbound reads its zones from files and asks nobody.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class UnboundTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  private static final String SIGNED =
      """
      $ORIGIN signed.test.
      $TTL 300
      @ SOA ns root 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      @ MX 10 mx
      mx A 192.0.2.1
      mx AAAA 2001:db8::1
      forged A 192.0.2.2
      www CNAME mx
      out CNAME mx.plain.test.
      old DNAME signed.test.
      _25._tcp.mx TLSA 3 1 1 %s
      """
          .formatted(HASH);

  private static final String PLAIN =
      """
      $ORIGIN plain.test.
      $TTL 300
      @ SOA ns root 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      mx A 192.0.2.3
      """;

  @TempDir private static Path folder;
  private @Nullable Process unbound;
  private int port;

  @BeforeAll
  void start() throws Exception {
    var server = Programs.HERE.find("unbound");
    var keygen = Programs.HERE.find("ldns-keygen");
    var sign = Programs.HERE.find("ldns-signzone");
    if (server == null || keygen == null || sign == null) return;
    var key = makeZones(keygen, sign);
    port = FreePorts.next();
    var configuration = folder.resolve("unbound.conf");
    Files.writeString(configuration, configuration(key));
    unbound =
        new ProcessBuilder(server.toString(), "-d", "-c", configuration.toString())
            .redirectErrorStream(true)
            .start();
    awaitStart(unbound.inputReader(UTF_8));
  }

  /// The name of the key's files without their endings.
  private static String makeZones(Path keygen, Path sign) throws Exception {
    Files.writeString(folder.resolve("signed"), SIGNED);
    var manyLines = new StringBuilder(PLAIN);
    for (var i = 0; i < 60; i++)
      manyLines.append("big TXT \"%02d %s\"\n".formatted(i, "x".repeat(100)));
    Files.writeString(folder.resolve("plain"), manyLines);
    var made =
        Program.of(keygen, "-a", "ECDSAP256SHA256", "-k", "signed.test").in(folder).run().well();
    var key = made.output().strip();
    Program.of(sign, "-n", "-f", "signed.zone", "signed", key).in(folder).run().well();
    var zone = folder.resolve("signed.zone");
    Files.writeString(zone, Files.readString(zone).replace("192.0.2.2", "203.0.113.2"));
    return key;
  }

  private String configuration(String key) {
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
      module-config: "validator iterator"
      trust-anchor-file: "%s.ds"
      domain-insecure: "plain.test"
      local-zone: "test." transparent
    remote-control:
      control-enable: no
    """
            .formatted(port, folder, folder.resolve(key))
        + authZone("signed.test.", "signed.zone")
        + authZone("plain.test.", "plain");
  }

  /// Answered as if it came from the zone's own server, so validated.
  private static String authZone(String name, String file) {
    return """
    auth-zone:
      name: "%s"
      zonefile: "%s"
      for-downstream: no
      for-upstream: yes
    """
        .formatted(name, folder.resolve(file));
  }

  /// It says when it has started; what it says later must not fill the pipe.
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

  @AfterAll
  void stop() {
    if (unbound != null) Program.kill(unbound.toHandle());
  }

  private Stream<DynamicTest> test(String name, Consumer<Resolver> test) {
    return test(name, AdTrust.LOOPBACK, test);
  }

  private Stream<DynamicTest> test(String name, AdTrust trust, Consumer<Resolver> test) {
    if (unbound == null) return Stream.empty();
    var server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    var config =
        ResolverConfig.of(List.of(server))
            .withTrustAd(trust)
            .withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(50));
    return Stream.of(
        DynamicTest.dynamicTest(
            name,
            () -> {
              try (var resolver = new Resolver(config, Clock.systemUTC(), new SecureRandom())) {
                test.accept(resolver);
              }
            }));
  }

  private static DnsName name(String text) {
    return new DnsName(text);
  }

  private static boolean isAuthentic(Lookup<?> lookup) {
    return switch (lookup) {
      case Lookup.Found<?>(_, _, var isAuthentic, _) -> isAuthentic;
      case Lookup.NoSuchName<?>(var isAuthentic) -> isAuthentic;
      case Lookup.NoSuchRecord<?>(var isAuthentic) -> isAuthentic;
      case Lookup.Failed<?> failed -> throw new AssertionError(failed);
    };
  }

  @TestFactory
  Stream<DynamicTest> what_is_signed_is_authentic() {
    return test(
        "signed",
        dns -> {
          assertThat(dns.mx(name("signed.test")).records())
              .containsExactly(new Mx(10, name("mx.signed.test")));
          assertThat(dns.tlsa(name("_25._tcp.mx.signed.test")).records())
              .containsExactly(new Tlsa(3, 1, 1, HASH));
          assertThat(isAuthentic(dns.mx(name("signed.test")))).isTrue();
          assertThat(isAuthentic(dns.tlsa(name("_25._tcp.mx.signed.test")))).isTrue();
          assertThat(isAuthentic(dns.aaaa(name("www.signed.test")))).isTrue();
          assertThat(isAuthentic(dns.a(name("mx.old.signed.test")))).isTrue();
          assertThat(dns.tlsa(name("mx.signed.test"))).isEqualTo(new Lookup.NoSuchRecord<>(true));
          assertThat(dns.a(name("none.signed.test"))).isEqualTo(new Lookup.NoSuchName<>(true));
        });
  }

  @TestFactory
  Stream<DynamicTest> what_is_not_signed_is_not() {
    return test(
        "plain",
        dns -> {
          assertThat(isAuthentic(dns.a(name("mx.plain.test")))).isFalse();
          assertThat(isAuthentic(dns.a(name("none.plain.test")))).isFalse();
          var out = dns.a(name("out.signed.test"));
          assertThat(out.records()).hasSize(1);
          assertThat(isAuthentic(out)).as("an alias that leads out").isFalse();
        });
  }

  @TestFactory
  Stream<DynamicTest> whose_word_does_not_count_has_nothing_authentic() {
    return test(
        "doubting",
        AdTrust.NO_SERVER,
        dns -> assertThat(isAuthentic(dns.mx(name("signed.test")))).isFalse());
  }

  @TestFactory
  Stream<DynamicTest> a_forged_record_is_bogus() {
    return test(
        "bogus",
        dns ->
            assertThat(dns.a(name("forged.signed.test")))
                .isInstanceOfSatisfying(
                    Lookup.Failed.class,
                    failed -> assertThat(failed.failure()).isEqualTo(Lookup.Failure.BOGUS)));
  }

  @TestFactory
  Stream<DynamicTest> a_long_answer_comes_whole() {
    return test("long", dns -> assertThat(dns.txt(name("big.plain.test")).records()).hasSize(60));
  }
}

package org.posthorn.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private static final InetSocketAddress HERE = at("127.0.0.1");

  @TempDir private Path folder;

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  @Test
  void the_name_servers_of_the_machine_are_read() {
    var file =
        ResolvConf.parse(
            """
            # by hand
            ; nameserver 192.0.2.9
            search example.org
            nameserver\t192.0.2.1
            nameserver 2001:db8::53 # the other
            options edns0 trust-ad timeout:3
            nameserver 192.0.2.3
            nameserver 192.0.2.4
            """);
    assertThat(file.servers())
        .containsExactly(at("192.0.2.1"), at("2001:db8::53"), at("192.0.2.3"));
    assertThat(file.trustsAd()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nameserver",
        "nameserver ns.example.org",
        "nameserver 192.0.2.256",
        " nameserver 192.0.2.1",
        "nameserver fe80::1%no-such-interface",
        "nameserver \u0000",
        "options\nsearch x"
      })
  void without_a_name_server_it_is_the_one_of_the_machine(String text) {
    assertThat(ResolvConf.parse(text)).isEqualTo(new ResolvConf(List.of(HERE), false));
  }

  @Test
  void a_file_that_is_missing_or_unreadable_is_an_empty_one() throws Exception {
    assertThat(ResolvConf.read(folder.resolve("none")).servers()).containsExactly(HERE);
    assertThat(ResolvConf.read(folder).servers()).containsExactly(HERE);
    var file = folder.resolve("resolv.conf");
    Files.writeString(file, "nameserver 192.0.2.1\n");
    assertThat(ResolvConf.read(file).servers()).containsExactly(at("192.0.2.1"));
    assertThat(ResolverConfig.system().servers()).isNotEmpty();
  }

  @Test
  void defaults() {
    assertThat(ResolverConfig.of(List.of(HERE)))
        .isEqualTo(
            new ResolverConfig(
                List.of(HERE),
                AdTrust.LOOPBACK,
                Duration.ofSeconds(3),
                Duration.ofSeconds(12),
                2,
                Duration.ofSeconds(30),
                500,
                new CacheLimits(
                    33_554_432,
                    Duration.ofSeconds(5),
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    Duration.ofSeconds(10))));
  }

  @Test
  void only_a_server_on_this_machine_is_trusted_by_default() {
    for (var here : List.of("127.0.0.1", "127.0.0.53", "::1"))
      assertThat(AdTrust.LOOPBACK.covers(at(here))).as(here).isTrue();
    for (var far : List.of("192.0.2.1", "2001:db8::1", "10.0.0.1"))
      assertThat(AdTrust.LOOPBACK.covers(at(far))).as(far).isFalse();
    assertThat(AdTrust.EVERY_SERVER.covers(at("192.0.2.1"))).isTrue();
    assertThat(AdTrust.NO_SERVER.covers(HERE)).isFalse();
  }

  @Test
  void what_makes_no_sense_is_refused() {
    var config = ResolverConfig.of(List.of(HERE));
    refused(() -> ResolverConfig.of(List.of()));
    refused(() -> ResolverConfig.of(java.util.Collections.nCopies(17, HERE)));
    refused(() -> ResolverConfig.of(List.of(InetSocketAddress.createUnresolved("ns", 53))));
    refused(() -> ResolverConfig.of(List.of(new InetSocketAddress(HERE.getAddress(), 0))));
    refused(() -> config.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)));
    refused(() -> config.withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    refused(() -> config.withTimeouts(Duration.ofSeconds(2), Duration.ofMinutes(2)));
    refused(() -> config.withQuestionsAtOnce(0));
    refused(() -> limits(0, Duration.ofMinutes(1), Duration.ofSeconds(1)));
    refused(() -> limits(1, Duration.ofDays(2), Duration.ofSeconds(1)));
    refused(() -> limits(1, Duration.ofMinutes(1), Duration.ofMinutes(6)));
    refused(() -> limits(1, Duration.ofMinutes(1), Duration.ofSeconds(-1)));
  }

  private static CacheLimits limits(long octets, Duration minTtl, Duration failureTtl) {
    return new CacheLimits(octets, minTtl, Duration.ofDays(1), Duration.ofHours(1), failureTtl);
  }

  private static void refused(Runnable making) {
    assertThatThrownBy(making::run).isInstanceOf(IllegalArgumentException.class);
  }
}

package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Txt;

class StsTest {
  private static final DnsName DOMAIN = new DnsName("example.net");
  private static final String GOOD =
      """
      version: STSv1\r
      mode: enforce\r
      mx: mx.example.net\r
      mx: *.example.com\r
      max_age: 604800\r
      """;

  @Test
  void a_policy_is_read() {
    assertThat(StsPolicy.parse(GOOD))
        .isEqualTo(
            new StsPolicy(
                StsPolicy.Mode.ENFORCE,
                Duration.ofDays(7),
                List.of("mx.example.net", "*.example.com")));
    assertThat(StsPolicy.parse("max_age:0\nmode: none\nversion:STSv1  \nfuture: ä thing\nmode: x"))
        .isEqualTo(new StsPolicy(StsPolicy.Mode.NONE, Duration.ZERO, List.of()));
    assertThat(StsPolicy.parse(GOOD.replace("604800", "9999999999")))
        .extracting(policy -> Objects.requireNonNull(policy).maxAge())
        .isEqualTo(StsPolicy.MAX_AGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html></html>",
        "version: STSv2\nmode: none\nmax_age: 1",
        "mode: none\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmax_age: 1",
        "version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 1",
        "version: STSv1\nmode: none\nmax_age: -1",
        "version: STSv1\nmode: none\nmax_age: 12345678901",
        "version: STSv1\nmode: none",
        "version: STSv1\nmode: enforce\nmx: a*.example\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: a b\nmax_age: 1",
        "version: STSv1\nmode: none\nmax_age: 1\n: x"
      })
  void what_is_no_policy(String text) {
    assertThat(StsPolicy.parse(text)).isNull();
  }

  @Property
  void anything_can_be_read(@ForAll String text) {
    StsPolicy.parse(text);
    StsPolicy.parse(GOOD + text);
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example.net, true",
    "MX.Example.NET, true",
    "a.example.com, true",
    "example.com, false",
    "a.b.example.com, false",
    "other.example.net, false"
  })
  void hosts_are_compared_with_patterns(String host, boolean covered) {
    var policy = Objects.requireNonNull(StsPolicy.parse(GOOD));
    assertThat(policy.covers(new DnsName(host))).isEqualTo(covered);
  }

  private static @Nullable String id(String... texts) {
    var list = new ArrayList<Txt>();
    for (var text : texts) list.add(new Txt(text));
    var record = StsRecord.among(list);
    return record == null ? null : record.id();
  }

  @Test
  void a_record_is_found_among_others() {
    assertThat(id("v=STSv1; id=20160831085700Z;")).isEqualTo("20160831085700Z");
    assertThat(id("v=spf1 -all", "v=STSv1;id=a;x=y")).isEqualTo("a");
    assertThat(id("v=STSv1 ; id=a ; id=b")).isEqualTo("a");
    assertThat(StsRecord.among(List.of(new Txt(List.of("v=STSv1; id", "=abc")))))
        .isEqualTo(new StsRecord("abc"));
  }

  @Test
  void what_is_no_record() {
    assertThat(id()).isNull();
    assertThat(id("v=STSv1; id=a", "v=STSv1; id=b")).isNull();
    assertThat(id("v=STSv1;")).isNull();
    assertThat(id("v=STSv1; id=")).isNull();
    assertThat(id("v=STSv1; id=a_b")).isNull();
    assertThat(id("v=STSv1; id=" + "a".repeat(33))).isNull();
    assertThat(id("v=STSv1; id=a; b c")).isNull();
    assertThat(id("V=STSv1; id=a")).isNull();
  }

  /// A domain whose policy is fetched by hand.
  private static final class World implements RelayTrace {
    final FakeDns dns = FakeDns.of("_mta-sts.example.net TXT v=STSv1; id=1");
    final ManualClock clock = ManualClock.at(Instant.parse("2026-11-20T12:00:00Z"));
    final List<TlsResult> told = new ArrayList<>();
    final List<DnsName> fetched = new ArrayList<>();
    StsFetch.Fetched answer = new StsFetch.Fetched.Body("text/plain; charset=utf-8", GOOD);
    final StsPolicies policies = new StsPolicies(dns, this::fetch, new StsMemory(10), clock);

    private StsFetch.Fetched fetch(DnsName host) {
      fetched.add(host);
      return answer;
    }

    @Nullable StsPolicy policy() {
      return policies.policy(DOMAIN, this);
    }

    @Override
    public void step(RelayStep step) {}

    @Override
    public void tls(TlsAttempt attempt) {
      told.add(attempt.result());
    }
  }

  @Test
  void a_policy_is_fetched_once_and_again_when_its_id_changes_or_a_day_has_passed() {
    var world = new World();
    assertThat(world.policy()).isNotNull();
    assertThat(world.policy()).isNotNull();
    assertThat(world.fetched).containsExactly(new DnsName("mta-sts.example.net"));
    world.dns.remove("_mta-sts.example.net").add("_mta-sts.example.net TXT v=STSv1; id=2");
    assertThat(world.policy()).isNotNull();
    assertThat(world.fetched).hasSize(2);
    world.clock.move(Duration.ofDays(1));
    assertThat(world.policy()).isNotNull();
    assertThat(world.fetched).hasSize(3);
    assertThat(world.told).isEmpty();
  }

  @Test
  void what_is_known_holds_until_its_time_is_over() {
    var world = new World();
    world.policy();
    world.dns.remove("_mta-sts.example.net");
    world.clock.move(Duration.ofDays(6));
    assertThat(world.policy()).isNotNull();
    world.clock.move(Duration.ofDays(1));
    assertThat(world.policy()).isNull();
  }

  @Test
  void a_fetch_that_fails_is_told_and_not_repeated_at_once() {
    var world = new World();
    world.answer = new StsFetch.Fetched.Failed("status 500\n");
    assertThat(world.policy()).isNull();
    assertThat(world.policy()).isNull();
    assertThat(world.fetched).hasSize(1);
    world.clock.move(StsPolicies.PAUSE);
    world.answer = new StsFetch.Fetched.NotTrusted("expired");
    assertThat(world.policy()).isNull();
    world.clock.move(StsPolicies.PAUSE);
    world.answer = new StsFetch.Fetched.Body("text/html", GOOD);
    assertThat(world.policy()).isNull();
    assertThat(world.told)
        .containsExactly(
            TlsResult.STS_POLICY_FETCH_ERROR,
            TlsResult.STS_WEBPKI_INVALID,
            TlsResult.STS_POLICY_INVALID);
  }

  @Test
  void a_failed_refresh_leaves_the_old_policy() {
    var world = new World();
    world.policy();
    world.clock.move(Duration.ofDays(2));
    world.answer = new StsFetch.Fetched.Failed("no route");
    assertThat(world.policy()).isNotNull();
    assertThat(world.told).containsExactly(TlsResult.STS_POLICY_FETCH_ERROR);
  }

  @Test
  void a_policy_of_mode_none_is_no_policy() {
    var world = new World();
    world.answer = new StsFetch.Fetched.Body("", "version: STSv1\nmode: none\nmax_age: 86400\n");
    assertThat(world.policy()).isNull();
    assertThat(world.policy()).isNull();
    assertThat(world.fetched).hasSize(1);
  }
}

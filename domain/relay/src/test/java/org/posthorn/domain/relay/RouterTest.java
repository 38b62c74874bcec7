package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.domain.relay.RouterConfig.Families;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.sasl.Secret;

class RouterTest {
  private static final String DIGEST = "ab".repeat(32);

  private final FakeDns dns =
      FakeDns.of(
          """
          example.net        MX    20 backup.example.net
          example.net        MX    10 mx.example.net
          mx.example.net     A     192.0.2.1
          mx.example.net     AAAA  2001:db8::1
          backup.example.net A     192.0.2.2
          """);
  private final List<TlsAttempt> attempts = new ArrayList<>();
  private final List<String> policies = new ArrayList<>();
  private Families families = Families.IPV4_FIRST;

  private final RelayTrace trace =
      new RelayTrace() {
        @Override
        public void step(RelayStep step) {}

        @Override
        public void tls(TlsAttempt attempt) {
          attempts.add(attempt);
        }
      };

  private Route route(Hop hop) {
    var clock = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    StsFetch fetch = _ -> new StsFetch.Fetched.Body("text/plain", policies.getFirst());
    var sts = new StsPolicies(dns, fetch, new StsMemory(10), clock);
    var config =
        new RouterConfig(
            Set.of(new DnsName("me.example.org")),
            Set.of(InetAddress.ofLiteral("192.0.2.99")),
            families);
    return new Router(config, dns, sts).route(hop, trace);
  }

  private String shown(Hop hop) {
    return switch (route(hop)) {
      case Route.Targets(var targets, var _) ->
          String.join(" ", targets.stream().map(RouterTest::shown).toList());
      case Route.TemporaryFailure(var code, var _) -> code.toString();
      case Route.PermanentFailure(var code, var _) -> code.toString();
    };
  }

  private static String shown(Target target) {
    var addresses = target.addresses().stream().map(InetAddress::getHostAddress).toList();
    return target.name() + "=" + String.join(",", addresses);
  }

  private String to(String domain) {
    return shown(new Hop.Exchange(new DomainName(domain), TlsDemand.OPPORTUNISTIC));
  }

  private Target.Security security(TlsDemand demand) {
    return switch (route(new Hop.Exchange(new DomainName("example.net"), demand))) {
      case Route.Targets(var targets, var _) -> targets.getFirst().security();
      case Route.TemporaryFailure(var code, var reason) -> throw new AssertionError(code + reason);
      case Route.PermanentFailure(var code, var reason) -> throw new AssertionError(code + reason);
    };
  }

  @Test
  void the_best_exchangers_come_first_with_their_addresses() {
    assertThat(to("example.net"))
        .isEqualTo("mx.example.net=192.0.2.1,2001:db8:0:0:0:0:0:1 backup.example.net=192.0.2.2");
    families = Families.IPV6_FIRST;
    assertThat(to("example.net")).startsWith("mx.example.net=2001:db8:0:0:0:0:0:1,192.0.2.1");
    families = Families.IPV6_ONLY;
    assertThat(to("EXAMPLE.net")).isEqualTo("mx.example.net=2001:db8:0:0:0:0:0:1");
  }

  @ParameterizedTest
  @CsvSource({
    "alone.example,       alone.example=192.0.2.3",
    "nowhere.example,     5.1.2",
    "text.example,        5.4.4",
    "null.example,        5.1.10",
    "loop.example,        5.4.6",
    "backup.example,      first.example=192.0.2.4",
    "number.example,      first.example=192.0.2.4",
    "failing.example,     4.4.3",
    "half.example,        first.example=192.0.2.4",
    "slow.example,        4.4.3",
    "empty.example,       5.4.4",
    "alias.example,       first.example=192.0.2.4",
    "mxalias.example,     toalias.example=192.0.2.4",
    "bücher.example,      xn--bcher-kva.example=192.0.2.5",
    "mixed.example,       first.example=192.0.2.4",
    "[192.0.2.7],         [192.0.2.7]=192.0.2.7",
    "[IPv6:2001:db8::7],  [2001:db8:0:0:0:0:0:7]=2001:db8:0:0:0:0:0:7",
    "[192.0.2.99],        5.4.6"
  })
  void every_kind_of_domain(String domain, String expected) {
    dns.add(
        """
        alone.example          A     192.0.2.3
        text.example           TXT   nothing else
        null.example           MX    0 .
        first.example          A     192.0.2.4
        me.example.org         A     192.0.2.99
        loop.example           MX    10 me.example.org
        loop.example           MX    10 first.example
        backup.example         MX    5 first.example
        backup.example         MX    10 me.example.org
        backup.example         MX    20 alone.example
        number.example         MX    5 first.example
        number.example         MX    10 other.example
        other.example          A     192.0.2.99
        number.example         MX    20 alone.example
        failing.example        FAILS TIMEOUT
        unknown.example        FAILS SERVER_FAILED
        half.example           MX    5 unknown.example
        half.example           MX    10 first.example
        slow.example           MX    5 unknown.example
        empty.example          MX    5 text.example
        alias.example          CNAME target.example
        target.example         MX    5 first.example
        mxalias.example        MX    5 toalias.example
        toalias.example        CNAME first.example
        xn--bcher-kva.example  A     192.0.2.5
        mixed.example          MX    0 .
        mixed.example          MX    10 first.example
        """);
    assertThat(to(domain)).isEqualTo(expected);
  }

  @Test
  void only_so_many_hosts_and_addresses_are_looked_at() {
    for (int i = 0; i < 50; i++) {
      dns.add("many.example MX 10 h" + i + ".example");
      for (int j = 0; j < 10; j++) dns.add("h" + i + ".example A 198.51.100." + j);
    }
    var route = route(new Hop.Exchange(new DomainName("many.example"), TlsDemand.NONE));
    assertThat(route)
        .isInstanceOfSatisfying(
            Route.Targets.class,
            found -> {
              assertThat(found.targets()).hasSize(Router.MAX_HOSTS);
              assertThat(found.targets().getFirst().addresses())
                  .hasSize(HostAddresses.MAX_OF_FAMILY);
            });
  }

  @Test
  void a_smart_host_and_a_store_are_where_they_are_said_to_be() {
    var login = Login.of("me", Secret.of("secret"));
    var smart =
        new Hop.SmartHost(
            new Hop.Place.Named(new DnsName("mx.example.net"), 587),
            Transport.SMTP,
            TlsDemand.VERIFIED,
            login);
    assertThat(route(smart))
        .isInstanceOfSatisfying(
            Route.Targets.class,
            found -> {
              var target = found.targets().getFirst();
              assertThat(target.port()).isEqualTo(587);
              assertThat(target.security().login()).isEqualTo(login);
              assertThat(target.security().tls())
                  .isEqualTo(
                      new TlsPolicy.Required(
                          List.of(new DnsName("mx.example.net")), TlsPolicy.Basis.CONFIGURED));
            });
    var gone = new Hop.Place.Named(new DnsName("gone.example.net"), 587);
    assertThat(shown(new Hop.SmartHost(gone, Transport.SMTP, TlsDemand.NONE, null)))
        .isEqualTo("4.4.4");
    var store = new Hop.Place.Addressed(List.of(ScriptedHost.HERE), 24);
    assertThat(shown(new Hop.Lmtp(store, TlsDemand.NONE))).isEqualTo("[127.0.0.1]=127.0.0.1");
    assertThat(shown(new Hop.Lmtp(store, TlsDemand.VERIFIED))).isEqualTo("4.7.5");
  }

  @Test
  void dane_holds_where_everything_is_signed() {
    dns.add("example.net SIGNED", "_25._tcp.mx.example.net TLSA 3 1 1 " + DIGEST);
    var security = security(TlsDemand.PUBLISHED);
    assertThat(security.trust()).isEqualTo(Target.Trust.DNSSEC);
    assertThat(security.tls())
        .isInstanceOfSatisfying(
            TlsPolicy.Dane.class,
            dane -> {
              assertThat(dane.base()).isEqualTo(new DnsName("mx.example.net"));
              assertThat(dane.names())
                  .containsExactly(new DnsName("mx.example.net"), new DnsName("example.net"));
            });
    assertThat(security(TlsDemand.OPPORTUNISTIC).tls()).isEqualTo(new TlsPolicy.Opportunistic());
  }

  @Test
  void records_that_are_not_signed_are_not_even_asked_for() {
    dns.add("_25._tcp.mx.example.net TLSA 3 1 1 " + DIGEST);
    assertThat(security(TlsDemand.PUBLISHED).tls()).isEqualTo(new TlsPolicy.Opportunistic());
    assertThat(dns.count("_25._tcp.mx.example.net TLSA")).isZero();
    assertThat(shown(new Hop.Exchange(new DomainName("example.net"), TlsDemand.DANE)))
        .isEqualTo("4.4.3");
    assertThat(attempts).extracting(TlsAttempt::result).contains(TlsResult.DANE_REQUIRED);
  }

  @Test
  void records_that_cannot_be_used_still_promise_tls() {
    dns.add("example.net SIGNED", "_25._tcp.mx.example.net TLSA 0 0 1 " + DIGEST);
    assertThat(security(TlsDemand.PUBLISHED).tls())
        .isEqualTo(new TlsPolicy.Encrypted(TlsPolicy.Basis.TLSA));
  }

  @Test
  void a_host_whose_records_cannot_be_had_is_left_out() {
    dns.add("example.net SIGNED", "_25._tcp.mx.example.net FAILS BOGUS");
    assertThat(shown(new Hop.Exchange(new DomainName("example.net"), TlsDemand.PUBLISHED)))
        .isEqualTo("backup.example.net=192.0.2.2");
    assertThat(attempts).extracting(TlsAttempt::result).contains(TlsResult.DNSSEC_INVALID);
  }

  @Test
  void the_records_of_an_alias_are_those_of_its_end_and_then_its_own() {
    dns.add(
        """
        example.net SIGNED
        example.com SIGNED
        alias.example.net      CNAME end.example.com
        end.example.com        A     192.0.2.8
        other.example.net      MX    5 alias.example.net
        _25._tcp.alias.example.net TLSA 2 0 1 %s
        """
            .formatted(DIGEST));
    var hop = new Hop.Exchange(new DomainName("other.example.net"), TlsDemand.PUBLISHED);
    assertThat(route(hop))
        .isInstanceOfSatisfying(
            Route.Targets.class,
            found ->
                assertThat(found.targets().getFirst().security().tls())
                    .isInstanceOfSatisfying(
                        TlsPolicy.Dane.class,
                        dane -> assertThat(dane.base().text()).isEqualTo("alias.example.net")));
    dns.add("_25._tcp.end.example.com TLSA 2 0 1 " + DIGEST);
    assertThat(route(hop))
        .isInstanceOfSatisfying(
            Route.Targets.class,
            found ->
                assertThat(found.targets().getFirst().security().tls())
                    .isInstanceOfSatisfying(
                        TlsPolicy.Dane.class,
                        dane -> assertThat(dane.base().text()).isEqualTo("end.example.com")));
  }

  @Test
  void a_policy_that_is_enforced_names_the_hosts_and_wants_their_certificates() {
    dns.add("_mta-sts.example.net TXT v=STSv1; id=1");
    policies.add("version: STSv1\nmode: enforce\nmx: mx.example.net\nmax_age: 86400\n");
    var hop = new Hop.Exchange(new DomainName("example.net"), TlsDemand.PUBLISHED);
    assertThat(shown(hop)).startsWith("mx.example.net=").doesNotContain("backup");
    assertThat(security(TlsDemand.PUBLISHED))
        .isEqualTo(
            new Target.Security(
                Transport.SMTP,
                new TlsPolicy.Required(List.of(new DnsName("mx.example.net")), TlsPolicy.Basis.STS),
                Target.Trust.MTA_STS,
                null,
                new ReportedPolicy(
                    TlsAttempt.PolicyType.STS,
                    List.of(
                        "version: STSv1", "mode: enforce", "mx: mx.example.net", "max_age: 86400"),
                    List.of("mx.example.net"))));
  }

  @Test
  void only_who_was_asked_what_he_wants_is_told_of() {
    assertThat(security(TlsDemand.PUBLISHED).reported()).isEqualTo(ReportedPolicy.NONE);
    for (var demand : List.of(TlsDemand.NONE, TlsDemand.OPPORTUNISTIC, TlsDemand.ENCRYPTED))
      assertThat(security(demand).reported()).as(demand.name()).isNull();
  }

  @Test
  void a_policy_in_testing_only_tells() {
    dns.add("_mta-sts.example.net TXT v=STSv1; id=1");
    policies.add("version: STSv1\nmode: testing\nmx: mx.example.net\nmax_age: 86400\n");
    assertThat(to("example.net")).contains("backup.example.net");
    assertThat(security(TlsDemand.PUBLISHED).tls())
        .isEqualTo(new TlsPolicy.Opportunistic(List.of(new DnsName("mx.example.net"))));
    assertThat(attempts).extracting(TlsAttempt::mxHost).contains("backup.example.net");
  }
}

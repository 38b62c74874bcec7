package org.posthorn.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Section;

/// What a resolver makes of a server that behaves.
class ResolverTest {
  private static final DnsName EXAMPLE = new DnsName("example.org");
  private static final DnsName HOST = new DnsName("mx.example.org");

  private NameServer server;
  private Resolver resolver;

  @SuppressWarnings("NullAway") // made before each test
  ResolverTest() {}

  @BeforeEach
  void start() throws Exception {
    server =
        new NameServer(
            Replies.zone(
                Replies.SOA,
                "example.org. 60 MX 20 backup.example.org.",
                "example.org. 60 MX 10 mx.example.org.",
                "example.org. 60 TXT \"v=spf1 \" \"mx -all\"",
                "mx.example.org. 60 A 192.0.2.1",
                "mx.example.org. 60 AAAA 2001:db8::1",
                "mx.example.org. 60 AAAA ::ffff:192.0.2.1",
                "_xmpps._tcp.example.org. 60 SRV 20 0 5223 b.example.org.",
                "_xmpps._tcp.example.org. 60 SRV 10 0 5223 a.example.org.",
                "_pop3._tcp.example.org. 60 SRV 0 0 0 .",
                "_25._tcp.mx.example.org. 60 TLSA 3 1 1 00FF",
                "1.2.0.192.in-addr.arpa. 60 PTR mx.example.org.",
                "www.example.org. 60 CNAME web.example.org.",
                "web.example.org. 30 CNAME mx.example.org.",
                "lost.example.org. 30 CNAME none.example.org.",
                "null.example.org. 30 MX 0 ."));
    resolver = resolver(AdTrust.LOOPBACK);
  }

  private Resolver resolver(AdTrust trust) {
    return new Resolver(
        ResolverConfig.of(List.of(server.address())).withTrustAd(trust),
        ManualClock.standing(),
        new SecureRandom());
  }

  @AfterEach
  void stop() throws Exception {
    resolver.close();
    server.close();
  }

  @Test
  void every_kind_of_record_is_read() {
    assertThat(resolver.mx(EXAMPLE).records())
        .containsExactly(new Mx(10, HOST), new Mx(20, new DnsName("backup.example.org")));
    assertThat(resolver.a(HOST).records().getFirst()).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(resolver.txt(EXAMPLE).records())
        .containsExactly(new Txt(List.of("v=spf1 ", "mx -all")));
    assertThat(resolver.srv(new DnsName("_xmpps._tcp.example.org")).records())
        .containsExactly(
            new Srv(10, 0, 5223, new DnsName("a.example.org")),
            new Srv(20, 0, 5223, new DnsName("b.example.org")));
    assertThat(resolver.tlsa(new DnsName("_25._tcp.mx.example.org")).records())
        .containsExactly(new Tlsa(3, 1, 1, "00ff"));
    assertThat(resolver.ptr(InetAddress.ofLiteral("192.0.2.1")).records()).containsExactly(HOST);
    assertThat(resolver.cname(new DnsName("www.example.org")).records())
        .containsExactly(new DnsName("web.example.org"));
  }

  @Test
  void an_ipv4_address_in_an_aaaa_record_is_passed_over() {
    assertThat(resolver.aaaa(HOST).records())
        .map(InetAddress.class::cast)
        .containsExactly(InetAddress.ofLiteral("2001:db8::1"));
  }

  @Test
  void a_null_mx_and_a_missing_service_are_told() {
    assertThat(resolver.mx(new DnsName("null.example.org")).records())
        .singleElement()
        .matches(Mx::isNull);
    assertThat(resolver.srv(new DnsName("_pop3._tcp.example.org")).records())
        .singleElement()
        .matches(Srv::isNone);
  }

  @Test
  void what_is_not_there_is_told_from_what_has_no_such_record() {
    assertThat(resolver.mx(HOST)).isEqualTo(new Lookup.NoSuchRecord<>(false));
    assertThat(resolver.a(new DnsName("no.example.org"))).isEqualTo(new Lookup.NoSuchName<>(false));
    assertThat(resolver.a(new DnsName("lost.example.org")))
        .isEqualTo(new Lookup.NoSuchName<>(false));
    assertThat(resolver.cname(HOST)).isEqualTo(new Lookup.NoSuchRecord<>(false));
  }

  @Test
  void aliases_are_followed_and_the_shortest_time_counts() {
    assertThat(resolver.a(new DnsName("www.example.org")))
        .isInstanceOfSatisfying(
            Lookup.Found.class,
            found -> {
              assertThat(found.canonical()).isEqualTo(HOST);
              assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(30));
            });
    assertThat(server.questions()).hasSize(1);
  }

  @Test
  void aliases_are_followed_when_the_server_stops_at_each() {
    server.behave(
        Replies.inTurn(
            Replies.answers("www.example.org. 60 CNAME web.example.org."),
            Replies.answers("web.example.org. 60 CNAME mx.example.org."),
            Replies.answers("mx.example.org. 60 A 192.0.2.1")));
    assertThat(resolver.a(new DnsName("www.example.org")).records()).hasSize(1);
    assertThat(server.questions())
        .containsExactly("UDP www.example.org A", "UDP web.example.org A", "UDP mx.example.org A");
  }

  @Test
  void a_dname_stands_for_the_alias_that_was_left_out() {
    server.behave(
        Replies.answers(
            "old.example.org. 60 DNAME example.net.", "mx.example.net. 60 A 192.0.2.7"));
    assertThat(resolver.a(new DnsName("mx.old.example.org")))
        .isInstanceOfSatisfying(
            Lookup.Found.class,
            found -> assertThat(found.canonical()).isEqualTo(new DnsName("mx.example.net")));
    // The name that has the DNAME is not renamed itself.
    assertThat(resolver.a(new DnsName("old.example.org"))).isInstanceOf(Lookup.NoSuchRecord.class);
  }

  @Test
  void names_with_characters_that_mean_something_elsewhere_are_asked_as_they_are() {
    resolver.a(new DnsName("a\\b;(c)@\"$.example.org"));
    assertThat(server.asked().getFirst().message().getQuestion().getName().getLabel(0))
        .asString()
        .endsWith("a\\b;(c)@\"$");
  }

  @Test
  void a_long_answer_is_fetched_by_tcp() {
    var lines =
        Stream.iterate(0, i -> i < 100, i -> i + 1)
            .map("big.example.org. 60 TXT \"%04d and some more so that it gets long\""::formatted)
            .toArray(String[]::new);
    server.behave(Replies.zone(lines));
    assertThat(resolver.txt(new DnsName("big.example.org")).records()).hasSize(100);
    assertThat(server.questions())
        .containsExactly("UDP big.example.org TXT", "TCP big.example.org TXT");
  }

  @Test
  void up_to_1232_octets_come_by_udp() {
    var text = "x".repeat(250);
    server.behave(
        Replies.zone(
            "big.example.org. 60 TXT \"%1$s\" \"%1$s\" \"%1$s\" \"%1$s\"".formatted(text)));
    assertThat(resolver.txt(new DnsName("big.example.org")).records()).hasSize(1);
    assertThat(server.questions()).containsExactly("UDP big.example.org TXT");
    assertThat(server.asked().getFirst().message().getOPT().getPayloadSize()).isEqualTo(1232);
  }

  @Test
  void ids_and_ports_differ_from_question_to_question() {
    for (var i = 0; i < 20; i++) resolver.a(new DnsName("n" + i + ".example.org"));
    var asked = server.asked();
    assertThat(asked.stream().map(a -> a.message().getHeader().getID()).distinct())
        .hasSizeGreaterThan(15);
    assertThat(asked.stream().map(NameServer.Asked::port).distinct()).hasSizeGreaterThan(15);
    assertThat(asked).allMatch(a -> a.message().getHeader().getFlag(Flags.RD));
  }

  @Test
  void a_server_is_believed_to_have_validated_only_when_it_is_trusted() {
    server.behave(Replies.authentic(Replies.zone("mx.example.org. 60 A 192.0.2.1")));
    assertThat(resolver.a(HOST)).isEqualTo(found(true));
    assertThat(resolver.aaaa(HOST)).isEqualTo(new Lookup.NoSuchRecord<>(true));
    assertThat(resolver.a(new DnsName("x.example.org"))).isEqualTo(new Lookup.NoSuchName<>(true));
    try (var doubting = resolver(AdTrust.NO_SERVER)) {
      assertThat(doubting.a(HOST)).isEqualTo(found(false));
      assertThat(doubting.aaaa(HOST)).isEqualTo(new Lookup.NoSuchRecord<>(false));
    }
    server.behave(Replies.zone("mx.example.org. 60 A 192.0.2.1"));
    try (var trusting = resolver(AdTrust.EVERY_SERVER)) {
      assertThat(trusting.a(HOST)).isEqualTo(found(false));
    }
  }

  private static Lookup<?> found(boolean isAuthentic) {
    var address = InetAddress.ofLiteral("192.0.2.1");
    return new Lookup.Found<>(List.of(address), HOST, isAuthentic, Duration.ofMinutes(1));
  }

  @Test
  void one_part_that_is_not_authentic_makes_the_whole_not_authentic() {
    server.behave(
        Replies.inTurn(
            Replies.answers("www.example.org. 60 CNAME mx.example.org."),
            Replies.authentic(Replies.answers("mx.example.org. 60 A 192.0.2.1"))));
    assertThat(resolver.a(new DnsName("www.example.org"))).isEqualTo(found(false));
  }

  @Test
  void a_server_that_is_older_than_edns_is_asked_without() {
    server.behave(asked ->
        asked.message().getOPT() == null
            ? Replies.zone("mx.example.org. 60 A 192.0.2.1").replies(asked)
            : Replies.changed(
                    Replies.rcode(org.xbill.DNS.Rcode.FORMERR),
                    reply -> reply.removeAllRecords(Section.QUESTION))
                .replies(asked));
    assertThat(resolver.a(HOST)).isEqualTo(found(false));
    assertThat(server.questions()).hasSize(2);
  }
}

package org.posthorn.testing.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;

class FakeDnsTest {
  private static final DnsName EXAMPLE = new DnsName("example.org");
  private static final DnsName HOST = new DnsName("mx.example.org");

  @Test
  void every_kind_of_record_is_answered() throws Exception {
    var dns =
        FakeDns.of(
            """
            # what a domain has
            example.org  MX  20 backup.example.org
            example.org  MX  10 mx.example.org
            mx.example.org  A  192.0.2.1  # the one
            mx.example.org  AAAA  2001:db8::1
            _xmpps._tcp.example.org  SRV  5 0 5223 chat.example.org
            _25._tcp.mx.example.org  TLSA  3 1 1 00FF
            192.0.2.1  PTR  mx.example.org
            2001:db8::1  PTR  mx.example.org
            """);
    assertThat(dns.mx(EXAMPLE).records())
        .containsExactly(new Mx(10, HOST), new Mx(20, new DnsName("backup.example.org")));
    var v4 = dns.a(HOST).records().getFirst();
    var v6 = dns.aaaa(HOST).records().getFirst();
    assertThat(v4).isEqualTo(InetAddress.getByName("192.0.2.1"));
    assertThat(v6).isEqualTo(InetAddress.getByName("2001:db8::1"));
    assertThat(dns.ptr(v4).records()).containsExactly(HOST);
    assertThat(dns.ptr(v6).records()).containsExactly(HOST);
    assertThat(dns.srv(new DnsName("_xmpps._tcp.example.org")).records())
        .containsExactly(new Srv(5, 0, 5223, new DnsName("chat.example.org")));
    assertThat(dns.tlsa(new DnsName("_25._tcp.mx.example.org")).records())
        .containsExactly(new Tlsa(3, 1, 1, "00ff"));
  }

  @Test
  void a_text_is_what_follows_or_quoted_strings() {
    var dns = FakeDns.of("a TXT v=spf1 mx #-all", "b TXT \"one \" \"t\\\"wo\"", "c TXT ü");
    assertThat(dns.txt(new DnsName("a")).records()).containsExactly(new Txt("v=spf1 mx #-all"));
    assertThat(dns.txt(new DnsName("b")).records())
        .containsExactly(new Txt(List.of("one ", "t\"wo")));
    assertThat(dns.txt(new DnsName("c")).records().getFirst().joinedUtf8()).isEqualTo("ü");
    var text = "x".repeat(600);
    var strings = FakeDns.of("a TXT " + text).txt(new DnsName("a")).records().getFirst();
    assertThat(strings.strings()).hasSize(3);
    assertThat(strings.joined()).isEqualTo(text);
  }

  @Test
  void a_name_without_the_record_is_told_from_no_name() {
    var dns = FakeDns.of("a.b.example.org A 192.0.2.1");
    assertThat(dns.mx(new DnsName("a.b.example.org"))).isEqualTo(new Lookup.NoSuchRecord<>(false));
    assertThat(dns.a(new DnsName("b.example.org"))).isEqualTo(new Lookup.NoSuchRecord<>(false));
    assertThat(dns.a(new DnsName("c.example.org"))).isEqualTo(new Lookup.NoSuchName<>(false));
    assertThat(dns.remove("a.b.example.org").a(new DnsName("b.example.org")))
        .isEqualTo(new Lookup.NoSuchName<>(false));
  }

  @Test
  void aliases_are_followed_and_circles_are_seen() {
    var dns =
        FakeDns.of(
            "www.example.org CNAME web.example.org",
            "web.example.org 60 A 192.0.2.1",
            "a.example.org CNAME b.example.org",
            "b.example.org CNAME a.example.org",
            "lost.example.org CNAME nowhere.example.org");
    var www = new DnsName("www.example.org");
    assertThat(dns.a(www))
        .isInstanceOfSatisfying(
            Lookup.Found.class,
            found -> {
              assertThat(found.canonical()).isEqualTo(new DnsName("web.example.org"));
              assertThat(found.ttl()).isEqualTo(Duration.ofMinutes(1));
            });
    assertThat(dns.cname(www).records()).containsExactly(new DnsName("web.example.org"));
    assertThat(dns.a(new DnsName("lost.example.org"))).isInstanceOf(Lookup.NoSuchName.class);
    assertThat(dns.a(new DnsName("a.example.org")))
        .isInstanceOfSatisfying(
            Lookup.Failed.class,
            failed -> assertThat(failed.failure()).isEqualTo(Failure.MALFORMED));
  }

  @Test
  void what_is_signed_is_authentic_unless_an_alias_leads_out() {
    var dns =
        FakeDns.of(
            "example.org SIGNED",
            "mx.example.org A 192.0.2.1",
            "out.example.org CNAME mx.example.net",
            "mx.example.net A 192.0.2.2");
    assertThat(isAuthentic(dns.a(HOST))).isTrue();
    assertThat(isAuthentic(dns.a(new DnsName("out.example.org")))).isFalse();
    assertThat(dns.aaaa(HOST)).isEqualTo(new Lookup.NoSuchRecord<>(true));
    assertThat(dns.a(new DnsName("none.example.org"))).isEqualTo(new Lookup.NoSuchName<>(true));
    assertThat(dns.a(new DnsName("none.example.net"))).isEqualTo(new Lookup.NoSuchName<>(false));
  }

  private static boolean isAuthentic(Lookup<?> lookup) {
    return lookup instanceof Lookup.Found<?> found && found.isAuthentic();
  }

  @ParameterizedTest
  @EnumSource
  void every_failure_can_be_had_for_a_name_or_a_type(Failure failure) {
    var dns =
        FakeDns.of("a FAILS " + failure + " # always", "b A 192.0.2.1", "b TLSA FAILS " + failure);
    assertThat(dns.mx(new DnsName("a")))
        .isEqualTo(new Lookup.Failed<>(failure, "the test says so"));
    assertThat(dns.a(new DnsName("b")).records()).hasSize(1);
    assertThat(dns.tlsa(new DnsName("b"))).isInstanceOf(Lookup.Failed.class);
  }

  @Test
  void a_wildcard_stands_for_what_is_not_there() {
    var dns = FakeDns.of("*.list.example A 127.0.0.2", "here.list.example TXT x");
    assertThat(dns.a(new DnsName("1.2.0.192.list.example")).records()).hasSize(1);
    assertThat(dns.a(new DnsName("here.list.example"))).isInstanceOf(Lookup.NoSuchRecord.class);
    assertThat(dns.a(new DnsName("below.here.list.example"))).isInstanceOf(Lookup.NoSuchName.class);
  }

  @Test
  void questions_are_counted() {
    var dns = FakeDns.of("example.org MX 10 mx.example.org");
    dns.mx(EXAMPLE);
    dns.mx(EXAMPLE);
    dns.a(HOST);
    assertThat(dns.asked()).containsExactly("example.org MX", "example.org MX", "mx.example.org A");
    assertThat(dns.count("example.org MX")).isEqualTo(2);
    dns.forgetQuestions();
    assertThat(dns.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a A",
        "a A mx.example.org",
        "a A 2001:db8::1",
        "a AAAA 192.0.2.1",
        "a MX 10",
        "a MX ten mx.example.org",
        "a NONSENSE x",
        "a FAILS SOMEHOW",
        "a..b A 192.0.2.1",
        "a TXT \"open",
        "a TLSA 3 1 1 xyz"
      })
  void what_it_does_not_understand_it_refuses(String line) {
    assertThatThrownBy(() -> FakeDns.of(line)).isInstanceOf(IllegalArgumentException.class);
  }
}

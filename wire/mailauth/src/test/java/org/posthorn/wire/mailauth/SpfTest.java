package org.posthorn.wire.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;

class SpfTest {

  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  private static SpfInput from(String domain) {
    return new SpfInput(
        CLIENT,
        "mail.example.net",
        new EmailAddress(new Localpart("romeo"), new DomainName(domain)));
  }

  private static Spf spf(FakeDns zone) {
    return new Spf(zone, SpfCasesTest.RECEIVER, SpfCasesTest.CLOCK);
  }

  private static SpfVerdict check(String record) {
    return spf(FakeDns.of().add("a.test TXT " + record)).checkMailFrom(from("a.test"));
  }

  @Test
  void the_helo_name_is_checked_for_itself() {
    var zone =
        FakeDns.of(
            "mail.example.net TXT \"v=spf1 a -all\"",
            "mail.example.net A 192.0.2.1",
            "a.test TXT \"v=spf1 -all\"");
    var helo = spf(zone).checkHelo(from("a.test"));
    assertThat(helo.result()).isEqualTo(SpfResult.PASS);
    assertThat(helo.identity()).isEqualTo(SpfIdentity.HELO);
    assertThat(helo.domain()).isEqualTo("mail.example.net");
    assertThat(helo.mechanism()).isEqualTo("a");
    assertThat(spf(zone).checkMailFrom(from("a.test")).result()).isEqualTo(SpfResult.FAIL);
  }

  @Test
  void a_verdict_says_why() {
    var verdict = check("v=spf1 ip4:192.0.2.0/24 -all");
    assertThat(verdict.mechanism()).isEqualTo("ip4:192.0.2.0/24");
    assertThat(verdict.detail()).isEqualTo("a.test designates 192.0.2.1 as permitted sender");
    assertThat(check("v=spf1 moo").detail()).isEqualTo("an unknown mechanism");
    assertThat(check("v=spf1").mechanism()).isEqualTo("default");
  }

  @Test
  void a_record_that_is_wrong_asks_nothing_more() {
    var zone = FakeDns.of().add("a.test TXT \"v=spf1 a:x.test mx:y.test moo\"");
    spf(zone).checkMailFrom(from("a.test"));
    assertThat(zone.asked()).containsExactly("a.test TXT");
  }

  @Test
  void the_client_has_its_name_asked_for_once() {
    var zone =
        FakeDns.of(
            "a.test TXT \"v=spf1 ptr:x.test ptr:y.test exists:%{p}.z.test -all\"",
            "1.2.0.192.in-addr.arpa PTR h.test", "h.test A 192.0.2.1");
    assertThat(spf(zone).checkMailFrom(from("a.test")).result()).isEqualTo(SpfResult.FAIL);
    assertThat(zone.asked())
        .containsExactly("a.test TXT", "1.2.0.192.in-addr.arpa PTR", "h.test A", "h.test.z.test A");
  }

  @Test
  void slow_servers_are_not_waited_for_without_end() {
    var clock =
        new InstantSource() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant instant() {
            now = now.plus(Duration.ofSeconds(8));
            return now;
          }
        };
    var zone =
        FakeDns.of(
            "a.test TXT \"v=spf1 a:h.test a:h.test a:h.test a:h.test -all\"",
            "h.test A 198.51.100.1");
    var verdict = new Spf(zone, SpfCasesTest.RECEIVER, clock).checkMailFrom(from("a.test"));
    assertThat(verdict.result()).isEqualTo(SpfResult.TEMPERROR);
    assertThat(verdict.detail()).isEqualTo("it took too long");
  }

  @Test
  void a_record_without_end_is_refused() {
    assertThat(check("v=spf1 " + "ip4:10.0.0.1 ".repeat(5_000) + "-all").result())
        .isEqualTo(SpfResult.PERMERROR);
    assertThat(check("v=spf1 exists:" + "%{s}.".repeat(3_000) + "a.test -all").result())
        .isEqualTo(SpfResult.PERMERROR);
    assertThat(check("v=spf1 exists:%{d" + "9".repeat(10_000) + "}.a.test ?all").result())
        .isEqualTo(SpfResult.NEUTRAL);
  }

  @Test
  void a_helo_name_without_end_is_cut() {
    var input = new SpfInput(CLIENT, "a.".repeat(100_000) + "test", null);
    assertThat(spf(FakeDns.of()).checkHelo(input).result()).isEqualTo(SpfResult.NONE);
  }

  @Test
  void an_explanation_fits_into_a_reply() {
    var zone =
        FakeDns.of()
            .add("a.test TXT \"v=spf1 -all exp=e.test\"")
            .add("e.test TXT \"" + "why ".repeat(300) + "\"");
    assertThat(spf(zone).checkMailFrom(from("a.test")).explanation()).hasSize(400);
  }

  @Provide
  Arbitrary<String> records() {
    return Arbitraries.of(
            "v=spf1",
            " ",
            "+",
            "-",
            "~",
            "?",
            "all",
            "a",
            "mx",
            "ptr",
            "ip4",
            "ip6",
            "exists",
            "include",
            "redirect",
            "exp",
            ":",
            "=",
            "/",
            "//",
            "24",
            "%{",
            "%",
            "}",
            "d",
            "l1r-",
            "a.test",
            ".",
            "192.0.2.1",
            "2001:db8::",
            "\u00E4",
            "\0")
        .list()
        .ofMaxSize(24)
        .map(parts -> "v=spf1 " + String.join("", parts));
  }

  @Property(tries = 3000)
  void whatever_a_record_says_there_is_a_verdict(@ForAll("records") String record) {
    var zone = FakeDns.of().add("a.test A 192.0.2.1").add("a.test TXT " + record);
    var verdict = spf(zone).checkMailFrom(from("a.test"));
    assertThat(verdict.domain()).isEqualTo("a.test");
    assertThat(zone.asked()).hasSizeLessThan(40);
  }

  @Property
  void whatever_a_client_calls_itself_there_is_a_verdict(@ForAll String helo) {
    var zone = FakeDns.of().add("a.test TXT \"v=spf1 exists:%{h}.%{H} -all exp=%{h}.test\"");
    var verdict =
        spf(zone)
            .checkMailFrom(
                new SpfInput(
                    CLIENT,
                    helo,
                    new EmailAddress(new Localpart("romeo"), new DomainName("a.test"))));
    assertThat(verdict.result()).isEqualTo(SpfResult.FAIL);
  }

  @Test
  void names_know_what_is_within_them() {
    assertThat(Spf.isMultiLabel(new DnsName("test"))).isFalse();
    assertThat(Spf.isMultiLabel(new DnsName("a.test"))).isTrue();
  }
}

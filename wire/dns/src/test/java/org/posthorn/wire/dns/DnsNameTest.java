package org.posthorn.wire.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {

  @Test
  void case_and_the_dot_at_the_end_make_no_difference() {
    assertThat(new DnsName("MX.Example.org.")).isEqualTo(new DnsName("mx.example.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b", ".a", "a b", "a\u0000", "bücher.example", "\u212aelvin", "a.b.."})
  void what_is_no_name_is_refused(String text) {
    assertThat(DnsName.parse(text)).isNull();
    assertThatThrownBy(() -> new DnsName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labels_end_at_63_octets_and_names_at_253() {
    assertThat(DnsName.parse("a".repeat(63))).isNotNull();
    assertThat(DnsName.parse("a".repeat(64))).isNull();
    assertThat(DnsName.parse(("a".repeat(49) + ".").repeat(5) + "aaa")).isNotNull();
    assertThat(DnsName.parse(("a".repeat(49) + ".").repeat(5) + "aaaa")).isNull();
  }

  @Test
  void a_name_knows_what_is_above_and_below_it() {
    var name = new DnsName("mail.example.org");
    assertThat(name.below("_25._tcp")).isEqualTo(new DnsName("_25._tcp.mail.example.org"));
    assertThat(name.below("a".repeat(64))).isNull();
    assertThat(name.parent()).isEqualTo(new DnsName("example.org"));
    assertThat(name.andParents())
        .containsExactly(name, new DnsName("example.org"), new DnsName("org"));
    assertThat(name.isWithin(new DnsName("example.org"))).isTrue();
    assertThat(name.isWithin(new DnsName("ample.org"))).isFalse();
    assertThat(DnsName.ROOT.parent()).isNull();
    assertThat(DnsName.ROOT.labels()).isEmpty();
    assertThat(DnsName.ROOT).hasToString(".");
  }

  @Test
  void an_address_has_a_name_to_ask_for() throws Exception {
    assertThat(DnsName.reverse(InetAddress.getByName("192.0.2.130")))
        .hasToString("130.2.0.192.in-addr.arpa");
    assertThat(DnsName.reverse(InetAddress.getByName("2001:db8::567:89ab")))
        .hasToString("b.a.9.8.7.6.5.0." + "0.".repeat(16) + "8.b.d.0.1.0.0.2.ip6.arpa");
  }

  @Test
  void nothing_found_is_never_a_find() {
    assertThatThrownBy(
            () -> new Lookup.Found<>(List.of(), DnsName.ROOT, false, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void octets_of_a_text_survive_and_can_be_read_as_utf_8() {
    var txt = new Txt(List.of("v=spf1 ", "exp=\u00c3\u00bc"));
    assertThat(txt.joined()).isEqualTo("v=spf1 exp=\u00c3\u00bc");
    assertThat(txt.joinedUtf8()).isEqualTo("v=spf1 exp=ü");
  }
}

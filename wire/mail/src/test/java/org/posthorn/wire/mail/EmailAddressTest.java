package org.posthorn.wire.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.mail.AddressException.Reason;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          romeo@example.com             | romeo          | romeo@example.com            | romeo@example.com
          Romeo+L@Example.COM           | Romeo+L        | Romeo+L@Example.COM          | romeo+l@example.com
          "romeo"@example.com           | romeo          | romeo@example.com            | romeo@example.com
          "r.o\\m.eo"@example.com       | r.om.eo        | r.om.eo@example.com          | r.om.eo@example.com
          "romeo montague"@example.com  | romeo montague | "romeo montague"@example.com | romeo montague@example.com
          "a@b"@example.com             | a@b            | "a@b"@example.com            | a@b@example.com
          "a\\"b"@example.com           | a"b            | "a\\"b"@example.com          | a"b@example.com
          "a..b"@example.com            | a..b           | "a..b"@example.com           | a..b@example.com
          !#$%&'*+-/=?^_`{}~@x          | !#$%&'*+-/=?^_`{}~ | !#$%&'*+-/=?^_`{}~@x     | !#$%&'*+-/=?^_`{}~@x
          用户@例子.测试                | 用户           | 用户@例子.测试               | 用户@xn--fsqu00a.xn--0zwm56d
          Dörte@Sörensen.example.com    | Dörte          | Dörte@Sörensen.example.com   | dörte@xn--srensen-90a.example.com
          straße@faß.de                 | straße         | straße@faß.de                | strasse@xn--fa-hia.de
          romeo@_dmarc.example.com      | romeo          | romeo@_dmarc.example.com     | romeo@_dmarc.example.com
          romeo@[192.0.2.1]             | romeo          | romeo@[192.0.2.1]            | romeo@[192.0.2.1]
          romeo@[IPv6:2001:DB8::1]      | romeo          | romeo@[IPv6:2001:DB8::1]     | romeo@[ipv6:2001:db8:0:0:0:0:0:1]
          """)
  void valid(String text, String localpart, String printed, String key) throws AddressException {
    var address = EmailAddress.parse(text);
    assertThat(address.localpart().text()).isEqualTo(localpart);
    assertThat(address).hasToString(printed);
    assertThat(address.key()).isEqualTo(key);
    assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                          | EMPTY
          romeo                       | NO_AT_SIGN
          @example.com                | LOCALPART_EMPTY
          ""@example.com              | LOCALPART_EMPTY
          .romeo@example.com          | LOCALPART_MALFORMED
          romeo.@example.com          | LOCALPART_MALFORMED
          ro..meo@example.com         | LOCALPART_MALFORMED
          ro meo@example.com          | LOCALPART_MALFORMED
          "romeo@example.com          | LOCALPART_MALFORMED
          "@example.com               | LOCALPART_MALFORMED
          "ro"meo@example.com         | LOCALPART_MALFORMED
          "ro"meo"@example.com        | LOCALPART_MALFORMED
          "romeo\\"@example.com       | LOCALPART_MALFORMED
          <romeo@example.com>         | LOCALPART_MALFORMED
          romeo@a@example.com         | LOCALPART_MALFORMED
          romeo@                      | DOMAIN_EMPTY
          romeo@example..com          | DOMAIN_LABEL_EMPTY
          romeo@.example.com          | DOMAIN_LABEL_EMPTY
          romeo@example.com.          | DOMAIN_LABEL_EMPTY
          romeo@例子..测试            | DOMAIN_LABEL_EMPTY
          romeo@exa mple.com          | DOMAIN_MALFORMED
          romeo@-example.com          | DOMAIN_MALFORMED
          romeo@example-.com          | DOMAIN_MALFORMED
          romeo@192.0.2.1             | DOMAIN_MALFORMED
          romeo@exa/mple.com          | DOMAIN_MALFORMED
          romeo@[192.0.2]             | LITERAL_MALFORMED
          romeo@[192.0.2.256]         | LITERAL_MALFORMED
          romeo@[192.0.2.1            | LITERAL_MALFORMED
          romeo@[2001:db8::1]         | LITERAL_MALFORMED
          romeo@[IPv6:192.0.2.1]      | LITERAL_MALFORMED
          romeo@[IPv6:fe80::1%eth0]   | LITERAL_MALFORMED
          romeo@[IPv6:1:2:3]          | LITERAL_MALFORMED
          romeo@[tag:x]               | LITERAL_MALFORMED
          """)
  void invalid(String text, Reason reason) {
    assertThat(refusal(text)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ro\u0000meo@example.com",
        "romeo\r\n@example.com",
        "\"ro\tmeo\"@example.com",
        "ro\u0085meo@example.com",
        "romeo@exam\u007fple.com"
      })
  void control_characters_are_refused(String text) {
    assertThat(refusal(text)).isEqualTo(Reason.CONTROL_CHARACTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800@example.com", "a\udc00b@example.com", "a@\ud83d.com"})
  void lone_surrogates_are_refused(String text) {
    assertThat(refusal(text)).isEqualTo(Reason.BROKEN_UNICODE);
  }

  @Test
  void limits_count_octets_of_UTF8() throws AddressException {
    assertThat(EmailAddress.parse("é".repeat(32) + "@x").localpart().text()).hasSize(32);
    assertThat(refusal("é".repeat(32) + "a@x")).isEqualTo(Reason.LOCALPART_TOO_LONG);
    assertThat(refusal("a".repeat(65) + "@x")).isEqualTo(Reason.LOCALPART_TOO_LONG);
    var label = "a".repeat(63);
    var longest = label + "." + label + "." + label + "." + label;
    assertThat(EmailAddress.parse("a@" + longest).domain().text()).hasSize(255);
    assertThat(refusal("a@" + longest + ".b")).isEqualTo(Reason.DOMAIN_TOO_LONG);
    assertThat(refusal("a@" + label + "a.b")).isEqualTo(Reason.DOMAIN_LABEL_TOO_LONG);
    assertThat(refusal("a@" + "ü".repeat(60) + ".b")).isEqualTo(Reason.DOMAIN_LABEL_TOO_LONG);
  }

  @Test
  void constructors_refuse_what_parse_refuses() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Localpart(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new DomainName("example.com."));
  }

  @Test
  void names_that_are_the_same_domain_have_one_key() throws AddressException {
    assertThat(DomainName.parse("BÜCHER.example").key())
        .isEqualTo(DomainName.parse("bu\u0308cher.EXAMPLE").key())
        .isEqualTo(DomainName.parse("XN--BCHER-KVA.example").key())
        .isEqualTo("xn--bcher-kva.example");
    assertThat(DomainName.parse("xn--bcher-kva.example").unicode()).isEqualTo("bücher.example");
    assertThat(DomainName.parse("faß.de").key()).isNotEqualTo(DomainName.parse("fass.de").key());
  }

  @Test
  void a_zero_width_non_joiner_is_kept_where_its_language_needs_it() throws AddressException {
    // "letter of" in Persian: RFC 5892 appendix A.1 allows ZWNJ there
    var with = DomainName.parse("نامه\u200cای.com");
    assertThat(with.ascii()).isEqualTo("xn--mgba3gch31f060k.com");
    assertThat(with.key()).isNotEqualTo(DomainName.parse("نامهای.com").key());
    assertThat(refusal("a@exam\u200cple.com")).isEqualTo(Reason.DOMAIN_NOT_IDNA);
  }

  @Test
  void local_parts_fold_case_and_unicode_form() {
    assertThat(new Localpart("JOSÉ").key()).isEqualTo(new Localpart("jose\u0301").key());
    assertThat(new Localpart("ΣΊΣΥΦΟΣ").key()).isEqualTo(new Localpart("σίσυφος").key());
  }

  @Test
  void a_detail_is_what_follows_the_first_separator() {
    var address = new Localpart("romeo+lists+imap");
    assertThat(address.base('+')).isEqualTo(new Localpart("romeo"));
    assertThat(address.detail('+')).isEqualTo("lists+imap");
    assertThat(address.detail('-')).isNull();
    assertThat(address.base("-+").text()).isEqualTo("romeo");
    assertThat(new Localpart("+romeo").detail('+')).isNull();
    assertThat(new Localpart("romeo+").detail('+')).isEmpty();
  }

  private static Reason refusal(String text) {
    var refused = catchThrowableOfType(AddressException.class, () -> EmailAddress.parse(text));
    assertThat(refused).as(text).isNotNull();
    return refused.reason();
  }
}

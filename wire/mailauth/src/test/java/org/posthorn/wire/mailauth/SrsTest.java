package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;
import org.posthorn.wire.mailauth.Srs.Reversed;

class SrsTest {

  private static final byte[] SECRET = "a secret of ours".getBytes(US_ASCII);
  private static final byte[] OTHER = "another's secret".getBytes(US_ASCII);
  private static final DomainName OURS = new DomainName("verona.example");
  private static final DomainName THEIRS = new DomainName("mantua.example");
  private static final long DAY = 20_000;

  private static Srs srs(long day, byte[]... secrets) {
    return new Srs(List.of(secrets), day);
  }

  private static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static EmailAddress rewritten(String sender) {
    return Objects.requireNonNull(srs(DAY, SECRET).rewrite(address(sender), OURS));
  }

  @Test
  void a_rewritten_address_leads_back_and_is_at_the_forwarder() {
    var rewritten = rewritten("friar@mantua.example");
    assertThat(rewritten.toString())
        .matches("SRS0=[a-z2-7]{8}=[a-z2-7]{2}=mantua.example=friar@verona.example");
    assertThat(srs(DAY, SECRET).reverse(rewritten.localpart()))
        .isEqualTo(new Reversed.Original(address("friar@mantua.example")));
  }

  @Test
  void hosts_that_write_small_or_large_letters_do_no_harm_to_the_hash() {
    var local = rewritten("friar@mantua.example").localpart().text();
    for (var text : List.of(local.toLowerCase(Locale.ROOT), local.toUpperCase(Locale.ROOT)))
      assertThat(srs(DAY, SECRET).reverse(new Localpart(text)))
          .isInstanceOfSatisfying(
              Reversed.Original.class,
              it -> assertThat(it.address().key()).isEqualTo("friar@mantua.example"));
  }

  @Test
  void the_second_forwarder_keeps_what_the_first_has_made_and_the_third_drops_the_second() {
    var first = Objects.requireNonNull(srs(DAY, OTHER).rewrite(address("a@b.example"), THEIRS));
    var second = rewritten(first.toString());
    assertThat(second.toString()).startsWith("SRS1=").contains("=mantua.example==");
    assertThat(srs(DAY, SECRET).reverse(second.localpart()))
        .isEqualTo(new Reversed.Original(first));

    var third =
        Objects.requireNonNull(srs(DAY, OTHER).rewrite(second, new DomainName("padua.example")));
    assertThat(srs(DAY, OTHER).reverse(third.localpart())).isEqualTo(new Reversed.Original(first));
  }

  @Test
  void an_address_leads_back_for_three_weeks_and_no_longer() {
    var local = rewritten("friar@mantua.example").localpart();
    assertThat(srs(DAY + Srs.MAX_DAYS, SECRET).reverse(local))
        .isInstanceOf(Reversed.Original.class);
    assertThat(srs(DAY - 1, SECRET).reverse(local)).isInstanceOf(Reversed.Original.class);
    assertThat(srs(DAY + Srs.MAX_DAYS + 1, SECRET).reverse(local))
        .isEqualTo(new Reversed.Expired());
    assertThat(srs(DAY - 2, SECRET).reverse(local)).isEqualTo(new Reversed.Expired());
  }

  @Test
  void a_secret_that_was_replaced_still_counts() {
    var local = rewritten("friar@mantua.example").localpart();
    assertThat(srs(DAY, OTHER, SECRET).reverse(local)).isInstanceOf(Reversed.Original.class);
    assertThat(srs(DAY, OTHER).reverse(local)).isEqualTo(new Reversed.Forged());
  }

  @Test
  void what_does_not_fit_is_kept_by_a_token_that_fits_always() {
    var sender = address("bounces+12345-romeo=verona.example-0123456789@em42.newsletter.example");
    assertThat(srs(DAY, SECRET).rewrite(sender, OURS)).isNull();
    var token = srs(DAY, SECRET).token(sender);
    var rewritten = srs(DAY, SECRET).rewrite(token, OURS);
    assertThat(rewritten.localpart().text()).hasSizeLessThan(40);
    assertThat(srs(DAY, SECRET).reverse(rewritten.localpart())).isEqualTo(new Reversed.Kept(token));
  }

  @Test
  void other_addresses_are_none_of_these() {
    for (var local : List.of("srs", "srs0", "SRS0x=a=b", "SRS2=a=b=c=d", "friar"))
      assertThat(srs(DAY, SECRET).reverse(new Localpart(local))).isNull();
    for (var local : List.of("SRS0=", "SRS0=a", "srs1=x=y", "SRS0=aaaaaaaa=aa=b.example=friar"))
      assertThat(srs(DAY, SECRET).reverse(new Localpart(local))).isEqualTo(new Reversed.Forged());
  }

  @Property
  void whatever_fits_leads_back(@ForAll("senders") EmailAddress sender) {
    var rewritten = srs(DAY, SECRET).rewrite(sender, OURS);
    if (rewritten == null) return;
    assertThat(srs(DAY, SECRET).reverse(address(rewritten.toString()).localpart()))
        .isEqualTo(new Reversed.Original(sender));
  }

  @Property
  void one_other_character_makes_a_forgery(
      @ForAll("senders") EmailAddress sender, @ForAll int place, @ForAll("letters") char letter) {
    var rewritten = srs(DAY, SECRET).rewrite(sender, OURS);
    if (rewritten == null) return;
    var text = new StringBuilder(rewritten.localpart().text());
    int at = 5 + Math.floorMod(place, text.length() - 5);
    if (Character.toLowerCase(text.charAt(at)) == letter) return;
    text.setCharAt(at, letter);
    assertThat(srs(DAY, SECRET).reverse(new Localpart(text.toString())))
        .isInstanceOf(Reversed.Forged.class);
  }

  @Provide
  Arbitrary<Character> letters() {
    return Arbitraries.chars().range('a', 'z');
  }

  @Provide
  Arbitrary<EmailAddress> senders() {
    var local =
        Arbitraries.strings()
            .withChars("abcXYZ019.=+-_ \"\\@ü")
            .ofMinLength(1)
            .ofMaxLength(30)
            .filter(SrsTest::isLocalpart)
            .map(Localpart::new)
            .filter(it -> !Srs.isRewritten(it));
    var domain =
        Arbitraries.of("a.example", "mail.mantua.example", "[192.0.2.1]", "xn--mnchen-3ya.example")
            .map(DomainName::new);
    return Combinators.combine(local, domain).as(EmailAddress::new);
  }

  private static boolean isLocalpart(String text) {
    try {
      return !new Localpart(text).text().isEmpty();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}

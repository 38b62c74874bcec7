package org.posthorn.wire.mailauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Txt;

class DkimKeyTest {

  @Test
  void keys_survive_pem() {
    for (var key : List.of(Mails.RSA, Mails.ED25519)) {
      var read = DkimKey.ofPem(key.pem());
      assertThat(read.algorithm()).isEqualTo(key.algorithm());
      assertThat(read.record()).isEqualTo(key.record());
      assertThat(read.pem()).isEqualTo(key.pem());
    }
  }

  @Test
  void the_public_key_of_a_seed_is_what_the_jdk_makes() {
    for (int i = 0; i < 20; i++) {
      var key = DkimKey.generate(DkimAlgorithm.ED25519_SHA256, new SecureRandom());
      assertThat(DkimKey.ofPem(key.pem()).record()).isEqualTo(key.record());
    }
  }

  @Test
  void records_are_split_into_strings_that_dns_can_carry() {
    var strings = Mails.RSA.record().strings();
    assertThat(strings).hasSize(2).allMatch(it -> it.length() <= 255);
    assertThat(Mails.RSA.record().joined()).startsWith("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0B");
    assertThat(Mails.ED25519.record().strings()).hasSize(1);
  }

  @Test
  void a_key_is_found_in_a_record_however_that_is_written() {
    var data = Mails.RSA.record().joined().replaceAll(".*p=", "");
    for (var text :
        List.of(
            "p=" + data,
            "v=DKIM1;h=sha256; p=" + data.replace("M", "M "),
            "k=rsa; p=" + data + ";")) assertThat(Mails.RSA.isIn(new Txt(text))).as(text).isTrue();
    for (var text : List.of("", "p=", "v=spf1 -all", "k=ed25519; p=" + data, "p=" + data + "A"))
      assertThat(Mails.RSA.isIn(new Txt(text))).as(text).isFalse();
    assertThat(Mails.ED25519.isIn(Mails.ED25519.record())).isTrue();
    assertThat(Mails.ED25519.isIn(Mails.RSA.record())).isFalse();
  }

  @Test
  void rsa_keys_have_as_many_bits_as_are_asked_for_within_reason() {
    var small = DkimKey.generate(DkimAlgorithm.RSA_SHA256, 1_024, new SecureRandom());
    assertThat(small.record().joined().length()).isLessThan(Mails.RSA.record().joined().length());
    for (int bits : new int[] {512, 1_023, 4_097, 16_384})
      assertThatThrownBy(() -> DkimKey.generate(DkimAlgorithm.RSA_SHA256, bits, new SecureRandom()))
          .hasMessageContaining("1024 to 4096 bits");
  }

  @Test
  void a_key_does_not_tell_its_secret() {
    assertThat(Mails.RSA.toString()).isEqualTo("DkimKey[rsa-sha256]");
  }

  @Test
  void what_is_no_key_is_refused_with_a_sentence() throws GeneralSecurityException {
    assertThatThrownBy(() -> DkimKey.ofPem("")).hasMessageContaining("not a private key");
    assertThatThrownBy(() -> DkimKey.ofPem(pem(new byte[] {1, 2, 3})))
        .hasMessageContaining("neither an RSA key");
    assertThatThrownBy(() -> DkimKey.ofPem("x".repeat(30_000))).hasMessageContaining("too long");
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(512);
    var weak = pem(generator.generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> DkimKey.ofPem(weak)).hasMessageContaining("an RSA key of 512 bits");
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----"
        .formatted(Base64.getEncoder().encodeToString(der));
  }

  @Test
  void selectors_are_named_by_day_and_kind_and_never_twice() {
    var day = LocalDate.of(2026, 11, 20);
    var first = DkimSelector.dated(day, DkimAlgorithm.RSA_SHA256, List.of());
    var second = DkimSelector.dated(day, DkimAlgorithm.RSA_SHA256, List.of(first));
    var third = DkimSelector.dated(day, DkimAlgorithm.RSA_SHA256, List.of(first, second));
    assertThat(List.of(first, second, third))
        .extracting(DkimSelector::text)
        .containsExactly("20261120r", "20261120r2", "20261120r3");
    assertThat(DkimSelector.dated(day, DkimAlgorithm.ED25519_SHA256, List.of(first)).text())
        .isEqualTo("20261120e");
    assertThat(first.keyName(new DnsName("example.com")))
        .isEqualTo(new DnsName("20261120r._domainkey.example.com"));
  }

  @Test
  void what_is_no_selector_is_refused() {
    for (var text : List.of("", "a..b", "-a", "a-", "a b", "ä", "a;b", "x".repeat(64)))
      assertThat(DkimSelector.parse(text)).as(text).isNull();
    assertThat(DkimSelector.parse("Mail.2026")).isEqualTo(new DkimSelector("mail.2026"));
  }

  @Test
  void signatures_are_folded_and_say_what_they_sign() {
    var message = Mails.signed(Mails.HEADER, Mails.BODY);
    var signatures = message.substring(0, message.indexOf("Received:"));
    assertThat(signatures.lines()).allMatch(it -> it.length() <= 78);
    assertThat(signatures).endsWith("\r\n").doesNotContain("\r\n\r\n");
    var unfolded = signatures.replace("\r\n ", " ");
    assertThat(unfolded)
        .contains("a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=rsa; t=1795000000;")
        .contains("a=ed25519-sha256;")
        .contains("h=From:From:To:To:Cc:Reply-To:Subject:Subject:")
        .doesNotContain("Received");
  }
}

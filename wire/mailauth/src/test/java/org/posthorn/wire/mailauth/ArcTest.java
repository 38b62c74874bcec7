package org.posthorn.wire.mailauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.ArcVerdict.Status;
import org.posthorn.wire.mailauth.AuthenticationResults.MethodResult;

class ArcTest {

  private static final AuthenticationResults RESULTS =
      new AuthenticationResults(
          "mx.example.com", List.of(new MethodResult("spf", "pass", null, List.of())));

  private static HeaderFields header(String message) {
    return HeaderFields.of(message.substring(0, message.indexOf("\r\n\r\n") + 4).getBytes(UTF_8));
  }

  private static String body(String message) {
    return message.substring(message.indexOf("\r\n\r\n") + 4);
  }

  static ArcVerdict validate(String message) {
    return validate(Mails.zone(), message);
  }

  static ArcVerdict validate(FakeDns dns, String message) {
    var validation = new ArcValidator(dns, Mails.CLOCK).start(header(message));
    Mails.feed(validation, body(message), 11);
    return validation.finish();
  }

  static String seal(String message) {
    return seal(message, validate(message), Mails.key("rsa", Mails.RSA));
  }

  private static String seal(String message, ArcVerdict arrived, DkimSigner.Key key) {
    var sealing = new ArcSealer(key, Mails.CLOCK).start(header(message), arrived, RESULTS);
    Mails.feed(sealing, body(message), 13);
    return sealing.finish() + message;
  }

  private static final String PLAIN = Mails.HEADER + Mails.BODY;

  @Test
  void a_message_without_a_chain_has_none() {
    assertThat(validate(PLAIN).status()).isEqualTo(Status.NONE);
  }

  @Test
  void what_is_sealed_validates_hop_by_hop() {
    var once = seal(Mails.signed(Mails.HEADER, Mails.BODY));
    assertThat(once).contains("cv=none").startsWith("ARC-Seal: i=1; a=rsa-sha256;");
    var verdict = validate(once);
    assertThat(verdict.status()).as(verdict.detail()).isEqualTo(Status.PASS);
    assertThat(verdict.hops()).hasSize(1);
    assertThat(verdict.hops().getFirst().sealer()).isEqualTo(Mails.DOMAIN);
    assertThat(verdict.hops().getFirst().results()).isEqualTo(RESULTS);
    var twice = seal(once, verdict, Mails.key("ed", Mails.ED25519));
    assertThat(twice).contains("ARC-Seal: i=2; a=ed25519-sha256").contains("cv=pass");
    assertThat(validate(twice).hops()).hasSize(2);
    assertThat(validate(seal(twice)).status()).isEqualTo(Status.PASS);
    assertThat(once.substring(0, once.indexOf("Received")).lines())
        .allMatch(it -> it.length() < 80);
  }

  @Test
  void a_later_hop_may_change_the_message_and_seal_it_again() {
    var once = seal(PLAIN);
    var changed = once.replace("The balcony", "[list] The balcony") + "-- \r\nthe list\r\n";
    assertThat(validate(changed).status()).isEqualTo(Status.FAIL);
    var resealed = seal(changed, validate(once), Mails.key("rsa", Mails.RSA));
    assertThat(validate(resealed).status()).isEqualTo(Status.PASS);
  }

  @Test
  void fifty_sets_are_the_most() {
    var message = PLAIN;
    for (int i = 0; i < 50; i++)
      message = seal(message, arrivedAt(i), Mails.key("ed", Mails.ED25519));
    assertThat(validate(message).status()).isEqualTo(Status.PASS);
    assertThat(seal(message)).isEqualTo(message);
  }

  private static ArcVerdict arrivedAt(int hops) {
    return new ArcVerdict(hops == 0 ? Status.NONE : Status.PASS, "", List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tonight | never",
        "The balcony | The garden",
        "mx.example.com; spf=pass | mx.example.com; spf=fail",
        "cv=none | cv=pass",
        "cv=none | cv=fail",
        "cv=none | cv=",
        "cv=none; | cv=none; h=from;",
        "ARC-Seal: i=1 | ARC-Seal: i=2",
        "ARC-Seal: i=1 | ARC-Seal: i=0",
        "ARC-Seal: i=1 | ARC-Seal: i=51",
        "ARC-Seal: i=1 | ARC-Seal: i=x",
        "ARC-Seal: | X-Seal:",
        "ARC-Message-Signature: | X-Signature:",
        "ARC-Authentication-Results: | X-Results:",
        "ARC-Authentication-Results: i=1; | ARC-Authentication-Results: i=1",
        "ARC-Message-Signature: i=1; | ARC-Message-Signature: i=1; l=5;",
        "ARC-Message-Signature: i=1; | ARC-Message-Signature: i=1; x=5;",
        "h=From:From | h=ARC-Seal:From",
        "rsa-sha256 | rsa-sha1",
        "s=rsa | s=nowhere",
        "s=rsa | s=timeout"
      })
  void whatever_is_changed_breaks_the_chain(String from, String to) {
    var sealed = seal(PLAIN);
    assertThat(sealed).contains(from);
    var zone = Mails.zone().add("timeout._domainkey.example.com TXT FAILS TIMEOUT");
    var verdict = validate(zone, sealed.replace(from, to));
    assertThat(verdict.status()).as(verdict.detail()).isEqualTo(Status.FAIL);
    assertThat(verdict.hops()).isEmpty();
  }

  @Test
  void a_field_twice_or_of_no_set_breaks_the_chain() {
    var sealed = seal(PLAIN);
    var field = sealed.substring(0, sealed.indexOf("ARC-Message-Signature"));
    assertThat(validate(field + sealed).status()).isEqualTo(Status.FAIL);
    assertThat(validate("ARC-Seal: nonsense\r\n" + sealed).status()).isEqualTo(Status.FAIL);
    assertThat(validate("ARC-Seal: i=1\r\n".repeat(3_000) + sealed).detail())
        .isEqualTo("too many ARC sets");
  }

  @Test
  void a_failed_chain_is_sealed_as_failed_once() {
    var broken = seal(PLAIN).replace("tonight", "never");
    var sealed = seal(broken);
    assertThat(sealed).contains("ARC-Seal: i=2").contains("cv=fail");
    assertThat(validate(sealed).detail()).isEqualTo("sealed as failed before");
    assertThat(seal(sealed)).isEqualTo(sealed);
  }

  @Test
  void the_verdict_has_its_words() {
    var field =
        new AuthenticationResults("mx", List.of(AuthenticationReport.arc(validate(seal(PLAIN)))));
    assertThat(field.field())
        .isEqualTo("Authentication-Results: mx; arc=pass policy.sealer=example.com\r\n");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "ARC-Seal:",
            "ARC-Message-Signature:",
            "ARC-Authentication-Results:",
            "i=1",
            "i=2",
            ";",
            " ",
            "\r\n",
            "\r\n ",
            "a=rsa-sha256",
            "b=AAAA",
            "cv=none",
            "d=example.com",
            "s=rsa",
            "bh=AAAA",
            "h=from",
            "=",
            "\u00E4")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 2000)
  void whatever_stands_there_there_is_a_verdict(@ForAll("texts") String fields) {
    var message = fields.replace("\r\n\r\n", "\r\n") + "\r\n" + PLAIN;
    if (message.startsWith("\r\n")) return;
    assertThat(validate(message).status()).isNotEqualTo(Status.PASS);
  }
}

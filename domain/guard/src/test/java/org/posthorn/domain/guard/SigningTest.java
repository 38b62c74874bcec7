package org.posthorn.domain.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.posthorn.domain.guard.Letters.COM;
import static org.posthorn.domain.guard.Letters.LETTER;
import static org.posthorn.domain.guard.Letters.LIST;
import static org.posthorn.domain.guard.Letters.sign;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.HeaderFields;
import org.posthorn.wire.mailauth.DkimVerdict;
import org.posthorn.wire.mailauth.DkimVerifier;

/// What our signatures are worth to others.
class SigningTest {

  private static List<DkimVerdict> verify(String message) {
    int end = message.indexOf("\r\n\r\n") + 4;
    var header = HeaderFields.of(message.substring(0, end).getBytes(UTF_8));
    var verification = new DkimVerifier(Letters.zone(), Letters.CLOCK).start(header);
    var body = message.substring(end).getBytes(UTF_8);
    verification.body(body, 0, body.length);
    return verification.finish();
  }

  @Test
  void every_active_key_signs_and_both_signatures_are_good() {
    var verdicts = verify(sign(LETTER, COM) + LETTER);
    assertThat(verdicts).hasSize(2).allMatch(DkimVerdict::isPass);
    assertThat(verdicts)
        .extracting(DkimVerdict::algorithm)
        .containsExactly("rsa-sha256", "ed25519-sha256");
  }

  @Test
  void nobody_can_add_a_from_field_to_a_signed_message() {
    var signed = sign(LETTER, COM);
    assertThat(signed.replaceAll("\\s", "")).contains("h=From:From:");
    assertThat(verify("From: a@example.org\r\n" + signed + LETTER)).noneMatch(DkimVerdict::isPass);
  }

  @Test
  void long_messages_are_signed_in_pieces() {
    var letter = LETTER + "All work and no play makes Jack a dull boy.\r\n".repeat(5_000);
    assertThat(verify(sign(letter, COM) + letter)).hasSize(2).allMatch(DkimVerdict::isPass);
  }

  @Test
  void a_message_that_is_signed_already_is_signed_all_the_same() {
    var once = sign(LETTER, COM) + LETTER;
    assertThat(verify(sign(once, COM) + once)).hasSize(4).allMatch(DkimVerdict::isPass);
  }

  @Test
  void only_domains_that_the_sender_may_speak_for_sign() {
    assertThat(sign(LETTER, LIST)).isEmpty();
    assertThat(sign(LETTER)).isEmpty();
    assertThat(sign(LETTER, new DomainName("keyless.example"))).isEmpty();
    assertThat(sign(LETTER, new DomainName("[192.0.2.1]"))).isEmpty();
    assertThat(sign(LETTER, LIST, COM, new DomainName("EXAMPLE.COM"))).contains("d=example.com");
  }

  @Test
  void a_message_without_an_author_is_not_signed() {
    assertThat(sign("Subject: x\r\n\r\ntext\r\n", COM)).isEmpty();
  }

  @Test
  void a_message_for_domains_without_keys_is_not_even_read() throws IOException {
    MessageSource unreadable =
        () -> {
          throw new IOException("read");
        };
    var domains = List.of(new DomainName("keyless.example"));
    assertThat(new Signing(Letters.KEYS, Letters.CLOCK).sign(unreadable, domains)).isEmpty();
  }
}

package org.posthorn.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class VerbTest {

  static List<Verb> which(Predicate<Verb> predicate) {
    return Arrays.stream(Verb.values()).filter(predicate).toList();
  }

  @Test
  void only_some_may_come_before_tls() {
    assertThat(which(Verb::beforeTls))
        .containsExactlyInAnyOrder(Verb.EHLO, Verb.LHLO, Verb.NOOP, Verb.QUIT, Verb.STARTTLS);
  }

  @Test
  void only_some_may_come_before_authentication() {
    assertThat(which(Verb::beforeAuth))
        .containsExactlyInAnyOrder(
            Verb.EHLO,
            Verb.HELO,
            Verb.LHLO,
            Verb.NOOP,
            Verb.RSET,
            Verb.QUIT,
            Verb.STARTTLS,
            Verb.AUTH);
  }

  @Test
  void only_some_may_be_followed_within_a_group() {
    assertThat(which(verb -> !verb.endsGroup()))
        .containsExactlyInAnyOrder(Verb.MAIL, Verb.RCPT, Verb.RSET, Verb.BDAT);
    assertThat(new SmtpCommand.Auth("PLAIN", "AGEAYg==").endsGroup()).isFalse();
    assertThat(new SmtpCommand.Auth("PLAIN", null).endsGroup()).isTrue();
    assertThat(new SmtpCommand.Auth("SCRAM-SHA-256", "YQ==").endsGroup()).isTrue();
  }

  @Test
  void each_protocol_has_its_own_greeting() {
    assertThat(which(verb -> !verb.inLmtp())).containsExactlyInAnyOrder(Verb.EHLO, Verb.HELO);
    assertThat(which(verb -> !verb.inSmtp())).containsExactly(Verb.LHLO);
  }
}

package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpConfigTest {

  @Test
  void these_are_the_defaults() {
    assertThat(SmtpConfig.of("mail.example.test"))
        .isEqualTo(
            new SmtpConfig(
                "mail.example.test",
                "Posthorn",
                52_428_800,
                1_000,
                10_000,
                50,
                5,
                100,
                1_048_576,
                1_048_576,
                new SmtpConfig.Timeouts(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofMinutes(5)),
                List.of()));
  }

  @Test
  void the_greeting_begins_with_the_host_name_whatever_it_says() {
    var config = SmtpConfig.of("mail.example.test");
    assertThat(Replies.greeting(config, Flavour.SMTP).toString())
        .isEqualTo("220 mail.example.test ESMTP Posthorn");
    assertThat(Replies.greeting(config, Flavour.LMTP).toString())
        .isEqualTo("220 mail.example.test LMTP Posthorn");
  }

  @Test
  void a_host_name_is_needed() {
    assertThatThrownBy(() -> SmtpConfig.of(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SmtpConfig.of("a b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addresses_are_written_as_literals() {
    assertThat(TraceFields.literal(InetAddress.ofLiteral("192.0.2.1"))).isEqualTo("[192.0.2.1]");
    assertThat(TraceFields.literal(InetAddress.ofLiteral("2001:db8::1")))
        .isEqualTo("[IPv6:2001:db8:0:0:0:0:0:1]");
  }
}

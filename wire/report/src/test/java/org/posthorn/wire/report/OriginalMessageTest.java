package org.posthorn.wire.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OriginalMessageTest {

  static OriginalMessage.Facts facts(byte[] message) {
    try {
      return OriginalMessage.of(message).facts(Long.MAX_VALUE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_header_ends_at_the_empty_line() {
    var facts = facts("A: 1\nB: 2\r\n c\r\n\r\nC: 3\r\n".getBytes(UTF_8));
    assertThat(new String(facts.headerLines(), UTF_8)).isEqualTo("A: 1\r\nB: 2\r\n c\r\n");
  }

  @Test
  void a_header_without_end_gets_one() {
    assertThat(new String(facts("A: 1".getBytes(UTF_8)).headerLines(), UTF_8))
        .isEqualTo("A: 1\r\n");
    assertThat(facts(new byte[0]).headerLines()).isEmpty();
  }

  @Test
  void only_the_beginning_of_a_huge_header_is_kept() {
    var header = "X: y\r\n".repeat(100_000).getBytes(UTF_8);
    assertThat(facts(header).headerLines().length)
        .isLessThanOrEqualTo(OriginalMessage.MAX_HEADER_OCTETS + 2);
  }
}

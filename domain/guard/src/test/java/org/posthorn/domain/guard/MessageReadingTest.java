package org.posthorn.domain.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.testing.testkit.TestRandom;

/// Header and body, wherever the pieces are cut.
class MessageReadingTest {

  /// Gives octets in small pieces.
  private static final class Trickle extends InputStream {
    private final InputStream in;

    Trickle(String text) {
      in = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return in.read(into, offset, Math.min(3, length));
    }
  }

  private static String bodyOf(MessageSource source) throws IOException {
    var body = new ByteArrayOutputStream();
    try (var reading = MessageReading.of(source)) {
      reading.body(List.of(body::write));
    }
    return body.toString(ISO_8859_1);
  }

  private static String headerOf(MessageSource source) throws IOException {
    try (var reading = MessageReading.of(source)) {
      return new String(reading.header().bytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a: b~~text~', 'a: b~~', 'text~'",
    "'a: b~', 'a: b~', ''",
    "'', '', ''",
    "'~text', '~', 'text'",
    "'a: b|||text', 'a: b||', '|text'",
    "'a: b~~', 'a: b~~', ''",
    "'a: b~\r~~text', 'a: b~\r~~', 'text'",
  })
  void a_message_is_cut_after_its_first_empty_line(String message, String header, String body)
      throws IOException {
    var text = octets(message);
    for (var source :
        List.<MessageSource>of(
            () -> new Trickle(text), () -> new ByteArrayInputStream(text.getBytes(ISO_8859_1)))) {
      assertThat(headerOf(source)).isEqualTo(octets(header));
      assertThat(bodyOf(source)).isEqualTo(octets(body));
    }
  }

  private static String octets(String text) {
    return text.replace("~", "\r\n").replace("|", "\n").replace("\\r", "\r");
  }

  @Test
  void a_header_without_end_is_not_read_without_end() throws IOException {
    var line = "a: " + "b".repeat(995) + "\r\n";
    var text = line.repeat(2_000);
    MessageSource source = () -> new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    assertThat(headerOf(source).length()).isBetween(1 << 20, (1 << 20) + 32_768);
    assertThat(headerOf(source) + bodyOf(source)).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> messages() {
    return Arbitraries.of(
            "a: b",
            "\r\n",
            "\n",
            "\r",
            " ",
            ":",
            "From: a@example.com",
            "x",
            "DKIM-Signature: v=1;")
        .list()
        .ofMaxSize(30)
        .map(words -> String.join("", words));
  }

  @Property
  void nothing_is_lost_and_nothing_is_said_twice(@ForAll("messages") String message)
      throws IOException {
    MessageSource source = () -> new Trickle(message);
    assertThat(headerOf(source) + bodyOf(source)).isEqualTo(message);
  }

  @Property
  void whatever_comes_there_is_a_verdict(@ForAll("messages") String message) throws IOException {
    try (var check =
        new SenderCheck(
            Letters.zone(),
            SenderPolicy.DEFAULTS,
            Letters.HOST,
            Letters.CLOCK,
            TestRandom.seeded(1))) {
      var verdict = check.check(Letters.own(message));
      assertThat(verdict.fields()).startsWith("Authentication-Results: ");
      assertThat(Letters.sign(message, Letters.COM)).doesNotContain("\r\n\r\n");
    }
  }
}

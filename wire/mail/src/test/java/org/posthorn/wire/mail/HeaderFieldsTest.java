package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Headers that lose some of their fields.
class HeaderFieldsTest {

  private static String without(String message, Integer... numbers) {
    var header = HeaderFields.of(message.getBytes(ISO_8859_1));
    return new String(header.without(Set.of(numbers)), ISO_8859_1);
  }

  @Test
  void a_field_goes_with_its_folding_and_all_else_stays() {
    var header = "a: 1\r\n more\r\nno field\r\n A: x\r\nb : 2\r\na: 3\n\r\nb: body\r\n";
    assertThat(without(header))
        .isEqualTo("a: 1\r\n more\r\nno field\r\n A: x\r\nb : 2\r\na: 3\n\r\n");
    assertThat(without(header, 0)).isEqualTo("no field\r\n A: x\r\nb : 2\r\na: 3\n\r\n");
    assertThat(without(header, 1)).isEqualTo("a: 1\r\n more\r\nno field\r\n A: x\r\na: 3\n\r\n");
    assertThat(without(header, 0, 1, 2)).isEqualTo("no field\r\n A: x\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "'a: b',''", "'text','text'"})
  void a_header_that_ends_early_does_no_harm(String header, String expected) {
    assertThat(without(header, 0)).isEqualTo(expected);
  }
}

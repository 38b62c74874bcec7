package org.posthorn.wire.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OctetsTest {

  @ParameterizedTest
  @CsvSource({"'',''", "YQ==,a", "YWI=,ab", "YWJj,abc", "w6Q=,ä"})
  void base64_goes_both_ways(String base64, String text) {
    assertThat(Octets.fromBase64(base64)).isEqualTo(Octets.utf8(text));
    assertThat(Octets.utf8(text).toBase64()).isEqualTo(base64);
  }

  // The first two are RFC 4954 §4's own.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=AAA",
        "AAA=BBB",
        "=",
        "*",
        "YQ",
        "YQ=",
        "YWI",
        "YQ==YQ==",
        "YWJj\r\n",
        "YW Jj",
        "YR==",
        "YWJ-",
        "YWJ_",
        "YWJä",
        "A"
      })
  void anything_else_is_not_base64(String text) {
    assertThat(Octets.fromBase64(text)).isNull();
  }
}

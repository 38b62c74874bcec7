package org.posthorn.domain.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsTest {

  @ParameterizedTest
  @CsvSource({
    "lr, lr, lr",
    "rl, lr, lr",
    "lrswipkxtea, lrswipkxtea, lrswipkxteacd",
    "c, k, kc",
    "d, xte, xted",
    "te, te, ted",
    "'', '', ''"
  })
  void letters_are_kept_and_obsolete_ones_stand_for_others(
      String written, String kept, String told) {
    var rights = Rights.parse(written);
    assertThat(rights).isNotNull();
    assertThat(rights.text()).isEqualTo(kept);
    assertThat(rights.textWithObsolete()).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"n", "L", "1", "l r", "lrü"})
  void a_letter_that_means_nothing_is_refused(String letters) {
    assertThat(Rights.parse(letters)).isNull();
  }
}

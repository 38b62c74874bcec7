package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailsTest {
  @Test
  void there_are_many_and_each_is_found_by_its_name() {
    assertThat(Mails.all()).hasSizeGreaterThan(70);
    assertThat(Mails.all()).allSatisfy(mail -> assertThat(Mails.named(mail.name())).isSameAs(mail));
  }

  @Test
  void ordinary_ones_are_legal_on_the_wire() {
    assertThat(Mails.ordinary()).allSatisfy(MailsTest::isLegal);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 450, 477, 478, 479, 480, 481, 4096, 65536})
  void sized_ones_are_legal_and_of_that_size(int size) {
    var mail = Mails.sized(size, 7);
    assertThat(mail.bytes()).hasSize(size);
    isLegal(mail);
    assertThat(Mails.sized(size, 7).bytes()).isEqualTo(mail.bytes());
    assertThat(Mails.sized(size, 8).bytes()).isNotEqualTo(mail.bytes());
  }

  @Test
  void damage_is_the_same_at_every_run() {
    var once = Mails.damaged(200, 1).toList();
    var again = Mails.damaged(200, 1).toList();
    for (var i = 0; i < once.size(); i++)
      assertThat(once.get(i).bytes()).isEqualTo(again.get(i).bytes());
    var changed =
        once.stream()
            .filter(mail -> {
              var from = mail.name().replaceFirst("-damaged-\\d+$", "");
              return !Arrays.equals(mail.bytes(), Mails.named(from).bytes());
            })
            .count();
    assertThat(changed).isGreaterThan(150);
  }

  private static void isLegal(Mail mail) {
    var text = new String(mail.bytes(), ISO_8859_1);
    assertThat(text).endsWith("\r\n").doesNotContain("\0").contains("\r\n\r\n");
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(text.lines()).allMatch(line -> line.length() <= 998);
  }
}

package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quoted-printable | utf-8       | caf=C3=\\n=A9 au  \\n=20lait= | café au\\n lait
          Quoted-Printable | iso-8859-1  | caf=e9 = 5 =XY =4          | café = 5 =XY =4
          base64           | utf-8       | Y2Fm\\n*w6k=               | café
          base64           | utf-8       | YQ==Yg==                   | ab
          8bit             | none-such   | caf\u00c3\u00a9            | café
          8bit             | us-ascii    | caf\u00e9                  | café
          x-uuencode       | utf-8       | begin 644 x\\n#0V%T\\n`\\nend\\n | Cat
          made-up          | utf-8       | as it is                   | as it is
          7bit             | iso-2022-jp | x\u001b$B$3\u001b(B        | xこ
          """)
  void transfer_encodings_and_charsets_are_undone(
      String encoding, String charset, String body, String text) throws IOException {
    var header =
        "Content-Type: text/plain; charset=" + charset + "\nContent-Transfer-Encoding: " + encoding;
    assertThat(bodyOf(header + "\n\n" + body.replace("\\n", "\n")))
        .isEqualTo(text.replace("\\n", "\n"));
  }

  @Test
  void all_text_parts_and_headers_of_messages_inside_are_read() throws IOException {
    var message =
        """
        Subject: outer
        Content-Type: multipart/mixed; boundary=b

        --b

        one
        --b
        Content-Type: image/png

        two
        --b
        Content-Type: message/rfc822

        Subject: =?utf-8?Q?three=21?=

        four
        --b
        Content-Type: message/delivery-status

        five
        --b--
        """;
    assertThat(bodyOf(message)).isEqualTo("oneSubject: three!fourfive");
  }

  @Test
  void characters_split_over_pieces_are_whole_again() throws IOException {
    var text = "x" + "aé€😀".repeat(20_000);
    var encoded = Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8));
    var header = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
    assertThat(bodyOf(header + encoded)).isEqualTo(text);
    assertThat(bodyOf("\n" + new String(text.getBytes(UTF_8), ISO_8859_1))).isEqualTo(text);
  }

  @Test
  void long_runs_of_blanks_in_quoted_printable_are_kept() throws IOException {
    var header = "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n";
    var blanks = " ".repeat(30_000);
    assertThat(bodyOf(header + "a" + blanks + "b")).isEqualTo("a" + blanks + "b");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          straße,    STRAßE,   true
          café,      CAFE\u0301, true
          É,         e,        true
          ﬁnd,       FIND,     true
          ǆ,         dž,       true
          Ｆｕｌｌ,   full,     true
          привет,    ПРИВЕТ,   true
          한글,       \u1112\u1161\u11ab, true
          abc,       abd,      false
          aaab,      aab,      true
          你好吗,     好,       true
          😀x,        😀X,      true
          e,         é,        false
          """)
  void text_is_compared_folded(String text, String wanted, boolean found) {
    var matcher = new TextMatcher(wanted);
    assertThat(matcher.isIn(text)).isEqualTo(found);
    for (int i = 0; i < text.length(); i++) matcher.text(text.substring(i, i + 1));
    assertThat(matcher.found()).isEqualTo(found);
  }

  @Test
  void a_gap_ends_what_was_begun() {
    var matcher = new TextMatcher("ab");
    matcher.text("a");
    matcher.gap();
    matcher.text("b");
    assertThat(matcher.found()).isFalse();
    assertThat(new TextMatcher("").isIn("")).isTrue();
  }

  @Property
  void a_match_in_pieces_is_what_contains_says(
      @ForAll @StringLength(max = 200) @CharRange(from = 'a', to = 'c') String text,
      @ForAll @StringLength(max = 6) @CharRange(from = 'A', to = 'C') String wanted,
      @ForAll @IntRange(min = 1, max = 9) int piece) {
    var matcher = new TextMatcher(wanted);
    for (int i = 0; i < text.length(); i += piece)
      matcher.text(text.substring(i, Math.min(text.length(), i + piece)));
    assertThat(matcher.found()).isEqualTo(TextFolding.fold(text).contains(wanted));
  }

  private static String bodyOf(String message) throws IOException {
    var bytes = message.getBytes(ISO_8859_1);
    var text = new StringBuilder();
    MessageText.readBody(
        MessageParser.parse(bytes).root(),
        MessageSource.of(bytes),
        piece -> {
          text.append(piece);
          return true;
        });
    return text.toString();
  }
}

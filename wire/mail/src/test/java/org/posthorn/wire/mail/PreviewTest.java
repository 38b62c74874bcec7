package org.posthorn.wire.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private static String preview(String message) throws IOException {
    var bytes = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    var parsed = MessageParser.parse(new ByteArrayInputStream(bytes), MessageLimits.ORDINARY);
    return Preview.of(parsed.root(), MessageSource.of(bytes));
  }

  private static String html(String html) throws IOException {
    return preview("Content-Type: text/html; charset=utf-8\n\n" + html);
  }

  @Test
  void plain_text_is_one_line_without_quotations() throws IOException {
    assertThat(preview("Subject: x\n\n> You wrote\n>  this\n\n  Dear   me,\n\nyes.\n"))
        .isEqualTo("Dear me, yes.");
  }

  @Test
  void encodings_and_charsets_are_undone() throws IOException {
    var head = "Content-Type: text/plain; charset=iso-8859-1\n";
    var encoding = "Content-Transfer-Encoding: quoted-printable\n\n";
    assertThat(preview(head + encoding + "Gr=FC=DFe=\n an alle\n")).isEqualTo("Grüße an alle");
  }

  @Test
  void html_loses_its_mark_up() throws IOException {
    assertThat(
            html(
                "<!DOCTYPE html><html><head><title>No</title><style>p { x: 1 > 0 }</style></head>"
                    + "<body><!-- <p>no</p> --><p>Dear <b>J</b>uliet,</p><p>a &lt; b &amp;&#x20AC;"
                    + " 5&nbsp;&unknown; &</p><script>if (a < b) no();</script>End</body></html>"))
        .isEqualTo("Dear Juliet, a < b &€ 5 &unknown & End");
  }

  @Test
  void the_plain_alternative_is_shown_and_the_first_text_of_others() throws IOException {
    var alternative =
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>rich"
            + "\n--b\nContent-Type: text/plain\n\npoor\n--b--\n";
    assertThat(preview(alternative)).isEqualTo("poor");
    assertThat(
            preview(
                "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: image/png\n\nx\n"
                    + "--a\n"
                    + alternative
                    + "--a--\n"))
        .isEqualTo("poor");
  }

  @Test
  void what_cannot_be_read_has_none() throws IOException {
    assertThat(preview("Content-Type: image/png\n\nx\n")).isEmpty();
    assertThat(
            preview("Content-Type: multipart/encrypted; boundary=a\n\n--a\n\nVersion: 1\n--a--\n"))
        .isEmpty();
  }

  @Test
  void it_is_not_longer_than_allowed_and_cuts_no_character_in_two() throws IOException {
    var text = preview("Content-Type: text/plain; charset=utf-8\n\n" + "😀 ".repeat(5_000));
    assertThat(text.codePointCount(0, text.length())).isBetween(190, Preview.MAX_CHARACTERS);
    assertThat(text).endsWith("😀");
  }
}

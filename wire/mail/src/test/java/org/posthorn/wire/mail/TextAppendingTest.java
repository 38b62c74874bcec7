package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.mail.TextAppending.Addition;
import org.posthorn.wire.mail.TextAppending.Reason;
import org.posthorn.wire.mail.TextAppending.Result;

class TextAppendingTest {

  private static final Addition PLAIN = Addition.of("Montague & Sons\nVerona");
  private static final Addition UMLAUT = Addition.of("Grüße aus Verona €");

  private static String crlf(String lines) {
    return lines.replace("\n", "\r\n");
  }

  private static Result plan(byte[] message, Addition addition) throws IOException {
    return TextAppending.plan(MessageSource.of(message), message.length, addition);
  }

  private static byte[] changed(byte[] message, Addition addition) throws IOException {
    var result = plan(message, addition);
    assertThat(result).isInstanceOf(Result.Appended.class);
    var out = new ByteArrayOutputStream();
    ((Result.Appended) result).edit().writeTo(out);
    return out.toByteArray();
  }

  private static String changed(String message, Addition addition) throws IOException {
    return new String(changed(crlf(message).getBytes(ISO_8859_1), addition), ISO_8859_1);
  }

  private static Reason untouched(String message) throws IOException {
    var result = plan(crlf(message).getBytes(ISO_8859_1), PLAIN);
    assertThat(result).isInstanceOf(Result.Untouched.class);
    return ((Result.Untouched) result).reason();
  }

  /// The decoded text of the first part that is one.
  private static String text(byte[] message) throws IOException {
    var part = MessageParser.parse(message).root();
    while (part instanceof BodyPart.Multipart multipart) part = multipart.parts().getFirst();
    var source = MessageSource.of(message);
    try (var in =
        TransferEncoding.decode(part.fields().transferEncoding(), source.open(part.body()))) {
      var charset = Charsets.named(part.fields().parameters().get("charset"));
      return new String(in.readAllBytes(), charset == null ? UTF_8 : charset);
    }
  }

  @Test
  void a_plain_text_gets_it_at_its_end_and_nothing_else_changes() throws IOException {
    assertThat(changed("From: a@b.test\nSubject: x\n\nhi\n", PLAIN))
        .isEqualTo(crlf("From: a@b.test\nSubject: x\n\nhi\n\nMontague & Sons\nVerona\n"));
  }

  @Test
  void a_charset_that_cannot_hold_it_becomes_utf_8_and_one_that_can_stays() throws IOException {
    var ascii = changed("Subject: x\n\nhi\n", UMLAUT);
    assertThat(ascii)
        .contains(
            crlf(
                """
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                hi
                """))
        .contains("Gr=C3=BC=C3=9Fe");
    var latin =
        """
        MIME-Version: 1.0
        Content-Type: text/plain; charset=windows-1252; x="y z"
        Content-Transfer-Encoding: 8bit

        h\u00e4
        """;
    assertThat(changed(latin, UMLAUT)).startsWith(crlf(latin)).endsWith("Verona \u0080\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, base64",
    "utf-8, quoted-printable",
    "utf-8, 8bit",
    "iso-8859-15, base64",
    "iso-2022-jp, 7bit",
    "utf-16, base64",
    "shift_jis, base64",
    "koi8-r, 8bit"
  })
  void any_charset_and_encoding_reads_as_before_with_the_text_behind_it(
      String charset, String encoding) throws IOException {
    var before =
        charset.equals("koi8-r") ? "Привет\r\n" : charset.contains("j") ? "日本\r\n" : "Grüße\r\n";
    var octets = before.getBytes(Charset.forName(charset));
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        crlf("""
        MIME-Version: 1.0
        Content-Type: text/plain; charset=%s
        Content-Transfer-Encoding: %s

        """)
            .formatted(charset, encoding)
            .getBytes(ISO_8859_1));
    body.writeBytes(
        switch (encoding) {
          case "base64" -> Base64.getMimeEncoder().encode(octets);
          case "quoted-printable" -> "Gr=C3=BC=C3=9Fe\r\n".getBytes(ISO_8859_1);
          default -> octets;
        });
    assertThat(text(changed(body.toByteArray(), UMLAUT)))
        .isEqualTo(before + "\r\nGrüße aus Verona €\r\n");
  }

  private static final String MIXED =
      """
      From: a@b.test
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=m

      preamble
      --m
      Content-Type: multipart/alternative; boundary="a"

      --a
      Content-Type: text/plain; charset=utf-8

      hi
      --a
      Content-Type: text/html; charset=us-ascii
      Content-Transfer-Encoding: quoted-printable

      <html><body><p>hi</p></body></html>
      --a--
      --m
      Content-Type: text/plain; name=notes.txt
      Content-Disposition: attachment; filename=notes.txt

      notes
      --m
      Content-Type: application/octet-stream
      Content-Transfer-Encoding: binary

      \u00ff\u0000\u0001
      --m--
      epilogue
      """;

  @Test
  void both_texts_of_an_alternative_get_it_and_attachments_stay_octet_for_octet()
      throws IOException {
    var after = changed(MIXED, UMLAUT);
    var attachments = crlf(MIXED).substring(crlf(MIXED).indexOf("--a--"));
    assertThat(after)
        .endsWith(attachments)
        .startsWith(crlf(MIXED).substring(0, crlf(MIXED).indexOf("Content-Type: text/plain")))
        .contains("<p>Gr&#252;&#223;e aus Verona &#8364;<br>\r\n</p>\r\n</body></html>\r\n--a--");
    assertThat(text(after.getBytes(ISO_8859_1))).isEqualTo("hi\r\n\r\nGrüße aus Verona €");
  }

  @Test
  void html_alone_and_html_with_pictures_get_it_before_the_end() throws IOException {
    assertThat(
            changed(
                """
                MIME-Version: 1.0
                Content-Type: multipart/related; boundary=r

                --r
                Content-Type: text/html; charset=utf-8

                <b>hi</b></HTML>
                --r
                Content-Type: image/png

                x
                --r--
                """,
                PLAIN))
        .contains(
            "<b>hi</b>\r\n<p>Montague &amp; Sons<br>\r\nVerona<br>\r\n</p>\r\n</HTML>\r\n--r");
  }

  @Test
  void lines_of_a_flowed_text_are_fixed_and_stuffed() throws IOException {
    var addition = new Addition("From us \n > all", "<p>x</p>");
    assertThat(
            changed(
                "MIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n\nhi \nthere \n",
                addition))
        .endsWith(crlf("hi \nthere \n\n From us\n  > all\n"));
  }

  @Test
  void what_is_signed_or_encrypted_or_a_report_is_not_touched() throws IOException {
    var multipart =
        "MIME-Version: 1.0\nContent-Type: multipart/%s; boundary=b\n\n--b\n\nhi\n--b--\n";
    assertThat(untouched(multipart.formatted("signed"))).isEqualTo(Reason.SIGNED);
    assertThat(untouched(multipart.formatted("encrypted"))).isEqualTo(Reason.ENCRYPTED);
    assertThat(untouched(multipart.formatted("report"))).isEqualTo(Reason.REPORT);
    assertThat(untouched("Content-Type: application/x-pkcs7-mime\n\nx\n")).isEqualTo(Reason.SIGNED);
    assertThat(untouched("Subject: x\n\nhi\n-----BEGIN PGP SIGNED MESSAGE-----\nx\n"))
        .isEqualTo(Reason.PGP);
    assertThat(untouched("DKIM-Signature: v=1; d=other.test\n\nhi\n")).isEqualTo(Reason.DKIM);
    var inside =
        multipart.formatted("signed").replace("boundary=b", "boundary=c").replace("--b", "--c");
    assertThat(untouched(multipart.formatted("mixed").replace("\nhi", inside.substring(18))))
        .isEqualTo(Reason.SIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: image/png\n\nx\n",
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n",
        "Content-Disposition: attachment\n\nhi\n"
      })
  void what_nobody_reads_gets_nothing(String message) throws IOException {
    assertThat(untouched(message)).isEqualTo(Reason.NO_TEXT);
  }

  @Test
  void an_encoding_or_a_charset_that_nobody_knows_is_left_alone() throws IOException {
    assertThat(untouched("Content-Transfer-Encoding: x-own\n\nhi\n"))
        .isEqualTo(Reason.UNKNOWN_ENCODING);
    assertThat(untouched("Content-Type: text/plain; charset=x-own\n\nh\u00e4\n"))
        .isEqualTo(Reason.UNKNOWN_ENCODING);
  }

  @Test
  void nothing_gets_it_twice() throws IOException {
    for (var message : List.of("Subject: x\n\nhi\n", MIXED)) {
      var once = changed(crlf(message).getBytes(ISO_8859_1), UMLAUT);
      assertThat(plan(once, UMLAUT)).isEqualTo(new Result.Untouched(Reason.THERE));
    }
  }

  @Property(tries = 100)
  void any_text_reads_as_before(
      @ForAll @StringLength(max = 200) String text, @ForAll @IntRange(max = 1) int encoding)
      throws IOException {
    var octets = text.getBytes(UTF_8);
    var before = new String(octets, UTF_8);
    if (before.contains("-----BEGIN PGP ")) return;
    var encoder = encoding == 0 ? new Base64Encoder() : new QuotedPrintableEncoder();
    var target = new byte[octets.length * TransferEncoder.MAX_GROWTH + TransferEncoder.SLACK];
    int written = encoder.encode(octets, octets.length, target);
    var end = new byte[TransferEncoder.SLACK * 2];
    int more = encoder.finish(end);
    var message = new ByteArrayOutputStream();
    message.writeBytes(
        ("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                + (encoding == 0 ? "base64" : "quoted-printable")
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    message.write(target, 0, written);
    message.write(end, 0, more);
    assertThat(text(changed(message.toByteArray(), UMLAUT)))
        .startsWith(before)
        .endsWith(before.isEmpty() || before.endsWith("\n") ? "Verona €\r\n" : "Verona €");
  }
}

package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.posthorn.wire.mail.DotStuffing.BareLineEnds;
import org.posthorn.wire.mail.LineRendition.Headers;

class LineFormTest {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("\r\n", "\n", "\r", ".", "..", "a", "some words", "\u00E4", "\0")
        .list()
        .ofMaxSize(16)
        .map(pieces -> String.join("", pieces));
  }

  /// The rule said naively: every line end becomes CRLF, the last line gets one.
  private static String lines(String text) {
    var complete = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    return complete.isEmpty() || complete.endsWith("\r\n") ? complete : complete + "\r\n";
  }

  private static String stuffed(String text) {
    var lines = lines(text);
    var start = lines.startsWith(".") ? "." : "";
    return start + lines.replace("\r\n.", "\r\n..") + ".\r\n";
  }

  @Property(tries = 3000)
  void bare_line_ends_are_completed_however_the_content_is_cut(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 7) int piece) {
    var content = text.getBytes(ISO_8859_1);
    var wire = new ByteArrayOutputStream();
    var stuffing = new DotStuffing(BareLineEnds.COMPLETED);
    for (int at = 0; at < content.length; at += piece)
      stuffing.encode(content, at, Math.min(piece, content.length - at), wire::write);
    stuffing.finish(wire::write);
    assertThat(wire.toString(ISO_8859_1)).isEqualTo(stuffed(text));
    assertThat(stuffing.octets()).isEqualTo(lines(text).length());
  }

  @Property(tries = 3000)
  void the_parser_knows_how_many_octets_that_adds(@ForAll("texts") String text) throws IOException {
    var content = text.getBytes(ISO_8859_1);
    int added = lines(text).length() - content.length;
    assertThat(MessageParser.parse(content).lineForm().addedOctets()).isEqualTo(added);
    var stream = new ByteArrayInputStream(content);
    var parsed = MessageParser.parse(stream, MessageLimits.ORDINARY);
    assertThat(parsed.lineForm().addedOctets()).isEqualTo(added);
  }

  @Test
  void a_line_longer_than_the_buffer_is_counted_once() throws IOException {
    var text = "Subject: x\r\n\r\n" + "x\ry".repeat(100_000) + "\r\nz";
    var stream = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    var parsed = MessageParser.parse(stream, MessageLimits.ORDINARY);
    assertThat(parsed.lineForm().addedOctets()).isEqualTo(100_000 + 2);
  }

  @Test
  void bare_line_ends_are_refused_where_they_must_not_be() {
    for (var text : new String[] {"a\nb", "a\rb", "\n", "\r\r\n"}) {
      var stuffing = new DotStuffing(BareLineEnds.REFUSED);
      var bytes = text.getBytes(ISO_8859_1);
      assertThatThrownBy(() -> stuffing.encode(bytes, 0, bytes.length, (_, _, _) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static LineForm form(String text) {
    return MessageParser.parse(text.getBytes(UTF_8)).lineForm();
  }

  @Test
  void what_goes_as_it_is_is_told_from_what_does_not() {
    assertThat(form("Subject: x\r\n\r\ntext \u00E4\r\n")).isEqualTo(LineForm.AS_IT_IS);
    assertThat(form("Subject: \u00E4\r\n\r\ntext\r\n")).isEqualTo(new LineForm(0, true, false));
    assertThat(form("Subject: x\n\ntext")).isEqualTo(new LineForm(4, false, false));
    assertThat(form("Content-Transfer-Encoding: Binary\r\n\r\ntext\r\n").binary()).isTrue();
    var part =
        """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Description: \u00E4

        --b--
        """;
    assertThat(form(part).eightBitHeader()).isTrue();
  }

  private static String rendition(String text, Headers headers) throws IOException {
    var octets = text.getBytes(UTF_8);
    try (InputStream in =
        LineRendition.of(MessageSource.of(octets), octets.length, headers).open()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void headers_are_written_in_ascii_for_those_who_need_it() throws IOException {
    var text =
        """
        Return-Path: <bob@example.net>
        From: J\u00FCrgen <j\u00FCrgen@example.org>
        To: "Smith, Anna" <anna@example.org>, B\u00E4r <baer@example.org>, friends: a@b.example;
        Subject: Gr\u00FC\u00DFe
        X-Odd: \u00E4
        Message-ID: <1@example.org>
        Content-Type: multipart/mixed; boundary="x"

        --x
        Content-Type: text/plain; charset=utf-8; name="\u00E4;b"
        Content-Transfer-Encoding: 8bit

        Text bleibt: \u00E4
        --x--
        """
            .replace("\n", "\r\n");
    assertThat(rendition(text, Headers.UTF8)).isEqualTo(text);
    assertThat(rendition(text, Headers.ASCII))
        .isEqualTo(
            """
            Return-Path: <bob@example.net>
            From: =?UTF-8?B?SsO8cmdlbiAoasO8cmdlbkBleGFtcGxlLm9yZyk=?=
             <invalid@internationalized-address.invalid>
            To: "Smith, Anna"
             <anna@example.org>,
             =?UTF-8?B?QsOkcg==?=
             <baer@example.org>,
             friends:<a@b.example>;
            Subject: =?UTF-8?B?R3LDvMOfZQ==?=
            Message-ID: <1@example.org>
            Content-Type: multipart/mixed; boundary="x"

            --x
            Content-Type: text/plain;
             charset=utf-8
            Content-Transfer-Encoding: 8bit

            Text bleibt: \u00E4
            --x--
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void a_downgraded_header_reads_as_the_same_for_people() throws IOException {
    var subject = "\u00C4\u00D6\u00DC und viel Text, ".repeat(20).strip();
    var text =
        "Subject: " + subject + "\r\nTo: =?utf-8?Q?=C3=A4?= \u00F6 <a@example.org>\r\n\r\nx\r\n";
    var ascii = rendition(text, Headers.ASCII);
    assertThat(ascii.lines().map(String::length)).allMatch(length -> length <= 998);
    assertThat(ascii.chars()).allMatch(c -> c < 0x80);
    var parsed = MessageParser.parse(ascii.getBytes(UTF_8));
    assertThat(EncodedWords.decode(String.valueOf(parsed.headers().value("Subject"))))
        .isEqualTo(subject);
    assertThat(EncodedWords.decode(String.valueOf(parsed.headers().value("To"))))
        .contains("\u00E4 \u00F6");
  }

  @Test
  void binary_parts_are_encoded() throws IOException {
    var header =
        """
        Subject: \u00E4
        MIME-Version: 1.0
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: %s
        """
            .replace("\n", "\r\n");
    var text = header.formatted("binary") + "\r\na\nb\0c\rd";
    var encoded = header.formatted("base64") + "\r\nYQpiAGMNZA==\r\n";
    assertThat(rendition(text, Headers.UTF8)).isEqualTo(encoded);
    assertThat(rendition(text, Headers.ASCII)).startsWith("Subject: =?UTF-8?B?w6Q=?=\r\nMIME");
  }

  @Property
  void any_octets_have_a_rendition_that_reads_in_ascii(@ForAll("texts") String text)
      throws IOException {
    var header = "Subject: " + text;
    assertThat(rendition(header, Headers.ASCII)).isNotNull();
  }
}

package org.posthorn.wire.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.testkit.Mail;
import org.posthorn.testing.testkit.Mails;
import org.posthorn.wire.mail.DownConversion.Goal;
import org.posthorn.wire.mail.DownConversion.Obstacle;

class DownConversionTest {

  private static DownConversion.Result plan(byte[] message, Goal goal) throws IOException {
    return DownConversion.plan(MessageSource.of(message), message.length, goal);
  }

  private static byte[] bytes(String latin1) {
    return latin1.replace("\n", "\r\n").getBytes(ISO_8859_1);
  }

  private static String converted(String latin1, Goal goal) throws IOException {
    return switch (plan(bytes(latin1), goal)) {
      case DownConversion.Converted message ->
          new String(message.open().readAllBytes(), ISO_8859_1).replace("\r\n", "\n");
      case DownConversion.Impossible(var obstacle) -> obstacle.name();
    };
  }

  @Test
  void a_text_becomes_quoted_printable() throws IOException {
    var message =
        """
        From: a@example.org
        MIME-Version: 1.0
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: 8bit
        Subject: last

        Gr\u00fc\u00dfe =) \t
        .
        plain
        """;
    assertThat(converted(message, Goal.SEVEN_BIT))
        .isEqualTo(
            """
            From: a@example.org
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-1
            Subject: last
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe =3D) =09
            .
            plain
            """);
    assertThat(converted(message, Goal.EIGHT_BIT)).isEqualTo(message);
  }

  @Test
  void a_message_without_mime_becomes_one() throws IOException {
    assertThat(converted("From: a@example.org\n\nGr\u00fc\u00dfe\n", Goal.SEVEN_BIT))
        .isEqualTo(
            """
            From: a@example.org
            MIME-Version: 1.0
            Content-Type: text/plain; charset=unknown-8bit
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe
            """);
  }

  private static final String NESTED =
      """
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=o
      Content-Transfer-Encoding: 8bit

      pr\u00e9amble
      --o
      Content-Type: multipart/alternative; boundary=i

      --i

      untouched
      --i
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: 8bit

      \u00c3\u00a9
      --i--
      --o
      Content-Type: message/rfc822
      Content-Transfer-Encoding: 8bit

      Subject: inside
      Content-Type: image/png

      \u0089PNG
      --o--
      epilogue
      """;

  @Test
  void only_the_parts_that_need_it_are_touched() throws IOException {
    assertThat(converted(NESTED, Goal.SEVEN_BIT))
        .isEqualTo(
            """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=o
            Content-Transfer-Encoding: 7bit

            pr?amble
            --o
            Content-Type: multipart/alternative; boundary=i

            --i

            untouched
            --i
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            =C3=A9
            --i--
            --o
            Content-Type: message/rfc822
            Content-Transfer-Encoding: 7bit

            Subject: inside
            Content-Type: image/png
            Content-Transfer-Encoding: base64

            iVBORw==
            --o--
            epilogue
            """);
  }

  @Test
  void what_is_signed_stays_what_it_is() throws IOException {
    var message =
        """
        MIME-Version: 1.0
        Content-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"

        --s
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        %s
        --s
        Content-Type: application/pgp-signature

        abc
        --s--
        """;
    assertThat(converted(message.formatted("caf\u00e9"), Goal.SEVEN_BIT)).isEqualTo("SIGNED");
    var ascii = message.formatted("coffee " + "o".repeat(1200));
    assertThat(converted(ascii, Goal.SEVEN_BIT)).isEqualTo(ascii);
  }

  @ParameterizedTest
  @CsvSource({
    "Subject: caf\u00e9, text, SEVEN_BIT, HEADER",
    "Content-Transfer-Encoding: x-own, caf\u00e9, SEVEN_BIT, ENCODING",
    "Content-Type: message/partial, caf\u00e9, SEVEN_BIT, COMPOSITE",
    "Content-Type: multipart/mixed, caf\u00e9, SEVEN_BIT, COMPOSITE"
  })
  void some_messages_have_no_other_form(String field, String body, Goal goal, String obstacle)
      throws IOException {
    assertThat(converted(field + "\n\n" + body + "\n", goal)).isEqualTo(obstacle);
  }

  @Test
  void a_header_with_a_bare_line_feed_has_no_other_form() throws IOException {
    var message = "Subject: a\nX: b\r\n\r\nbody\r\n".getBytes(ISO_8859_1);
    assertThat(plan(message, Goal.EIGHT_BIT))
        .isEqualTo(new DownConversion.Impossible(Obstacle.MALFORMED));
  }

  @Test
  void a_binary_part_becomes_lines() throws IOException {
    var message =
        "Content-Type: application/zip\nContent-Transfer-Encoding: binary\n\n\0\1\2"
            + "x".repeat(90);
    assertThat(converted(message, Goal.EIGHT_BIT))
        .startsWith(
            "Content-Type: application/zip\nMIME-Version: 1.0\n"
                + "Content-Transfer-Encoding: base64\n\nAAECeHh4")
        .endsWith("\n")
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 76));
  }

  /// The decoded bodies of all leaves, in order.
  private static List<String> leaves(byte[] message) throws IOException {
    var leaves = new ArrayList<String>();
    collect(MessageParser.parse(message).root(), message, leaves);
    return leaves;
  }

  private static void collect(BodyPart part, byte[] message, List<String> leaves)
      throws IOException {
    switch (part) {
      case BodyPart.Multipart multipart -> {
        for (var inner : multipart.parts()) collect(inner, message, leaves);
      }
      case BodyPart.Message inside when inside.fields().is("message", "rfc822") ->
          collect(inside.content(), message, leaves);
      case BodyPart.Message _, BodyPart.Text _, BodyPart.Leaf _ -> {
        var body = MessageSource.of(message).open(part.body());
        var decoded = TransferEncoding.decode(part.fields().transferEncoding(), body);
        leaves.add(HexFormat.of().formatHex(decoded.readAllBytes()));
      }
    }
  }

  private static boolean assertConverted(byte[] message, Goal goal) throws IOException {
    if (!(plan(message, goal) instanceof DownConversion.Converted converted)) return false;
    var result = converted.open().readAllBytes();
    assertThat(LineFacts.of(new ByteArrayInputStream(result)).passes(goal)).isTrue();
    var before = leaves(message);
    var after = leaves(result);
    // A body that was the end of the message may have got a line end.
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++)
      assertThat(after.get(i)).isIn(before.get(i), before.get(i) + "0d0a");
    return true;
  }

  static Stream<Mail> mails() {
    return Mails.all().stream();
  }

  @ParameterizedTest
  @MethodSource("mails")
  void nothing_of_odd_messages_is_lost(Mail mail) throws IOException {
    for (var goal : Goal.values()) {
      boolean done = assertConverted(mail.bytes(), goal);
      assertThat(done || !LineFacts.of(new ByteArrayInputStream(mail.bytes())).fits(goal)).isTrue();
    }
  }

  @Test
  void nothing_of_damaged_messages_is_lost() throws IOException {
    int done = 0;
    for (var mail : Mails.damaged(2_000, 6152).toList())
      for (var goal : Goal.values()) if (assertConverted(mail.bytes(), goal)) done++;
    assertThat(done).isGreaterThan(500);
  }

  @Property
  void any_octets_survive_in_any_part(@ForAll byte @ByteRange [] octets) throws IOException {
    for (var type : List.of("text/plain", "application/octet-stream")) {
      var head = "MIME-Version: 1.0\nContent-Type: " + type + "\n\n";
      var body = new String(octets, ISO_8859_1);
      var message = (head.replace("\n", "\r\n") + body).getBytes(ISO_8859_1);
      assertThat(assertConverted(message, Goal.SEVEN_BIT)).isTrue();
    }
  }
}

package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.domain.relay.RecipientOutcome.Elsewhere;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.smtp.ReversePath;

/// In what form messages go, by what hosts offer.
class BodyTest {
  private static final String LATIN =
      "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n\nGr\u00fc\u00dfe\n";
  private static final OutgoingMail.Wishes UTF_8 =
      new OutgoingMail.Wishes(
          null, null, OutgoingMail.Header.UTF_8, OutgoingMail.AllTheWay.NOT_REQUIRED);

  private final House house = new House();

  @AfterEach
  void end() {
    house.close();
  }

  private static String hello(String offers) {
    var lines = new StringBuilder("S: 220 mx\nC: EHLO me.example.org\nS: 250-mx\n");
    for (var offer : List.of(offers.split(",", -1)))
      lines.append("S: 250-").append(offer).append("\n");
    return lines.append("S: 250 HELP\n").toString();
  }

  private static String envelope(String mailParameters, String recipient) {
    return """
    C: MAIL FROM:<romeo@example.org>%s
    S: 250 ok
    C: RCPT TO:<%s>
    S: 250 ok
    """
        .formatted(mailParameters, recipient);
  }

  /// @return what arrived
  private String sent(String script, OutgoingMail mail) throws Exception {
    try (var host = ScriptedHost.of(script)) {
      var outcomes = House.outcomes(house.send(host.port(), mail));
      host.assertPlayed();
      assertThat(outcomes).containsExactly("250");
      return host.messages().getFirst();
    }
  }

  private RecipientOutcome refused(String script, OutgoingMail mail) throws Exception {
    try (var host = ScriptedHost.of(script)) {
      var outcome = house.send(host.port(), mail).outcomes().getFirst();
      host.assertPlayed();
      return outcome;
    }
  }

  private static String data() {
    return "C: DATA\nS: 354 go on\nDATA\nS: 250 taken\n";
  }

  @Test
  void eight_bits_go_where_they_are_offered() throws Exception {
    var script =
        hello("8BITMIME,SIZE") + envelope(" SIZE=74 BODY=8BITMIME", "juliet@example.net") + data();
    assertThat(sent(script, House.mail(LATIN, "juliet@example.net"))).isEqualTo(LATIN);
  }

  @Test
  void eight_bits_become_seven_where_they_are_not_offered() throws Exception {
    var script = hello("SIZE") + envelope(" SIZE=123", "juliet@example.net") + data();
    assertThat(sent(script, House.mail(LATIN, "juliet@example.net")))
        .endsWith("Content-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe\n");
    assertThat(house.steps).contains("converted to seven bits");
  }

  @Test
  void what_is_signed_is_not_converted() throws Exception {
    var signed =
        "Content-Type: multipart/signed; boundary=b\n\n--b\n\n\u00fc\n--b\n\nsignature\n--b--\n";
    assertThat(refused(hello("SIZE"), House.mail(signed, "juliet@example.net")))
        .isInstanceOfSatisfying(
            RecipientOutcome.PermanentFailure.class,
            failure -> {
              assertThat(failure.code()).hasToString("5.6.3");
              assertThat(failure.elsewhere()).isEqualTo(Elsewhere.MAY_DIFFER);
            });
  }

  @Test
  void chunks_are_used_where_they_are_offered() throws Exception {
    var text = "Subject: hi\n\n.\n..\nno end";
    var script =
        hello("CHUNKING,PIPELINING")
            + """
            C: MAIL FROM:<romeo@example.org>
            C: RCPT TO:<juliet@example.net>
            S: 250 ok
            S: 250 ok
            C: BDAT 30 LAST
            BYTES 30
            S: 250 taken
            """;
    assertThat(sent(script, House.mail(text, "juliet@example.net"))).isEqualTo(text + "\n");
  }

  @Test
  void binary_goes_as_it_is_or_becomes_text() throws Exception {
    var binary = "Content-Type: application/zip\nContent-Transfer-Encoding: binary\n\nPK\0\u00ff";
    var whole =
        hello("CHUNKING,BINARYMIME,8BITMIME")
            + envelope(" BODY=BINARYMIME", "juliet@example.net")
            + "C: BDAT 72 LAST\nBYTES 72\nS: 250 taken\n";
    assertThat(sent(whole, House.mail(binary, "juliet@example.net"))).isEqualTo(binary);
    var text = hello("8BITMIME") + envelope(" BODY=8BITMIME", "juliet@example.net") + data();
    assertThat(sent(text, House.mail(binary, "juliet@example.net")))
        .endsWith("Content-Transfer-Encoding: base64\n\nUEsA/w==\n");
  }

  @Test
  void a_message_that_is_too_large_is_not_even_offered() throws Exception {
    assertThat(refused(hello("SIZE 10"), House.mail(LATIN, "juliet@example.net")))
        .isInstanceOfSatisfying(
            RecipientOutcome.PermanentFailure.class,
            failure -> assertThat(failure.code()).hasToString("5.3.4"));
  }

  @Test
  void addresses_in_utf_8_go_where_they_are_offered() throws Exception {
    // The script is in octets.
    var script =
        hello("SMTPUTF8,8BITMIME")
            + envelope(" SMTPUTF8", "j\u00c3\u00bclia@b\u00c3\u00bccher.example")
            + data();
    var mail = House.mail("Subject: hi\n\nhi\n", "j\u00fclia@b\u00fccher.example");
    assertThat(sent(script, mail)).isEqualTo("Subject: hi\n\nhi\n");
    assertThat(refused(hello("8BITMIME"), mail))
        .isInstanceOfSatisfying(
            RecipientOutcome.PermanentFailure.class,
            failure -> assertThat(failure.code()).hasToString("5.6.7"));
  }

  @Test
  void a_domain_in_unicode_has_another_form() throws Exception {
    var script = hello("8BITMIME") + envelope("", "julia@xn--bcher-kva.example") + data();
    sent(script, House.mail("Subject: hi\n\nhi\n", "julia@b\u00fccher.example"));
  }

  @Test
  void one_who_cannot_be_named_does_not_keep_the_others_from_their_mail() throws Exception {
    try (var host =
        ScriptedHost.of(hello("8BITMIME") + envelope("", "juliet@example.net") + data())) {
      var mail = House.mail("Subject: hi\n\nhi\n", "j\u00fclia@example.net", "juliet@example.net");
      assertThat(House.outcomes(house.send(host.port(), mail))).containsExactly("- 5.6.7", "250");
      host.assertPlayed();
    }
  }

  @Test
  void a_header_in_utf_8_needs_smtputf8() throws Exception {
    var text = "Subject: \u00c3\u00bc\n\nhi\n";
    assertThat(refused(hello("8BITMIME"), House.mail(text, UTF_8, "juliet@example.net")))
        .isInstanceOfSatisfying(
            RecipientOutcome.PermanentFailure.class,
            failure -> assertThat(failure.code()).hasToString("5.6.9"));
    // What never claimed to be UTF-8 goes as it always did.
    var script = hello("8BITMIME") + envelope(" BODY=8BITMIME", "juliet@example.net") + data();
    assertThat(sent(script, House.mail(text, "juliet@example.net"))).isEqualTo(text);
  }

  @Test
  void a_sender_in_utf_8_needs_smtputf8() throws Exception {
    var mail =
        new OutgoingMail(
            new ReversePath.Mailbox(House.address("r\u00f6meo@example.org")),
            List.of(new OutgoingMail.Recipient(House.address("juliet@example.net"))),
            House.content("Subject: hi\n\nhi\n"),
            OutgoingMail.Wishes.NONE);
    assertThat(refused(hello("8BITMIME"), mail))
        .isInstanceOfSatisfying(
            RecipientOutcome.PermanentFailure.class,
            failure -> assertThat(failure.code()).hasToString("5.6.7"));
  }

  @ParameterizedTest
  @CsvSource({"DATA", "BDAT"})
  void a_message_that_cannot_be_read_is_never_sent_in_half(String way) throws Exception {
    var good = House.content("Subject: hi\n\n" + "line\n".repeat(20_000));
    MessageSource failing =
        span -> {
          var in = good.source().open(new Span(0, span.length() / 2));
          return new java.io.FilterInputStream(in) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              int read = super.read(target, offset, length);
              if (read < 0) throw new IOException("disk on fire");
              return read;
            }
          };
        };
    var content = new OutgoingContent(failing, good.octets(), false, false, false, true);
    var mail =
        new OutgoingMail(
            new ReversePath.Null(),
            List.of(new OutgoingMail.Recipient(House.address("juliet@example.net"))),
            content,
            OutgoingMail.Wishes.NONE);
    var script =
        hello(way.equals("DATA") ? "HELP" : "CHUNKING")
            + "C: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<juliet@example.net>\nS: 250 ok\n"
            + (way.equals("DATA") ? "C: DATA\nS: 354 go on\nSTALL" : "C: BDAT 120015 LAST\nSTALL");
    try (var host = ScriptedHost.of(script)) {
      assertThat(house.send(host.port(), mail))
          .isInstanceOfSatisfying(
              Sent.Broken.class,
              broken -> {
                assertThat(broken.known()).isEqualTo(Sent.Known.NOT_TAKEN);
                assertThat(broken.failure().next()).isEqualTo(ConnectionFailure.Next.LATER);
                assertThat(House.outcomes(broken)).containsExactly("- 4.3.0");
              });
      host.assertPlayed();
    }
  }
}

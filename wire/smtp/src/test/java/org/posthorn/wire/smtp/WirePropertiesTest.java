package org.posthorn.wire.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.posthorn.wire.mail.DotStuffing;

class WirePropertiesTest {

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of("", ".", "..", ".a", "a.", "a", "some words in a line", "\u00E4\0\t")
        .list()
        .ofMaxSize(12)
        .map(lines -> lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n");
  }

  @Property
  void what_is_encoded_is_decoded(
      @ForAll("lines") String text, @ForAll @IntRange(min = 1, max = 9) int piece) {
    var content = text.getBytes(ISO_8859_1);
    var encoder = new DotStuffing(DotStuffing.BareLineEnds.REFUSED);
    var wire = new ByteArrayOutputStream();
    for (int at = 0; at < content.length; at += piece)
      encoder.encode(content, at, Math.min(piece, content.length - at), wire::write);
    encoder.finish(wire::write);
    var outcome = DataDecoderTest.decode(wire.toByteArray(), Long.MAX_VALUE);
    assertThat(outcome.content()).isEqualTo(text);
    assertThat(outcome.ended()).isTrue();
    assertThat(outcome.rest()).isEmpty();
    assertThat(outcome.facts().soundText()).isTrue();
  }

  @Property
  void the_last_line_gets_an_end(@ForAll("lines") String text) {
    var content = (text + "x").getBytes(ISO_8859_1);
    var wire = new ByteArrayOutputStream();
    var encoder = new DotStuffing(DotStuffing.BareLineEnds.REFUSED);
    encoder.encode(content, 0, content.length, wire::write);
    encoder.finish(wire::write);
    assertThat(DataDecoderTest.decode(wire.toByteArray(), Long.MAX_VALUE).content())
        .isEqualTo(text + "x\r\n");
  }

  @Provide
  Arbitrary<String> troubles() {
    var pieces = Arbitraries.of("\r\n", "\r\n.", ".", "\r", "\n", "x", "\0", "\u00E4");
    return pieces
        .list()
        .ofMaxSize(14)
        .map(list -> String.join("", list))
        .flatMap(text -> Arbitraries.of(text, text + "\r\n.\r\n", text + "\r\n.\r\nQUIT"));
  }

  /// The decoder against the rule said naively: the end is the first CRLF . CRLF, and a dot that
  /// starts a line goes.
  @Property(tries = 2000)
  void the_decoder_keeps_the_rule_however_it_is_fed(@ForAll("troubles") String input) {
    var outcome = DataDecoderTest.everyWay(input, 15);
    var text = "\r\n" + input;
    int end = text.indexOf("\r\n.\r\n");
    assertThat(outcome.ended()).isEqualTo(end >= 0);
    if (end < 0) return;
    var content = text.substring(0, end + 2).replace("\r\n.", "\r\n").substring(2);
    assertThat(outcome.facts().octets()).isEqualTo(content.length());
    assertThat(outcome.content()).isEqualTo(content.substring(0, Math.min(15, content.length())));
    assertThat(outcome.rest()).isEqualTo(text.substring(end + 5));
    var bare = content.replace("\r\n", "");
    assertThat(outcome.facts().bareCr()).isEqualTo(bare.contains("\r"));
    assertThat(outcome.facts().bareLf()).isEqualTo(bare.contains("\n"));
    assertThat(outcome.facts().nul()).isEqualTo(content.contains("\0"));
    assertThat(outcome.facts().eightBit()).isEqualTo(content.contains("\u00E4"));
  }

  @Property(tries = 1000)
  void noise_is_decoded_or_counted(@ForAll byte[] noise) {
    var outcome = DataDecoderTest.decode(noise, 100);
    assertThat(outcome.content().length()).isLessThanOrEqualTo(100);
  }

  @Provide
  Arbitrary<byte[]> commands() {
    var words =
        Arbitraries.of(
            "MAIL",
            "RCPT",
            "EHLO",
            "BDAT",
            "AUTH",
            "VRFY",
            "HELP",
            " ",
            " ",
            "FROM:",
            "TO:",
            "<",
            ">",
            "@",
            "a",
            "b.example",
            "[",
            "]",
            "IPv6:",
            "::1",
            "192.0.2.1",
            "\"",
            "\\",
            ":",
            ",",
            "SIZE=",
            "BODY=",
            "ORCPT=",
            "utf-8;",
            "\\x{",
            "}",
            "NOTIFY=",
            "NEVER",
            "ENVID=",
            "+2B",
            "AUTH=",
            "=",
            "99",
            "LAST",
            "PLAIN",
            "ä",
            "\0",
            "\t",
            "postmaster",
            "SMTPUTF8");
    return Arbitraries.oneOf(
        words.list().ofMaxSize(14).map(list -> String.join("", list).getBytes(UTF_8)),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(60));
  }

  @Property(tries = 3000)
  void any_line_is_a_command_or_a_syntax_error(@ForAll("commands") byte[] line) throws Exception {
    SmtpCommand command;
    try {
      command = CommandParser.parse(line);
    } catch (SmtpSyntaxException e) {
      assertThat(e.reply().code()).isBetween(500, 504);
      return;
    }
    if (command.verb() == Verb.UNKNOWN) return;
    assertThat(CommandParser.parse(command.line().getBytes(UTF_8))).isEqualTo(command);
  }

  @Property
  void any_text_makes_a_reply_that_a_client_can_read(@ForAll List<String> lines) throws Exception {
    if (lines.isEmpty() || lines.size() > 20) return;
    var reply = new Reply(550, EnhancedCode.of("5.1.1"), lines);
    var wire = new String(reply.encode(), ISO_8859_1);
    assertThat(wire).matches("(?s)(550[- ]5\\.1\\.1 [ -~]*\r\n)+");
    var parser = new ReplyParser();
    Reply read = null;
    for (var line : wire.split("\r\n", 0)) {
      assertThat(line.length()).isLessThanOrEqualTo(510);
      assertThat(read).isNull();
      read = parser.line(line.getBytes(ISO_8859_1));
    }
    assertThat(java.util.Objects.requireNonNull(read).enhanced()).isEqualTo(reply.enhanced());
  }

  @Property
  void any_line_is_a_reply_or_refused(@ForAll byte[] line) {
    try {
      new ReplyParser().line(line);
    } catch (MalformedReplyException e) {
      assertThat(e).hasMessageContaining("repl");
    }
  }
}

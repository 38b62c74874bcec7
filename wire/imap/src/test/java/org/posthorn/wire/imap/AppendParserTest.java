package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendParserTest {

  /// As a server keeps a message: somewhere else.
  private record Spooled(long size) implements Literal {}

  private static AppendParser.Announcement announced(AppendParser parser)
      throws ImapSyntaxException {
    return Objects.requireNonNull(parser.announced());
  }

  @Test
  void each_message_is_announced_before_it_is_sent() throws Exception {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    raw.addLine(Wire.bytes("A003 APPEND saved-messages (\\Seen) {326}"));
    var parser = new AppendParser(raw, WireMode.REV1);
    var first = announced(parser);
    assertThat(first.tag()).isEqualTo(new Tag("A003"));
    assertThat(first.mailbox()).isEqualTo(new MailboxName("saved-messages"));
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.options().flags()).containsExactly(Flag.SystemFlag.SEEN);
    assertThat(first.marker().size()).isEqualTo(326);
    assertThat(first.marker().synchronising()).isTrue();

    raw.addLiteral(new Spooled(326));
    raw.addLine(Wire.bytes(" \"07-Feb-1994 22:43:04 -0800\" ~{295+}"));
    var second = announced(parser);
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.options().flags()).isEmpty();
    assertThat(second.marker().binary()).isTrue();
    assertThat(second.marker().synchronising()).isFalse();

    raw.addLiteral(new Spooled(295));
    raw.addLine(Wire.bytes(""));
    var append = (AfterLogin.Append) parser.finish().command();
    assertThat(append.messages())
        .extracting(AppendMessage::parts)
        .containsExactly(
            List.of(new AppendPart.Text(new Spooled(326))),
            List.of(new AppendPart.Text(new Spooled(295))));
  }

  @Test
  void mailbox_name_in_a_literal_is_not_a_message() throws Exception {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    raw.addLine(Wire.bytes("a append {3}"));
    var parser = new AppendParser(raw, WireMode.REV1);
    assertThat(parser.announced()).isNull();
    raw.addLiteral(Literal.of(Wire.bytes("box")));
    raw.addLine(Wire.bytes(" {5}"));
    assertThat(announced(parser).mailbox()).isEqualTo(new MailboxName("box"));
    raw.addLiteral(new Spooled(5));
    raw.addLine(Wire.bytes(""));
    assertThat(parser.finish().tag()).isEqualTo(new Tag("a"));
  }

  @Test
  void utf8_message_has_its_parenthesis_after_the_octets() throws Exception {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    raw.addLine(Wire.bytes("a APPEND \"bo\u00efte\" UTF8 (~{5}"));
    var parser = new AppendParser(raw, WireMode.UTF8_ACCEPT);
    assertThat(announced(parser).options().utf8()).isTrue();
    raw.addLiteral(new Spooled(5));
    raw.addLine(Wire.bytes(") {2}"));
    assertThat(announced(parser).options().utf8()).isFalse();
    raw.addLiteral(new Spooled(2));
    raw.addLine(Wire.bytes(""));
    assertThat(((AfterLogin.Append) parser.finish().command()).messages()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a APPEND box foo {5}",
        "a APPEND box  {5}",
        "a APPEND box (\\Recent) {5}",
        "a APPEND box \"31-Feb-1994 22:43:04 -0800\" {5}",
        "a APPEND box \"7-Feb-1994 22:43:04 -0800\" {5}",
        "a APPEND box UTF8 ({5}",
        "a APPEND box UTF8 {5}",
        "a APPEND b\"x {5}",
        "a APPEND {5} {5}",
      })
  void broken_prefix_is_refused_before_the_message(String line) throws Exception {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    raw.addLine(Wire.bytes(line));
    var parser = new AppendParser(raw, WireMode.REV1);
    assertThatThrownBy(parser::announced)
        .isInstanceOfSatisfying(
            ImapSyntaxException.class, e -> assertThat(e.tag()).isEqualTo(new Tag("a")));
  }

  @Test
  void spooled_octets_are_no_mailbox_name() throws Exception {
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    raw.addLine(Wire.bytes("a DELETE {5}"));
    raw.addLiteral(new Spooled(5));
    raw.addLine(Wire.bytes(""));
    assertThatThrownBy(() -> CommandParser.parse(raw, WireMode.REV1))
        .hasMessageContaining("not allowed here");
  }

  @Test
  void append_is_recognised_by_its_first_line() {
    for (var line : List.of("a APPEND box {5}", "A1.x append {5}"))
      assertThat(AppendParser.isAppend(Wire.bytes(line))).as(line).isTrue();
    for (var line :
        List.of("", "a", "a APPEND", "a APPENDX box {5}", " APPEND box {5}", "a  APPEND b"))
      assertThat(AppendParser.isAppend(Wire.bytes(line))).as(line).isFalse();
  }
}

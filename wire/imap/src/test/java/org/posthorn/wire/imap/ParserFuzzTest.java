package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever a client sends is a command or an [ImapSyntaxException], in time.
class ParserFuzzTest {

  private static final List<byte[]> VALID = valid();

  private static List<byte[]> valid() {
    var commands = new ArrayList<byte[]>();
    for (var command : CommandParserTest.validCommands())
      for (var form : Forms.of(command)) commands.add(Wire.bytes("a " + form));
    for (var key : SearchParserTest.keyTexts())
      for (var form : Forms.of(key)) commands.add(Wire.bytes("a SEARCH RETURN (SAVE) " + form));
    commands.add(
        Wire.bytes("a FETCH 1:*,5 (BODY.PEEK[1.HEADER.FIELDS (A {1}\r\nb)]<0.5> BINARY[1])"));
    commands.add(
        Wire.bytes("a APPEND b (\\Seen) \"17-Jul-1996 02:44:25 -0700\" {1}\r\nx UTF8 (~{1}\r\ny)"));
    return commands;
  }

  private static void feed(byte[] wire) {
    for (var mode : WireMode.values()) {
      try {
        var parsed = CommandParser.parse(Wire.raw(wire), mode);
        assertThat(parsed.command().name()).isNotEmpty();
        assertThat(parsed.toString()).isNotEmpty();
      } catch (ImapSyntaxException refused) {
        assertThat(refused.reply().text()).isNotEmpty();
      }
    }
  }

  @Property
  void random_octets_are_refused_in_order(@ForAll byte[] wire) {
    feed(wire);
  }

  @Property
  void random_words_of_the_grammar_are_refused_in_order(@ForAll("words") List<String> words) {
    feed(Wire.bytes("a " + String.join("", words)));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.of(
            "UID ",
            "SEARCH ",
            "FETCH ",
            "STORE ",
            "LIST ",
            "APPEND ",
            "SELECT ",
            "STATUS ",
            "OR ",
            "NOT ",
            "(",
            ")",
            " ",
            "\"",
            "\\",
            "1:*",
            ",",
            "$",
            "{3}\r\nabc",
            "{2+}\r\n",
            "~{1}\r\n\0",
            "BODY[",
            "]",
            "<0.1>",
            "HEADER.FIELDS ",
            "RETURN ",
            "CHARSET ",
            "FLAGS",
            "ALL",
            "&-",
            "&AOk-",
            "\u00e9",
            "\r\n",
            "NIL",
            "99999999999999999999",
            "NOTIFY SET ",
            "(SELECTED ",
            "(MessageNew ",
            "MessageExpunge",
            "QRESYNC ",
            "MODSEQ ",
            "*",
            "%")
        .list()
        .ofMaxSize(25);
  }

  @Property
  void mutated_commands_are_understood_or_refused_in_order(@ForAll long seed) {
    var random = new Random(seed);
    var wire = VALID.get(random.nextInt(VALID.size())).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) wire = mutated(wire, random);
    feed(wire);
  }

  private static byte[] mutated(byte[] wire, Random random) {
    if (wire.length < 2) return wire;
    int at = random.nextInt(wire.length);
    switch (random.nextInt(4)) {
      case 0 -> wire[at] = (byte) random.nextInt(256);
      case 1 -> wire[at] = (byte) "(){}[]\"\\ *%$,:<>+-\r\n\0".charAt(random.nextInt(21));
      case 2 -> {
        return Arrays.copyOf(wire, at);
      }
      default -> {
        var other = VALID.get(random.nextInt(VALID.size()));
        int from = random.nextInt(other.length);
        var spliced = Arrays.copyOf(wire, at + other.length - from);
        System.arraycopy(other, from, spliced, at, other.length - from);
        return spliced;
      }
    }
    return wire;
  }

  @Property
  void append_can_be_followed_through_anything(@ForAll long seed) {
    var random = new Random(seed);
    var wire = mutated(VALID.getLast().clone(), random);
    try {
      follow(wire);
    } catch (ImapSyntaxException refused) {
      assertThat(refused.reply().condition()).isNotNull();
    }
  }

  private static void follow(byte[] wire) throws ImapSyntaxException {
    var whole = Wire.raw(wire);
    if (!AppendParser.isAppend(whole.line(0))) return;
    var raw = new RawCommand(CommandLimits.AFTER_LOGIN);
    raw.addLine(whole.line(0));
    var parser = new AppendParser(raw, WireMode.REV1);
    for (int i = 0; whole.hasLiteralAfter(i); i++) {
      parser.announced();
      raw.addLiteral(whole.literalAfter(i));
      raw.addLine(whole.line(i + 1));
    }
    var followed = (AfterLogin.Append) parser.finish().command();
    var parsed = (AfterLogin.Append) CommandParser.parse(whole, WireMode.REV1).command();
    assertThat(followed).isEqualTo(parsed);
  }
}

package org.posthorn.wire.managesieve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.managesieve.ManageSieveCommand.Authenticate;
import org.posthorn.wire.managesieve.ManageSieveCommand.HaveSpace;
import org.posthorn.wire.managesieve.ManageSieveCommand.Noop;
import org.posthorn.wire.managesieve.ManageSieveCommand.PutScript;
import org.posthorn.wire.managesieve.ManageSieveCommand.RenameScript;

class CommandParserTest {

  private static ManageSieveCommand parse(String line) throws ManageSieveSyntaxException {
    var raw = new RawCommand();
    raw.addLine(line.getBytes(UTF_8));
    return CommandParser.parse(raw);
  }

  @Test
  void names_of_commands_know_no_case_and_strings_do() throws ManageSieveSyntaxException {
    assertThat(parse("noop")).isEqualTo(new Noop(null));
    assertThat(parse("NoOp \"STARTTLS-SYNC-42\"")).isEqualTo(new Noop("STARTTLS-SYNC-42"));
    assertThat(parse("Authenticate \"PLAIN\" \"AAAA\""))
        .isEqualTo(new Authenticate("PLAIN", "AAAA"));
    assertThat(parse("HAVESPACE \"été \\\"x\\\\\" 4294967295"))
        .isEqualTo(new HaveSpace("été \"x\\", 4294967295L));
  }

  @Test
  void a_literal_is_a_string_as_well() throws ManageSieveSyntaxException {
    var raw = new RawCommand();
    raw.addLine("RENAMESCRIPT {3+}".getBytes(UTF_8));
    assertThat(raw.announced()).isEqualTo(3);
    raw.addLiteral("a b".getBytes(UTF_8));
    raw.addLine(" \"c\"".getBytes(UTF_8));
    assertThat(raw.announced()).isNull();
    assertThat(CommandParser.parse(raw)).isEqualTo(new RenameScript("a b", "c"));
  }

  @Test
  void a_script_keeps_its_octets() throws ManageSieveSyntaxException {
    var octets = new byte[] {(byte) 0xff, '\r', 'x', 0};
    var raw = new RawCommand();
    raw.addLine("PUTSCRIPT \"a\" {4+}".getBytes(UTF_8));
    raw.addLiteral(octets);
    raw.addLine(new byte[0]);
    assertThat(((PutScript) CommandParser.parse(raw)).content().octets()).isEqualTo(octets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\"NOOP\"",
        "NOPE",
        "NOOP a",
        "NOOP \"a\" \"b\"",
        "LOGOUT now",
        "NOOP \"a",
        "NOOP \"a\\",
        "HAVESPACE \"a\"",
        "HAVESPACE \"a\" \"5\"",
        "HAVESPACE \"a\" 4294967296",
        "HAVESPACE \"a\" -1",
        "NOOP (",
        "GETSCRIPT a",
        "NOOP \"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\" \"h\" \"i\" \"j\""
      })
  void what_is_no_command_is_refused(String line) {
    assertThatExceptionOfType(ManageSieveSyntaxException.class).isThrownBy(() -> parse(line));
  }

  @Test
  void a_quoted_string_has_a_limit() throws ManageSieveSyntaxException {
    assertThat(parse("NOOP \"" + "x".repeat(1024) + "\"")).isInstanceOf(Noop.class);
    assertThatExceptionOfType(ManageSieveSyntaxException.class)
        .isThrownBy(() -> parse("NOOP \"" + "x".repeat(1025) + "\""));
  }

  @ParameterizedTest
  @CsvSource({
    "X {5+},5",
    "X {5},5",
    "{0+},0",
    "X {4294967295+},4294967295",
    "X {4294967296+},",
    "X {99999999999+},",
    "X {-1+},",
    "X {},",
    "X {+},",
    "'X {5+} ',",
    "},"
  })
  void a_literal_is_announced_at_the_end_of_a_line(String line, Long octets) {
    assertThat(RawCommand.literal(line.getBytes(UTF_8))).isEqualTo(octets);
  }

  @Test
  void nonsense_is_refused_and_nothing_else_happens() {
    var random = new Random(4190);
    var alphabet = "NOOP \"\\{}+()0123456789\u00e9\r\n\t".getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      var line = new byte[random.nextInt(30)];
      for (int at = 0; at < line.length; at++) line[at] = alphabet[random.nextInt(alphabet.length)];
      var raw = new RawCommand();
      try {
        raw.addLine(line);
        CommandParser.parse(raw);
      } catch (ManageSieveSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void an_answer_is_quoted_or_a_literal() {
    assertThat(new String(Reply.ok("a \"b\" \\").encode(), UTF_8))
        .isEqualTo("OK \"a \\\"b\\\" \\\\\"\r\n");
    assertThat(new String(Reply.no("QUOTA", "ü\r\n").encode(), UTF_8))
        .isEqualTo("NO (QUOTA) {4}\r\nü\r\n\r\n");
    assertThat(new String(Reply.bye("").encode(), UTF_8)).isEqualTo("BYE\r\n");
  }
}

package org.posthorn.wire.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DataDecoderTest {

  /// What a decoder makes of an input: content, what is left over, and the facts.
  record Outcome(String content, String rest, boolean ended, DataFacts facts) {}

  static Outcome decode(byte[] input, long limit, int... cuts) {
    var decoder = new DataDecoder(limit);
    var content = new ByteArrayOutputStream();
    int at = 0;
    for (int i = 0; i <= cuts.length && !decoder.ended(); i++) {
      int end = i == cuts.length ? input.length : cuts[i];
      int taken = decoder.decode(input, at, end - at, content::write);
      assertThat(decoder.ended() || at + taken == end).isTrue();
      at += taken;
    }
    var rest = new String(input, at, input.length - at, ISO_8859_1);
    return new Outcome(content.toString(ISO_8859_1), rest, decoder.ended(), decoder.facts());
  }

  /// Whole, octet by octet, and cut in two at every place; all have to agree.
  static Outcome everyWay(String input, long limit) {
    var bytes = input.getBytes(ISO_8859_1);
    var whole = decode(bytes, limit);
    var trickle = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) trickle[i] = i;
    assertThat(decode(bytes, limit, trickle)).as("trickled").isEqualTo(whole);
    for (int cut = 0; cut <= bytes.length; cut++)
      assertThat(decode(bytes, limit, cut)).as("cut at " + cut).isEqualTo(whole);
    return whole;
  }

  static Stream<Arguments> sound() {
    return Stream.of(
        arguments(".\r\n", "", ""),
        arguments("\r\n.\r\n", "\r\n", ""),
        arguments("a\r\n.\r\n", "a\r\n", ""),
        arguments("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n"),
        arguments("..\r\n.\r\n", ".\r\n", ""),
        arguments("...\r\n.\r\n", "..\r\n", ""),
        arguments(".a\r\n.\r\n", "a\r\n", ""),
        arguments("a.\r\n.\r\n", "a.\r\n", ""),
        arguments("a\r\n..\r\n.\r\n", "a\r\n.\r\n", ""),
        arguments("a\r\n..b\r\n..\r\n.\r\n", "a\r\n.b\r\n.\r\n", ""),
        arguments("\t\u0001a\r\n.\r\n.\r\n", "\t\u0001a\r\n", ".\r\n"),
        arguments("a line of some length\r\n.\r\n", "a line of some length\r\n", ""));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void stuffed_dots_go_and_the_final_one_ends(String input, String content, String rest) {
    var outcome = everyWay(input, 1000);
    assertThat(outcome.content()).isEqualTo(content);
    assertThat(outcome.rest()).isEqualTo(rest);
    assertThat(outcome.ended()).isTrue();
    var facts = outcome.facts();
    assertThat(facts.soundText()).isTrue();
    assertThat(facts.endsWithCrLf()).isTrue();
    assertThat(facts.octets()).isEqualTo(content.length());
    assertThat(facts.lines()).isEqualTo(content.chars().filter(c -> c == '\n').count());
    assertThat(facts.tooLarge()).isFalse();
  }

  static Stream<Arguments> unsound() {
    return Stream.of(
        // what is between the first line and the true end; CR, LF, smuggling
        arguments("\n", false, true, false),
        arguments("\r", true, false, false),
        arguments("a\nb\r\n", false, true, false),
        arguments("a\rb\r\n", true, false, false),
        arguments("a\r\r\n", true, false, false),
        arguments("a\n\r\n", false, true, false),
        arguments("a\n\n", false, true, false),
        arguments("\n.\n", false, true, true),
        arguments("\r\n.\n", false, true, true),
        arguments("\n.\r\n", false, true, true),
        arguments("\r.\r", true, false, true),
        arguments("\r.\r\n", true, false, true),
        arguments("\r\n.\r", true, false, true),
        arguments("\r\n.\rx", true, false, true),
        arguments("\r.\n", true, true, true),
        arguments("\n.\r", true, true, true),
        arguments("\r\r\n.\n", true, true, true),
        arguments("\n.x\r\n", false, true, false),
        arguments("\n..\r\n", false, true, false),
        arguments("\r.x\r\n", true, false, false));
  }

  @ParameterizedTest
  @MethodSource("unsound")
  void a_bare_cr_or_lf_is_a_fault_and_never_an_end(
      String middle, boolean bareCr, boolean bareLf, boolean smuggling) {
    var outcome = everyWay("line\r\nMAIL FROM:<>" + middle + "x\r\n.\r\nQUIT\r\n", 1000);
    assertThat(outcome.ended()).isTrue();
    assertThat(outcome.rest()).isEqualTo("QUIT\r\n");
    // Only a dot behind a true CRLF goes.
    assertThat(outcome.content())
        .isEqualTo("line\r\nMAIL FROM:<>" + middle.replace("\r\n.", "\r\n") + "x\r\n");
    var facts = outcome.facts();
    assertThat(facts.bareCr()).isEqualTo(bareCr);
    assertThat(facts.bareLf()).isEqualTo(bareLf);
    assertThat(facts.smuggling()).isEqualTo(smuggling);
    assertThat(facts.soundText()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("unsound")
  void it_is_the_same_fault_at_the_very_start(
      String middle, boolean bareCr, boolean bareLf, boolean smuggling) {
    if (middle.startsWith("\r\n")) return; // there it is a first empty line
    var outcome = everyWay(middle + "x\r\n.\r\n", 1000);
    assertThat(outcome.ended()).isTrue();
    assertThat(outcome.facts().bareCr()).isEqualTo(bareCr);
    assertThat(outcome.facts().bareLf()).isEqualTo(bareLf);
    assertThat(outcome.facts().smuggling()).isEqualTo(smuggling);
  }

  @Test
  void the_end_is_found_behind_a_doubled_cr() {
    assertThat(everyWay("a\r\r\n.\r\nQUIT", 1000).rest()).isEqualTo("QUIT");
    assertThat(everyWay("a\n\r\n.\r\nQUIT", 1000).rest()).isEqualTo("QUIT");
  }

  @Test
  void nothing_is_the_end_before_the_end() {
    for (var start :
        new String[] {"", ".", ".\r", "a\r\n.\r", "a\r\n..\r\n", "a\n.\n", "a\r\n. \r\n"})
      assertThat(everyWay(start, 1000).ended()).as(start).isFalse();
  }

  @Test
  void a_message_may_have_the_size_of_the_limit_and_no_more() {
    var exact = everyWay("12345678\r\n.\r\n", 10);
    assertThat(exact.facts().tooLarge()).isFalse();
    assertThat(exact.content()).isEqualTo("12345678\r\n");
    var beyond = everyWay("123456789\r\n.\r\nQUIT", 10);
    assertThat(beyond.facts().tooLarge()).isTrue();
    assertThat(beyond.facts().octets()).isEqualTo(11);
    assertThat(beyond.content()).isEqualTo("123456789\r");
    assertThat(beyond.rest()).isEqualTo("QUIT");
    // RFC 1870 §5: stuffed dots do not count
    assertThat(everyWay("..2345678\r\n.\r\n", 10).facts().tooLarge()).isFalse();
    assertThat(everyWay(".\r\n", 0).facts().tooLarge()).isFalse();
  }

  @Test
  void long_lines_are_counted_without_their_stuffed_dot() {
    var fits = "x".repeat(998) + "\r\n";
    var dotted = "." + fits.substring(2);
    var facts = everyWay(fits + "." + dotted + "y" + fits + "\r\n.\r\n", 9999).facts();
    assertThat(facts.longestLine()).isEqualTo(1001);
    assertThat(facts.longLines()).isEqualTo(1);
    assertThat(facts.lines()).isEqualTo(4);
  }

  @Test
  void kinds_of_octets_are_facts() {
    assertThat(everyWay("a\0b\r\n.\r\n", 99).facts().nul()).isTrue();
    assertThat(everyWay("a\u00E4b\r\n.\r\n", 99).facts().eightBit()).isTrue();
    var far = "x".repeat(40) + "\u00FF" + "y".repeat(40) + "\u00FE" + "\0z\r\n.\r\n";
    assertThat(everyWay(far, 999).facts()).matches(facts -> facts.nul() && facts.eightBit());
    var plain = everyWay("a\u007F\tb\u0001\r\n.\r\n", 99).facts();
    assertThat(plain.nul() || plain.eightBit()).isFalse();
  }

  @Test
  void a_run_without_stuffed_dots_is_handed_on_whole() {
    var input = ("x".repeat(70) + "\r\n").repeat(100).getBytes(ISO_8859_1);
    var runs = new int[1];
    new DataDecoder(1 << 20).decode(input, 0, input.length, (_, _, _) -> runs[0]++);
    assertThat(runs[0]).isEqualTo(1);
  }

  static DataFacts chunks(BodyType body, String... chunks) {
    var decoder = new ChunkDecoder(100, body);
    var content = new ByteArrayOutputStream();
    for (var chunk : chunks) {
      var bytes = chunk.getBytes(ISO_8859_1);
      decoder.decode(bytes, 0, bytes.length, content::write);
    }
    UnaryOperator<String> kept = text -> text.substring(0, Math.min(100, text.length()));
    assertThat(content.toString(ISO_8859_1)).isEqualTo(kept.apply(String.join("", chunks)));
    return decoder.facts();
  }

  @Test
  void chunks_are_text_without_dots() {
    var facts = chunks(BodyType.EIGHT_BIT_MIME, ".\r", "\n..\r\n.", "\r\n");
    assertThat(facts.soundText()).isTrue();
    assertThat(facts.endsWithCrLf()).isTrue();
    assertThat(facts.lines()).isEqualTo(3);
    assertThat(chunks(BodyType.SEVEN_BIT, "a\r", "b\n").bareCr()).isTrue();
    assertThat(chunks(BodyType.SEVEN_BIT, "a\r", "b\n").bareLf()).isTrue();
    assertThat(chunks(BodyType.SEVEN_BIT, "a\r\nb\r").bareCr()).isTrue();
    assertThat(chunks(BodyType.SEVEN_BIT, "a\n.\r\n").smuggling()).isTrue();
    assertThat(chunks(BodyType.SEVEN_BIT, "a\r\nb").endsWithCrLf()).isFalse();
    assertThat(chunks(BodyType.SEVEN_BIT, "x".repeat(101)).tooLarge()).isTrue();
  }

  @Test
  void binary_chunks_may_hold_anything() {
    var facts = chunks(BodyType.BINARYMIME, "\n.\r", "\0\u00FF\r");
    assertThat(facts.soundText()).isTrue();
    assertThat(facts.octets()).isEqualTo(6);
    assertThat(facts.longestLine()).isZero();
    assertThat(chunks(BodyType.BINARYMIME, "x".repeat(60), "x".repeat(60)).tooLarge()).isTrue();
  }
}

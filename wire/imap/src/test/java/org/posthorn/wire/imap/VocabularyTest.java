package org.posthorn.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~peter/mail/&U,BTFw-/&ZeVnLIqe-|~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e",
        "&Jjo-!|\u263a!",
        "a &- b|a & b",
        "Entw&APw-rfe|Entw\u00fcrfe",
        "&2D3eAA-|\ud83d\ude00",
        "INBOX|INBOX",
      })
  void modified_utf7_of_the_rfc(String encoded, String text) {
    assertThat(ModifiedUtf7.encode(text)).isEqualTo(encoded);
    assertThat(ModifiedUtf7.decode(Wire.bytes(encoded))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&",
        "a&",
        "&Jjo",
        "&Jjo!",
        "&Jjo!-",
        "&U,BTFw-&ZeVnLIqe-",
        "&AGE-",
        "&AA-",
        "&A-",
        "&2D0-",
        "caf\u00e9",
        "a\tb",
        "&Jjp-"
      })
  void what_is_not_the_one_spelling_is_no_name(String encoded) {
    assertThat(ModifiedUtf7.decode(Wire.bytes(encoded))).isNull();
  }

  @Property
  void modified_utf7_is_printable_ascii_and_reads_back(@ForAll("text") String text) {
    var encoded = ModifiedUtf7.encode(text);
    assertThat(encoded.chars()).allMatch(c -> c >= ' ' && c <= '~');
    assertThat(ModifiedUtf7.decode(Wire.bytes(encoded))).isEqualTo(text);
  }

  @Property
  void octets_that_decode_are_what_encoding_makes(@ForAll("almostUtf7") String encoded) {
    var text = ModifiedUtf7.decode(Wire.bytes(encoded));
    if (text != null) assertThat(ModifiedUtf7.encode(text)).isEqualTo(encoded);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.integers()
        .between(0, 0x10FFFF)
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .list()
        .ofMaxSize(20)
        .map(list -> list.stream().map(Character::toString).reduce("", String::concat));
  }

  @Provide
  Arbitrary<String> almostUtf7() {
    return Arbitraries.strings().withChars("&-AaJjo,+/ \u00e9").ofMaxLength(12);
  }

  @ParameterizedTest
  @CsvSource({"inbox,INBOX", "iNbOx/Sub,INBOX/Sub", "inboxes,inboxes", "\u0131nbox,\u0131nbox"})
  void inbox_is_the_same_in_any_case(String written, String name) {
    assertThat(new MailboxName(written)).isEqualTo(new MailboxName(name));
    assertThat(new MailboxName(written).text()).isEqualTo(name);
  }

  @Test
  void names_are_equal_in_any_unicode_form() {
    assertThat(new MailboxName("cafe\u0301")).isEqualTo(new MailboxName("caf\u00e9"));
  }

  @Test
  void hierarchy_follows_the_separator() {
    var name = new MailboxName("a/b/c");
    assertThat(name.levels()).containsExactly("a", "b", "c");
    assertThat(name.parent()).isEqualTo(new MailboxName("a/b"));
    assertThat(new MailboxName("a").parent()).isNull();
    assertThat(name.isBelow(new MailboxName("a"))).isTrue();
    assertThat(new MailboxName("ab").isBelow(new MailboxName("a"))).isFalse();
    assertThat(name.moved(new MailboxName("a"), new MailboxName("x/y")))
        .isEqualTo(new MailboxName("x/y/b/c"));
  }

  @Test
  void names_that_cannot_be_made_say_why() {
    assertThat(new MailboxName("a b/&\u65e5~").fault()).isNull();
    assertThat(new MailboxName("").fault()).isEqualTo(MailboxName.Fault.EMPTY);
    assertThat(new MailboxName("a//b").fault()).isEqualTo(MailboxName.Fault.EMPTY_LEVEL);
    assertThat(new MailboxName("/a").fault()).isEqualTo(MailboxName.Fault.EMPTY_LEVEL);
    assertThat(new MailboxName("a*").fault()).isEqualTo(MailboxName.Fault.WILDCARD);
    assertThat(new MailboxName("#news").fault()).isEqualTo(MailboxName.Fault.NAMESPACE);
    assertThat(new MailboxName("a\u2028").fault()).isEqualTo(MailboxName.Fault.CONTROL_CHARACTER);
    assertThat(new MailboxName("a\u007f").fault()).isEqualTo(MailboxName.Fault.CONTROL_CHARACTER);
    assertThat(new MailboxName("\u65e5".repeat(333)).fault()).isNull();
    assertThat(new MailboxName("\u65e5".repeat(334)).fault()).isEqualTo(MailboxName.Fault.TOO_LONG);
    assertThat(new MailboxName("a" + "/a".repeat(31)).fault()).isNull();
    assertThat(new MailboxName("a" + "/a".repeat(32)).fault())
        .isEqualTo(MailboxName.Fault.TOO_DEEP);
  }

  @ParameterizedTest
  @CsvSource({
    "*,a/b,true",
    "%,a/b,false",
    "%,a,true",
    "a/%,a/b,true",
    "a/%,a/b/c,false",
    "a/*,a,false",
    "%/b,a/b,true",
    "*b,a/b,true",
    "a%b,a/b,false",
    "a*b,a/b,true",
    "%*%,a/b/c,true",
    "inbox,INBOX,true",
    "in%,INBOX,true",
    "INBOX/x,INBOX/x,true",
    "foo,FOO,false",
  })
  void patterns_match_as_list_does(String pattern, String name, boolean matches) {
    assertThat(new MailboxPattern(pattern).matches(new MailboxName(name))).isEqualTo(matches);
  }

  @Test
  void hostile_pattern_takes_no_time() {
    var pattern = new MailboxPattern("*a%".repeat(300) + "b");
    assertThat(pattern.matches(new MailboxName("a".repeat(1_000)))).isFalse();
  }

  @Property
  void number_set_holds_exactly_what_was_put_in(
      @ForAll @UniqueElements @Size(max = 50)
          java.util.List<@IntRange(min = 1, max = 80) Integer> numbers) {
    var sorted = new TreeSet<>(numbers);
    var builder = new NumberSet.Builder();
    sorted.forEach(builder::add);
    var set = builder.build();
    assertThat(set.size()).isEqualTo(sorted.size());
    var read = new TreeSet<Integer>();
    set.forEach(number -> read.add((int) number));
    assertThat(read).isEqualTo(sorted);
    for (int i = 0; i <= 81; i++) assertThat(set.contains(i)).isEqualTo(sorted.contains(i));
    if (!set.isEmpty()) assertThat(CommandParserTest.set(set.toString()).resolve(1)).isEqualTo(set);
  }

  @Property
  void sequence_set_means_the_union_of_its_ranges(
      @ForAll @Size(min = 1, max = 12) java.util.List<@IntRange(min = 0, max = 40) Integer> bounds,
      @ForAll @IntRange(min = 1, max = 40) int largest) {
    var text = new StringBuilder();
    var expected = new TreeSet<Integer>();
    for (int i = 0; i + 1 < bounds.size() || i == 0; i += 2) {
      int a = bounds.get(i);
      int b = bounds.get(Math.min(i + 1, bounds.size() - 1));
      text.append(i == 0 ? "" : ",").append(a == 0 ? "*" : a).append(':').append(b == 0 ? "*" : b);
      int from = a == 0 ? largest : a;
      int to = b == 0 ? largest : b;
      for (int n = Math.min(from, to); n <= Math.max(from, to); n++) expected.add(n);
    }
    var read = new TreeSet<Integer>();
    CommandParserTest.set(text.toString()).resolve(largest).forEach(n -> read.add((int) n));
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void sequence_set_knows_star_and_saved_result() {
    assertThat(CommandParserTest.set("3291:*").resolve(50)).hasToString("50:3291");
    assertThat(CommandParserTest.set("*").resolve(0)).isEqualTo(NumberSet.EMPTY);
    assertThat(CommandParserTest.set("5:*").resolve(0)).hasToString("1:5");
    assertThat(CommandParserTest.set("4294967295,1,2147483648:2147483650").resolve(9))
        .hasToString("1,2147483648:2147483650,4294967295");
    assertThat(CommandParserTest.set("1:2,$").resolve(9, NumberSet.of(2, 3, 7)))
        .hasToString("1:3,7");
    assertThat(CommandParserTest.set("$")).isEqualTo(SequenceSet.SAVED).hasToString("$");
    assertThat(CommandParserTest.set("7,2:4,*").largestWritten()).isEqualTo(7);
    assertThat(CommandParserTest.set("7:*,2")).hasToString("7:*,2");
    assertThat(SequenceSet.of(NumberSet.of(1, 2, 5))).hasToString("1:2,5");
  }

  @Test
  void number_set_refuses_what_is_not_ascending() {
    var builder = new NumberSet.Builder().add(5);
    assertThatThrownBy(() -> builder.add(5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(4_294_967_296L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NumberSet.Builder().add(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "17-Jul-1996 02:44:25 -0700,1996-07-17T02:44:25-07:00",
    "' 7-FEB-2024 23:59:60 +0530',2024-02-07T23:59:59+05:30",
    "29-Feb-2024 00:00:00 +0000,2024-02-29T00:00:00Z",
  })
  void internal_dates_are_read(String text, OffsetDateTime date) {
    assertThat(ImapDates.dateTime(Wire.bytes(text))).isEqualTo(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17-Jul-1996",
        "7-Jul-1996 02:44:25 -0700",
        "17-Jul-1996 24:00:00 +0000",
        "17-Jul-1996 02:60:25 -0700",
        "17-Jul-1996 02:44:25 0700x",
        "17-Jul-1996 02:44:25 -1960",
        "29-Feb-2023 00:00:00 +0000",
        "00-Jan-2023 00:00:00 +0000",
        "17-Jux-1996 02:44:25 -0700",
        "17 Jul 1996 02:44:25 -0700",
        "17-Jul-1996T02:44:25 -0700",
        "17-Jul-1996 02-44-25 -0700"
      })
  void broken_internal_dates_are_refused(String text) {
    assertThat(ImapDates.dateTime(Wire.bytes(text))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a LOGIN {11},11,true,false,8",
    "{0+},0,false,false,0",
    "x ~{5},5,true,true,2",
    "x ~{5+},5,false,true,2",
    "{99999999999999999999},9223372036854775807,true,false,0",
  })
  void literal_markers_are_found(
      String line, long size, boolean synchronising, boolean binary, int offset) {
    assertThat(LiteralMarker.atEndOf(Wire.bytes(line), line.length()))
        .isEqualTo(new LiteralMarker(offset, size, synchronising, binary));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}", "{}", "{+}", "{-1}", "{5} ", "{5++}", "5}", "{a5}", "\"{5}\""})
  void what_is_no_marker_is_not_taken_for_one(String line) {
    assertThat(LiteralMarker.atEndOf(Wire.bytes(line), line.length())).isNull();
  }

  @Test
  void limits_of_a_command_hold() throws Exception {
    var raw = new RawCommand(new CommandLimits(20, 30, 2, 10));
    raw.addLine(Wire.bytes("t LOGIN {5}"));
    raw.checkRoomFor(new LiteralMarker(0, 10, true, false));
    assertThatThrownBy(() -> raw.checkRoomFor(new LiteralMarker(0, 11, true, false)))
        .isInstanceOfSatisfying(
            ImapSyntaxException.class, e -> assertThat(e.tag()).isEqualTo(new Tag("t")));
    assertThatThrownBy(() -> raw.checkRoomFor(new LiteralMarker(0, Long.MAX_VALUE, true, false)))
        .isInstanceOf(ImapSyntaxException.class);
    raw.addLiteral(Literal.of(new byte[5]));
    raw.addLine(Wire.bytes(" {5}"));
    assertThatThrownBy(() -> raw.checkRoomFor(new LiteralMarker(0, 6, true, false)))
        .hasMessageContaining("too large");
    raw.addLiteral(Literal.of(new byte[5]));
    assertThatThrownBy(() -> raw.addLine(new byte[16])).hasMessageContaining("too long");
    assertThatThrownBy(raw::checkRoomForMessage).hasMessageContaining("Too many");
    assertThatThrownBy(() -> new RawCommand(new CommandLimits(3, 30, 2, 10)).addLine(new byte[4]))
        .hasMessageContaining("too long");
  }

  @Test
  void keywords_differ_by_more_than_case() {
    assertThat(new Flag.Keyword("$JUNK")).isEqualTo(Flag.Keyword.JUNK);
    assertThat(new Flag.Keyword("$JUNK").hashCode()).isEqualTo(Flag.Keyword.JUNK.hashCode());
    assertThatThrownBy(() -> new Flag.Keyword("a b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Flag.Keyword("x".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Flag.SystemFlag.named("\\sEEN")).isEqualTo(Flag.SystemFlag.SEEN);
    int bits = 0;
    for (var flag : Flag.SystemFlag.values()) bits |= flag.bit();
    assertThat(bits).isEqualTo(31);
  }

  @Test
  void sasl_lines_and_done_are_read() {
    assertThat(SaslLine.of(Wire.bytes("*"))).isEqualTo(SaslLine.Cancelled.CANCELLED);
    assertThat(SaslLine.of(Wire.bytes("AA="))).isEqualTo(SaslLine.Malformed.MALFORMED);
    assertThat(SaslLine.of(Wire.bytes("A A="))).isEqualTo(SaslLine.Malformed.MALFORMED);
    assertThat(SaslLine.of(Wire.bytes("AGE=")))
        .isInstanceOfSatisfying(
            SaslLine.Response.class, r -> assertThat(r.octets()).isEqualTo(Wire.bytes("\0a")));
    assertThat(AfterLogin.Idle.isDone(Wire.bytes("done"))).isTrue();
    assertThat(AfterLogin.Idle.isDone(Wire.bytes("DONE "))).isFalse();
  }

  @Property
  void name_is_normal_and_stays_so(@ForAll("text") String text) {
    var name = new MailboxName(text);
    assertThat(Normalizer.isNormalized(name.text(), Normalizer.Form.NFC)).isTrue();
    assertThat(new MailboxName(name.text())).isEqualTo(name);
    var encoded = Wire.bytes(name.encode(WireMode.REV1));
    assertThat(MailboxName.decode(encoded, WireMode.REV1)).isEqualTo(name);
    assertThat(Objects.requireNonNull(Utf8.decode(Wire.bytes(text)))).isEqualTo(text);
  }
}

package org.posthorn.wire.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.Secret;

class CommandParserTest {

  private static Pop3Command parse(String line) throws Pop3SyntaxException {
    return CommandParser.parse(line.getBytes(UTF_8));
  }

  @Test
  void every_command_is_understood_in_any_case() throws Pop3SyntaxException {
    assertThat(parse("CAPA")).isEqualTo(new InAnyState.Capa());
    assertThat(parse("quit  ")).isEqualTo(new InAnyState.Quit());
    assertThat(parse("LANG")).isEqualTo(new InAnyState.Lang(null));
    assertThat(parse("Lang de-AT")).isEqualTo(new InAnyState.Lang("de-AT"));
    assertThat(parse("USER j\u00FCrgen@example.org"))
        .isEqualTo(new BeforeLogin.User("j\u00FCrgen@example.org"));
    assertThat(parse("APOP a b")).isEqualTo(new BeforeLogin.Apop());
    assertThat(parse("AUTH")).isEqualTo(new BeforeLogin.AuthMechanisms());
    assertThat(parse("AUTH plain")).isEqualTo(new BeforeLogin.Auth("PLAIN", null));
    assertThat(parse("AUTH PLAIN =")).isEqualTo(new BeforeLogin.Auth("PLAIN", Octets.EMPTY));
    assertThat(parse("AUTH PLAIN YQ==")).isEqualTo(new BeforeLogin.Auth("PLAIN", Octets.utf8("a")));
    assertThat(parse("STLS")).isEqualTo(new BeforeLogin.Stls());
    assertThat(parse("UTF8")).isEqualTo(new BeforeLogin.Utf8());
    assertThat(parse("STAT")).isEqualTo(new AfterLogin.Stat());
    assertThat(parse("LIST")).isEqualTo(new AfterLogin.ListSizes(null));
    assertThat(parse("LIST 7")).isEqualTo(new AfterLogin.ListSizes(7));
    assertThat(parse("UIDL 07")).isEqualTo(new AfterLogin.Uidl(7));
    assertThat(parse("RETR 2147483648")).isEqualTo(new AfterLogin.Retr(Integer.MAX_VALUE));
    assertThat(parse("DELE 0")).isEqualTo(new AfterLogin.Dele(0));
    assertThat(parse("TOP 1  20")).isEqualTo(new AfterLogin.Top(1, 20));
    assertThat(parse("NOOP")).isEqualTo(new AfterLogin.Noop());
    assertThat(parse("RSET")).isEqualTo(new AfterLogin.Rset());
  }

  @Test
  void a_password_is_all_that_follows_its_keyword() throws Pop3SyntaxException {
    assertThat(parse("PASS  two words ")).isEqualTo(new BeforeLogin.Pass(Secret.of(" two words ")));
    assertThat(parse("PASS \u00E4").toString()).doesNotContain("\u00E4");
    assertThat(parse("AUTH PLAIN YWJj").toString()).doesNotContain("abc").doesNotContain("YWJj");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PASS x", "pass", "AUTH PLAIN YQ==", "APOP a b"})
  void secrets_are_known_before_they_are_parsed(String line) {
    assertThat(CommandParser.isSecret(line.getBytes(UTF_8))).isTrue();
    assertThat(CommandParser.isSecret(("X" + line).getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "X",
        "STATUS",
        "NOOP 1",
        "RETR",
        "RETR 1 2",
        "LIST x",
        "TOP 1",
        "TOP 1 2 3",
        "USER",
        "PASS",
        "PASS ",
        "AUTH PLAIN a b",
        "AUTH PLAIN a",
        "AUTH PLAIN =AAA",
        "AUTH \u00E4",
        "LANG **",
        "RETR \u0661",
        "RETR\t1",
        "AUTH AAAAAAAAAAAAAAAAAAAAA"
      })
  void everything_else_is_refused(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(Pop3SyntaxException.class);
  }

  @Test
  void each_keyword_has_its_limit() throws Pop3SyntaxException {
    assertThat(parse("RETR " + "0".repeat(247) + "1")).isEqualTo(new AfterLogin.Retr(1));
    assertThatThrownBy(() -> parse("RETR " + "0".repeat(248) + "1"))
        .isInstanceOf(Pop3SyntaxException.class);
    assertThat(parse("PASS " + "x".repeat(1017))).isInstanceOf(BeforeLogin.Pass.class);
    assertThatThrownBy(() -> parse("PASS " + "x".repeat(1018)))
        .isInstanceOf(Pop3SyntaxException.class);
    assertThat(parse("AUTH PLAIN " + "A".repeat(8176))).isInstanceOf(BeforeLogin.Auth.class);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
            "LIST",
            "TOP",
            "PASS",
            "AUTH",
            "USER",
            "LANG",
            " ",
            "1",
            "99999999999",
            "=",
            "YQ==",
            "\0",
            "\u00E4",
            "*",
            "-")
        .list()
        .ofMaxSize(6)
        .map(words -> String.join("", words));
  }

  @Property
  void whatever_comes_is_a_command_or_refused(@ForAll("words") String line) {
    feed(line.getBytes(UTF_8));
    feed(line.getBytes(ISO_8859_1));
  }

  @Property
  void random_octets_are_refused_in_order(@ForAll byte[] line) {
    feed(line);
  }

  private static void feed(byte[] line) {
    try {
      assertThat(CommandParser.parse(line).keyword()).isNotEmpty();
    } catch (Pop3SyntaxException refused) {
      assertThat(refused.reply().fine()).isFalse();
    }
  }

  @Test
  void replies_are_one_line_of_ascii_within_its_limit() {
    assertThat(new String(Reply.ok("").encode(), ISO_8859_1)).isEqualTo("+OK\r\n");
    assertThat(new String(Reply.err(ResponseCode.SYS_TEMP, "a\r\n\u00E4").encode(), ISO_8859_1))
        .isEqualTo("-ERR [SYS/TEMP] a???\r\n");
    assertThat(new String(Reply.ok("[x]").encode(), ISO_8859_1)).isEqualTo("+OK  [x]\r\n");
    assertThat(Reply.ok("x".repeat(9999)).encode()).hasSize(512);
  }

  @Test
  void listings_are_numbers() {
    var listing = new Listing();
    listing.size(1, 0).size(Integer.MAX_VALUE, Long.MAX_VALUE);
    listing.uniqueId(12, new UniqueId(4_294_967_295L, 7)).last();
    assertThat(listing)
        .hasToString("1 0\r\n2147483647 9223372036854775807\r\n12 4294967295.7\r\n.\r\n");
    assertThat(new UniqueId(4_294_967_295L, 7)).hasToString("4294967295.7");
    for (int i = 0; !listing.isFull(); i++) listing.size(i, Long.MAX_VALUE);
    listing.last().clear();
    assertThat(listing.length()).isZero();
  }

  /// The rule said naively, on lines that end as they will on the wire.
  private static String top(String message, int lines) {
    var text = message.replace("\r\n", "\n").replace('\r', '\n');
    int header = text.startsWith("\n") ? 1 : text.indexOf("\n\n") + 2;
    if (header == 1 && !text.startsWith("\n")) return text;
    int end = header;
    for (int i = 0; i < lines && end < text.length(); i++) {
      int next = text.indexOf('\n', end);
      end = next < 0 ? text.length() : next + 1;
    }
    return text.substring(0, end);
  }

  @Provide
  Arbitrary<String> messages() {
    return Arbitraries.of("\r\n", "\n", "\r", "a", "b: c")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 3000)
  void the_top_ends_where_it_should_however_the_message_is_cut(@ForAll("messages") String message) {
    for (int lines : List.of(0, 1, 3)) {
      for (int piece = 1; piece <= 4; piece++) {
        var cutter = new TopCutter(lines);
        var octets = message.getBytes(ISO_8859_1);
        var taken = new StringBuilder();
        for (int at = 0; at < octets.length && !cutter.isOver(); at += piece) {
          int length = Math.min(piece, octets.length - at);
          taken.append(new String(octets, at, cutter.take(octets, at, length), ISO_8859_1));
        }
        var lined = taken.toString().replace("\r\n", "\n").replace('\r', '\n');
        assertThat(lined).as("%s lines of %s", lines, message).isEqualTo(top(message, lines));
      }
    }
  }
}

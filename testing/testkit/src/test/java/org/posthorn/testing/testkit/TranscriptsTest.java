package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The engine against scripted servers: what passes, and above all what does not.
class TranscriptsTest {
  /// For what fails by silence.
  private static final Duration SHORT = Duration.ofMillis(700);

  @TestFactory
  Stream<DynamicNode> each_file_is_a_test_in_each_mode() {
    return Transcripts.in("transcripts/smtp")
        .against(
            new ScriptedServer(
                Dialect.SMTP,
                "> 220 mail.example.test ESMTP\r\n",
                "< EHLO x\r\n",
                "> 250-mail.example.test\r\n250-SIZE 100\r\n250 CHUNKING\r\n",
                "< QUIT\r\n",
                "> 221 2.0.0 Bye\r\n",
                "close"));
  }

  @Test
  void modes_are_plain_tls_and_trickled_unless_the_file_or_the_test_says_otherwise() {
    var server = new ScriptedServer(Dialect.SMTP);
    var all = Transcripts.in("transcripts/smtp").against(server).toList();
    assertThat(names(all)).containsExactly("quit.txt plain", "quit.txt tls", "quit.txt trickled");
    var one = Transcripts.in("transcripts/smtp").against(server, Mode.TLS).toList();
    assertThat(names(one)).containsExactly("quit.txt tls");
    var starttls = ScenarioParser.parse("t", "C: <starttls>\n".getBytes(UTF_8));
    assertThat(starttls.runsIn(Mode.TLS)).isFalse();
    assertThat(starttls.runsIn(Mode.TRICKLED)).isTrue();
    var named = ScenarioParser.parse("t", "modes: tls\nC: x\n".getBytes(UTF_8));
    assertThat(named.runsIn(Mode.TLS)).isTrue();
    assertThat(named.runsIn(Mode.PLAIN)).isFalse();
  }

  private static List<String> names(List<DynamicNode> nodes) {
    return nodes.stream()
        .flatMap(node -> ((DynamicContainer) node).getChildren())
        .map(DynamicNode::getDisplayName)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void variables_bind_on_first_sight_and_are_sent_and_compared_after(Mode mode) throws Exception {
    var server =
        new ScriptedServer(
            Dialect.IMAP,
            "< b1 APPEND\r\n",
            "> b1 OK [APPENDUID 7 42] Done\r\n",
            "< b2 UID FETCH 42 $MDNSent\r\n",
            "> * 1 FETCH (UID 42)\r\nb2 OK [X 7] *\r\n");
    passes(
        server,
        mode,
        """
        C: b1 APPEND
        S: b1 OK [APPENDUID $validity $uid] *
        C: b2 UID FETCH $uid $$MDNSent
        S: * 1 FETCH (UID $uid)
        S: b2 OK [X $validity] $*
        """);
  }

  @Test
  void a_variable_that_comes_back_with_another_value_fails() {
    var server = new ScriptedServer(Dialect.SMTP, "> 220 a\r\n221 b\r\n");
    failing(server, "S: 220 $name\nS: 221 $name\n")
        .hasMessageContaining("t.txt:2: client: another line than expected")
        .hasMessageContaining("expected: 221 $name")
        .hasMessageContaining("got:      221 b")
        .hasMessageContaining("$name=a");
  }

  @Test
  void an_unbound_variable_cannot_be_sent() {
    failing(new ScriptedServer(Dialect.SMTP), "C: HELO $nobody\n")
        .hasMessageContaining("t.txt:1: client: $nobody is not bound");
  }

  @Test
  void variables_of_the_test_are_known_in_text_and_in_base64() throws Exception {
    var server =
        new ScriptedServer(
            Dialect.SMTP,
            "< AUTH PLAIN AHJvbWVvAHJvc2U=\r\n",
            "> 235 ex\u00c3\u00a4mple.test\r\n",
            "< XX\r\n");
    passes(
        server,
        Mode.PLAIN,
        "C: AUTH PLAIN ${base64:\\0$user\\0$password}\nS: 235 $domain\nC: ${2*X}\n");
  }

  @Test
  void a_wrong_reply_fails_with_place_expected_got_and_what_was_said_before() {
    var server = new ScriptedServer(Dialect.SMTP, "> 220 hello\r\n", "< NOOP\r\n", "> 500 no\r\n");
    failing(server, "# RFC 5321\nS: 220 *\nC: NOOP\nS: 250 *\n")
        .hasMessage(
            """
            t.txt:4: client: another line than expected
              expected: 250 *
              got:      500 no
            transcript so far (line, session, text):
                 2  client S: 220 hello
                 3  client C: NOOP
            -    4  client S: 250 *
            +    4  client S: 500 no
            variables: {$domain=exämple.test, $password=rose, $user=romeo}\
            """);
  }

  @Test
  void text_is_literal() {
    failing(new ScriptedServer(Dialect.SMTP, "> 2200 x\r\n"), "S: 220. x\n");
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x y\r\n"), "S: 220 x\n");
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x\r\n"), "S: 220 X\n");
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x*y\r\n"), "S: 220 *y\n");
  }

  @Test
  void silence_fails_with_what_was_seen() {
    failing(new ScriptedServer(Dialect.SMTP, "> 220 par"), "S: 220 partial\n", SHORT)
        .hasMessageContaining("nothing came within the deadline")
        .hasMessageContaining("got:      220 par (and then silence)");
  }

  @Test
  void an_early_close_fails_unless_it_is_expected() throws Exception {
    var closing = new ScriptedServer(Dialect.SMTP, "> 220 x\r\n", "close");
    failing(closing, "S: 220 x\nS: 250 y\n").hasMessageContaining("the server closed");
    passes(closing, Mode.PLAIN, "S: 220 x\nS: <closed>\n");
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x\r\n"), "S: 220 x\nS: <closed>\n", SHORT)
        .hasMessageContaining("does not close");
    failing(
            new ScriptedServer(Dialect.SMTP, "> 220 x\r\n221 y\r\n", "close"),
            "S: 220 x\nS: <closed>")
        .hasMessageContaining("goes on");
  }

  @Test
  void what_is_said_after_the_last_line_fails() throws Exception {
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x\r\n250 y\r\n"), "S: 220 x\n")
        .hasMessageContaining("said after the last line")
        .hasMessageContaining("got:      250 y");
    passes(new ScriptedServer(Dialect.SMTP, "> 220 x\r\n421 z\r\n"), Mode.PLAIN, "S: 220 x\n");
  }

  @Test
  void a_line_without_cr_and_a_torn_line_fail() {
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x\n"), "S: 220 x\n")
        .hasMessageContaining("LF without CR");
    failing(new ScriptedServer(Dialect.SMTP, "> 220 x", "close"), "S: 220 x\n")
        .hasMessageContaining("ended in a line");
  }

  @Test
  void untagged_lines_of_imap_come_in_any_order_before_the_tagged_one() throws Exception {
    var server = new ScriptedServer(Dialect.IMAP, "> * 2 EXISTS\r\n* 1 RECENT\r\na OK done\r\n");
    passes(server, Mode.PLAIN, "S: * 1 RECENT\nS: * 2 EXISTS\nS: a OK *\n");
    failing(server, "S: * 1 RECENT\nS: * 2 EXISTS\nS: * FLAGS ()\nS: a OK *\n")
        .hasMessageContaining("t.txt:3: client: lines are missing")
        .hasMessageContaining("expected: * FLAGS ()");
    failing(server, "S: * 2 EXISTS\nS: a OK *\n").hasMessageContaining("got:      * 1 RECENT");
    failing(server, "S: a OK *\n");
  }

  @Test
  void the_strictest_pattern_takes_a_line_first() throws Exception {
    var server =
        new ScriptedServer(Dialect.IMAP, "> * 1 FETCH (A)\r\n* 1 FETCH (B)\r\na OK done\r\n");
    passes(server, Mode.PLAIN, "S: * 1 FETCH *\nS: * 1 FETCH (A)\nS: a OK *\n");
  }

  @Test
  void untagged_lines_need_no_tagged_one_after_them() throws Exception {
    var server =
        new ScriptedServer(
            Dialect.IMAP, "> + idling\r\n* 3 EXISTS\r\n", "< DONE\r\n", "> a OK\r\n");
    passes(server, Mode.TRICKLED, "S: + *\nS: * 3 EXISTS\nC: DONE\nS: a OK\n");
  }

  @Test
  void lines_may_be_allowed_and_forbidden() throws Exception {
    var server = new ScriptedServer(Dialect.IMAP, "> * 2 EXISTS\r\n* 1 EXPUNGE\r\na OK done\r\n");
    passes(server, Mode.PLAIN, "S? * *\nS: a OK *\n");
    failing(server, "S? * *\nS! * $n EXPUNGE\nS: a OK *\n")
        .hasMessageContaining("t.txt:2: client: a forbidden line")
        .hasMessageContaining("got:      * 1 EXPUNGE");
    passes(server, Mode.PLAIN, "S: * 2 EXISTS\nS? * *\nS! * $_ RECENT\nS: a OK *\n");
    failing(server, "S? *\nS: b OK *\n").hasMessageContaining("got:      a OK done");
    var smtp = new ScriptedServer(Dialect.SMTP, "> 250-x\r\n250-STARTTLS\r\n250 SIZE 1\r\n");
    passes(smtp, Mode.PLAIN, "S? 250-*\nS: 250 SIZE $size\n");
    failing(smtp, "S? 250-*\nS! 250-STARTTLS\nS: 250 SIZE $size\n");
  }

  @Test
  void server_literals_are_part_of_their_line() throws Exception {
    var server =
        new ScriptedServer(
            Dialect.IMAP, "> * 1 FETCH (BODY[] {8}\r\na {9}\r\nb UID 5)\r\na OK x\r\n");
    passes(server, Mode.PLAIN, "S: * 1 FETCH (BODY[] {{{\"a {9}\\r\\nb\"}}} UID $u)\nS: a OK *\n");
    passes(server, Mode.TLS, "S: * 1 FETCH (BODY[] {{{*}}} UID 5)\nS: a OK *\n");
    passes(server, Mode.PLAIN, "S: * 1 FETCH *\nS: a OK *\n");
    failing(server, "S: * 1 FETCH (BODY[] {{{\"a {9}\\r\\nc\"}}} UID 5)\nS: a OK *\n")
        .hasMessageContaining("got:      * 1 FETCH (BODY[] {{{\"a {9}\\r\\nb\"}}} UID 5)");
    failing(server, "S: * 1 FETCH (BODY[] $body UID 5)\nS: a OK *\n");
  }

  @Test
  void a_literal_can_be_written_line_by_line() throws Exception {
    var server = new ScriptedServer(Dialect.IMAP, "> * A {10}\r\na\\r\r\n\r\nb\r\n B\r\n");
    passes(
        server,
        Mode.PLAIN,
        """
        S: * A {{{
           | a\\r
           |
           | b
           }}} B
        """);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void client_literals_wait_for_the_continuation(Mode mode) throws Exception {
    var mail = "Subject: x\r\n\r\n.hi\r\n";
    var server =
        new ScriptedServer(
            Dialect.IMAP,
            "< a APPEND x {" + mail.length() + "}\r\n",
            "> * 1 EXISTS\r\n+ go\r\n",
            "< " + mail + " {2+}\r\nhi\r\n",
            "> a OK x\r\n");
    passes(
        server, mode, "C: a APPEND x {{{mails/x.eml}}} {{{+\"hi\"}}}\nS: * 1 EXISTS\nS: a OK *\n");
  }

  @Test
  void a_literal_that_is_refused_is_not_sent() throws Exception {
    var server = new ScriptedServer(Dialect.IMAP, "< a LOGIN {5}\r\n", "> a NO x\r\n");
    passes(server, Mode.PLAIN, "C: a LOGIN {{{\"romeo\"}}} x\nS: a NO *\n");
  }

  @Test
  void a_file_is_sent_dot_stuffed_where_there_are_no_literals() throws Exception {
    var stuffed = "Subject: x\r\n\r\n..hi\r\n.\r\n";
    passes(
        new ScriptedServer(Dialect.SMTP, "< " + stuffed, "> 250 ok\r\n"),
        Mode.TRICKLED,
        "C: {{{mails/x.eml}}}\nS: 250 ok\n");
    var pop = new ScriptedServer(Dialect.POP3, "< RETR 1\r\n", "> +OK\r\n" + stuffed);
    passes(pop, Mode.PLAIN, "C: RETR 1\nS: +OK\nS: {{{mails/x.eml}}}\n");
    failing(pop, "C: RETR 1\nS: +OK\nS: {{{\"Subject: x\\r\\n\"}}}\n");
  }

  @Test
  void raw_bytes_sizes_and_queued_lines_go_out_in_one_write() throws Exception {
    var server =
        new ScriptedServer(
            Dialect.SMTP,
            "< BDAT 19 LAST\r\nSubject: x\r\n\r\n.hi\r\nA\r\n\n\0\u00ffB",
            "> 250 ok\r\n");
    passes(
        server,
        Mode.PLAIN,
        """
        C> BDAT {{{#mails/x.eml}}} LAST
        C= {{{=mails/x.eml}}}A\\r\\n\\n\\0\\xffB
        S: 250 ok
        """);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "TRICKLED"})
  void tls_starts_in_the_middle(Mode mode) throws Exception {
    var server =
        new ScriptedServer(
            Dialect.SMTP, "< STARTTLS\r\n", "> 220 go\r\n", "tls", "< NOOP\r\n", "> 250 ok\r\n");
    passes(server, mode, "C: STARTTLS\nS: 220 go\nC: <starttls>\nC: NOOP\nS: 250 ok\n");
  }

  @Test
  void a_client_may_go_and_come_back() throws Exception {
    var server = new ScriptedServer(Dialect.SMTP, "< NOOP\r\n");
    passes(server, Mode.PLAIN, "C: <connect>\nC: NOOP\nC: <close>\n");
    passes(
        new ScriptedServer(Dialect.SMTP, "< X\r\n"), Mode.PLAIN, "C: X\nC: <eof>\nS: <closed>\n");
  }

  @Test
  void a_prelude_is_said_before_the_first_line() throws Exception {
    var server =
        new ScriptedServer(
                Dialect.IMAP, "> * OK hi\r\n", "< x romeo\r\n", "> x OK\r\n", "< a\r\n", "> b\r\n")
            .withPrelude("S: * OK *\nC: x $user\nS: x OK\n");
    passes(server, Mode.PLAIN, "C: a\nS: b\n");
    failing(server, "C: a\nS: c\n").hasMessageContaining("t.txt:2:");
    failing(new ScriptedServer(Dialect.IMAP, "> * NO\r\n").withPrelude("S: * OK\n"), "C: a\n")
        .hasMessageContaining("(prelude):1:");
  }

  @Test
  void files_that_make_no_sense_are_refused() {
    refused("", "nothing is said");
    refused("state: x\n", "nothing is said");
    refused("C: x\nfoo\n", "t.txt:2: neither a header nor an actor's line");
    refused("sessions: a b\nC: x\n", "which session says this?");
    refused("c C: x\n", "c is not one of the sessions");
    refused("C: x\nS! y\n", "S? or S! without an S:");
    refused("C> x\n", "queued and never sent");
    refused("modes: fast\nC: x\n", "no mode is called fast");
    refused("C: {{{nowhere.eml}}}\n", "no file nowhere.eml");
    refused("C: {{{mails/x.eml\n", "{{{ without }}}");
    refused("C: {{{\n| x\n", "{{{ without }}}");
    refused("C: a$\n", "a lone $");
    refused("C: a$-\n", "no variable name");
    refused("C: $_\n", "it cannot be sent");
    refused("C= \\q\n", "no escape");
    refused("C= \\x4\n", "two hexadecimal digits");
    refused("a: 1\na: 2\nC: x\n", "a second a:");
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> ScenarioParser.parse("t.txt", text.getBytes(UTF_8)))
        .isInstanceOf(TranscriptFailure.class)
        .hasMessageContaining(why);
  }

  private static void passes(ScriptedServer server, Mode mode, String text) throws Exception {
    Transcripts.play(
        ScenarioParser.parse("t.txt", text.getBytes(UTF_8)), server, mode, Transcripts.DEADLINE);
    assertThat(server.outcome()).isEqualTo("done");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> failing(
      ScriptedServer server, String text) {
    return failing(server, text, Transcripts.DEADLINE);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> failing(
      ScriptedServer server, String text, Duration deadline) {
    var scenario = ScenarioParser.parse("t.txt", text.getBytes(UTF_8));
    return assertThatThrownBy(() -> Transcripts.play(scenario, server, Mode.PLAIN, deadline))
        .isInstanceOf(TranscriptFailure.class);
  }
}

package org.posthorn.wire.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

  static String encoded(Reply reply) {
    return new String(reply.encode(), US_ASCII);
  }

  static @Nullable Reply parsed(String... lines) throws MalformedReplyException {
    var parser = new ReplyParser();
    for (int i = 0; i < lines.length - 1; i++)
      assertThat(parser.line(lines[i].getBytes(UTF_8))).isNull();
    return parser.line(lines[lines.length - 1].getBytes(UTF_8));
  }

  @Test
  void a_reply_is_one_line_or_many() {
    assertThat(encoded(Reply.of(250, "2.0.0", "OK"))).isEqualTo("250 2.0.0 OK\r\n");
    assertThat(encoded(Reply.of(220, "mx.example.org ESMTP")))
        .isEqualTo("220 mx.example.org ESMTP\r\n");
    assertThat(encoded(new Reply(551, EnhancedCode.of("5.7.1"), List.of("Not here", "Go away"))))
        .isEqualTo("551-5.7.1 Not here\r\n551 5.7.1 Go away\r\n");
    assertThat(encoded(Reply.challenge(""))).isEqualTo("334 \r\n");
  }

  @Test
  void text_cannot_break_out_of_its_line() {
    assertThat(encoded(Reply.of(550, "5.1.1", "<a\r\n250 OK\0\u007F\tä😀>")))
        .isEqualTo("550 5.1.1 <a??250 OK?????>\r\n");
  }

  @Test
  void long_text_is_folded_at_spaces_and_long_words_anywhere() {
    var text = "word ".repeat(300).strip() + " " + "x".repeat(1200);
    var lines = encoded(Reply.of(451, "4.3.0", text)).split("(?<=\r\n)", 0);
    assertThat(lines).hasSize(6);
    for (var line : lines) {
      assertThat(line.length()).isLessThanOrEqualTo(512);
      assertThat(line).endsWith("\r\n");
      assertThat(line).startsWith(line.equals(lines[5]) ? "451 4.3.0 " : "451-4.3.0 ");
    }
    assertThat(lines[0]).endsWith(" word\r\n");
    assertThat(lines[4]).hasSize(512);
  }

  @Test
  void a_challenge_is_never_folded() {
    var base64 = "A".repeat(4096);
    assertThat(encoded(Reply.challenge(base64))).isEqualTo("334 " + base64 + "\r\n");
  }

  @Test
  void codes_have_to_agree() {
    assertThatThrownBy(() -> Reply.of(450, "5.1.1", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reply.of(354, "2.0.0", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reply.of(199, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reply(250, null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "2.0", "2.0.0.0", "3.0.0", "2.00.0", "2.0.1000", "2.a.0", " 2.0.0"})
  void other_texts_are_no_enhanced_codes(String text) {
    assertThat(EnhancedCode.parse(text)).isNull();
  }

  @Test
  void a_client_reads_what_a_server_writes() throws Exception {
    assertThat(parsed("250 2.1.5 OK")).isEqualTo(Reply.of(250, "2.1.5", "OK"));
    assertThat(parsed("250")).isEqualTo(Reply.of(250, ""));
    assertThat(parsed("334 ")).isEqualTo(Reply.challenge(""));
    assertThat(parsed("250-mx.example.org greets you", "250-SIZE 1000", "250 8BITMIME"))
        .isEqualTo(
            new Reply(250, null, List.of("mx.example.org greets you", "SIZE 1000", "8BITMIME")));
    assertThat(parsed("551-5.7.1 a", "551 5.7.1 b"))
        .isEqualTo(new Reply(551, EnhancedCode.of("5.7.1"), List.of("a", "b")));
    // A class that contradicts the code is text.
    assertThat(parsed("550 4.1.1 no")).isEqualTo(Reply.of(550, "4.1.1 no"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "25", "abc", "150 x", "600 x", "250x", "2500", "25O OK", " 250 OK"})
  void what_is_no_reply_is_refused(String line) {
    assertThatThrownBy(() -> parsed(line)).isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void a_reply_keeps_its_code_and_ends() {
    assertThatThrownBy(() -> parsed("250-a", "251 b")).isInstanceOf(MalformedReplyException.class);
    var endless = new String[ReplyParser.MAX_LINES + 1];
    java.util.Arrays.fill(endless, "250-a");
    assertThatThrownBy(() -> parsed(endless)).isInstanceOf(MalformedReplyException.class);
    assertThatThrownBy(() -> parsed("250 " + "a".repeat(ReplyParser.MAX_LINE)))
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void offers_are_found_in_the_answer_to_ehlo() {
    var reply =
        new Reply(
            250,
            null,
            List.of("mx.example.org hello", "SIZE 1000", "auth PLAIN LOGIN", "XFOO 1", "DSN"));
    var ehlo = EhloReply.of(reply);
    assertThat(ehlo.domain()).isEqualTo("mx.example.org");
    assertThat(ehlo.maxSize()).isEqualTo(1000);
    assertThat(ehlo.offers().get(EhloKeyword.AUTH)).containsExactly("PLAIN", "LOGIN");
    assertThat(ehlo.offers(EhloKeyword.DSN)).isTrue();
    assertThat(ehlo.offers(EhloKeyword.CHUNKING)).isFalse();
    assertThat(EhloReply.of(Reply.of(250, "mx")).maxSize()).isNull();
  }

  @Test
  void what_would_harm_a_log_is_replaced() throws Exception {
    assertThat(parsed("550 a\rb\u001b[2Jc\0d\u202ee\u2028f\tg"))
        .isEqualTo(Reply.of(550, "a\uFFFDb\uFFFD[2Jc\uFFFDd\uFFFDe\uFFFDf\tg"));
    assertThat(parsed("550 Zugang f\u00fcr R\u00f6se"))
        .isEqualTo(Reply.of(550, "Zugang f\u00fcr R\u00f6se"));
  }

  @Test
  void a_reply_has_a_size() {
    var lines = new String[20];
    java.util.Arrays.fill(lines, "250-" + "a".repeat(8_000));
    assertThatThrownBy(() -> parsed(lines)).isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void limits_and_mechanisms_are_found_in_the_answer_to_ehlo() {
    var ehlo =
        EhloReply.of(
            new Reply(
                250,
                null,
                List.of(
                    "mx",
                    "LIMITS mailmax=3 RCPTMAX=1000 RCPTDOMAINMAX=0 FOO BAR=1",
                    "AUTH plain Scram-Sha-256")));
    assertThat(ehlo.limits()).isEqualTo(new SessionLimits(3, 1000, null));
    assertThat(ehlo.mechanisms()).containsExactly("PLAIN", "SCRAM-SHA-256");
    assertThat(EhloReply.withoutOffers(Reply.of(250, "mx hello")))
        .isEqualTo(new EhloReply("mx", java.util.Map.of()));
    assertThat(EhloReply.of(new Reply(250, null, List.of("mx", "LIMITS RCPTMAX=1000000"))).limits())
        .isEqualTo(new SessionLimits(null, null, null));
  }
}

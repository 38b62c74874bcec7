package org.posthorn.testing.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clients, against scripts: what they send, what they understand, what they do not let pass.
class ClientsTest {
  @Test
  void an_imap_client_reads_every_shape_of_data() throws Exception {
    try (var server =
            new ScriptedServer(
                Dialect.IMAP,
                "> * OK [CAPABILITY IMAP4rev2] hello\r\n",
                "< t1 FETCH 1:* (FLAGS)\r\n",
                "> * 12 FETCH (FLAGS (\\Seen $x) UID 7 MODSEQ (62) ",
                "> BODY[HEADER.FIELDS (To From)]<0> {5}\r\na)\r\n(",
                "> ENVELOPE (NIL \"q\\\"\\\\\" ((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))))",
                "> \r\n* SEARCH \r\n",
                "> * OK [HIGHESTMODSEQ 715] x\r\n",
                "> t1 OK [READ-WRITE] done\r\n",
                "< t2 LOGOUT\r\n",
                "> * BYE\r\nt2 OK bye\r\n",
                "close");
        var client = ImapClient.connect(server.listen())) {
      var answer = client.command("FETCH 1:* (FLAGS)").ok();
      var fetch = answer.untagged().getFirst();
      assertThat(fetch.number()).isEqualTo(12);
      var items = fetch.fetched();
      assertThat(items.keySet())
          .containsExactly(
              "FLAGS", "UID", "MODSEQ", "BODY[HEADER.FIELDS (TO FROM)]<0>", "ENVELOPE");
      assertThat(items.get("FLAGS")).hasToString("Items[all=[Atom[text=\\Seen], Atom[text=$x]]]");
      assertThat(items.get("BODY[HEADER.FIELDS (TO FROM)]<0>"))
          .extracting(ImapItem::text)
          .isEqualTo("a)\r\n(");
      var envelope = items.get("ENVELOPE");
      assertThat(envelope).isNotNull();
      assertThat(envelope.items().getFirst()).isEqualTo(new ImapItem.Nil());
      assertThat(envelope.items().get(1).text()).isEqualTo("q\"\\");
      assertThat(envelope.items().get(2).items()).hasSize(2);
      assertThat(answer.named("SEARCH").map(ImapAnswer.Untagged::items)).containsExactly(List.of());
      assertThat(answer.needed("HIGHESTMODSEQ")).isEqualTo("715");
      assertThat(answer.code("READ-WRITE")).isEmpty();
      assertThat(answer.code("READ")).isNull();
      client.logout();
      assertThat(server.outcome()).isEqualTo("done");
    }
  }

  @Test
  void an_append_waits_for_leave_to_send() throws Exception {
    try (var server =
            new ScriptedServer(
                Dialect.IMAP,
                "> * OK hi\r\n",
                "< t1 APPEND INBOX (\\Seen) {3}\r\n",
                "> * 1 EXISTS\r\n+ go\r\n",
                "< a\r\n\r\n",
                "> t1 OK [APPENDUID 1 5] done\r\n",
                "< t2 APPEND x {1}\r\n",
                "> t2 NO [OVERQUOTA] full\r\n",
                "close");
        var client = ImapClient.connect(server.listen())) {
      var message = "a\r\n".getBytes(ISO_8859_1);
      assertThat(client.append("INBOX", "(\\Seen)", message).needed("APPENDUID")).isEqualTo("1 5");
      var refused = client.append("x", "", new byte[1]);
      assertThat(refused.isOk()).isFalse();
      assertThatThrownBy(refused::ok).isInstanceOf(BadAnswer.class).hasMessageContaining("full");
      assertThat(server.outcome()).isEqualTo("done");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* 1 FETCH (FLAGS (\\Seen)\r\n",
        "* 1 FETCH (FLAGS  ())\r\n",
        "* 1 FETCH (UID 1))\r\n",
        "* 1 FETCH (UID \"a\r\n\")\r\n",
        "* 1 FETCH (BODY[ {1}\r\nx)\r\n",
        "* LIST {x}\r\n\r\n",
        "*  1 EXISTS\r\n",
        "t1 MAYBE what\r\n",
        "t1 OK\n",
        "\r\n"
      })
  void an_imap_client_refuses_what_the_grammar_does(String line) {
    var in = new ImapInput(new ByteArrayInputStream(line.getBytes(ISO_8859_1)));
    assertThatThrownBy(in::read).isInstanceOf(BadAnswer.class);
  }

  @Test
  void an_end_in_the_middle_is_an_end() {
    var in = new ImapInput(new ByteArrayInputStream("* 1 EXI".getBytes(ISO_8859_1)));
    assertThatThrownBy(in::read).isInstanceOf(EOFException.class);
  }

  @Test
  void values_are_not_taken_for_others() throws IOException {
    var line = "* 1 FETCH (UID 4x FLAGS NIL FLAGS NIL)\r\n";
    var in = new ImapInput(new ByteArrayInputStream(line.getBytes(ISO_8859_1)));
    if (!(in.read() instanceof ImapInput.Response.Untagged(var fetch)))
      throw new AssertionError("untagged");
    assertThatThrownBy(fetch::fetched).hasMessageContaining("FLAGS twice");
    var items = fetch.items().getFirst().items();
    assertThatThrownBy(() -> items.get(1).number()).isInstanceOf(BadAnswer.class);
    assertThatThrownBy(() -> items.get(3).items()).isInstanceOf(BadAnswer.class);
    assertThatThrownBy(() -> items.get(3).text()).isInstanceOf(BadAnswer.class);
    assertThatThrownBy(() -> items.get(1).bytes()).isInstanceOf(BadAnswer.class);
  }

  @Test
  void an_lmtp_client_hears_a_reply_for_each_recipient() throws Exception {
    try (var server =
            new ScriptedServer(
                Dialect.SMTP,
                "> 220 hi\r\n",
                "< LHLO client.example.test\r\n",
                "> 250-a\r\n250 B\r\n",
                "< MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\nDATA\r\n",
                "> 250 a\r\n250 b\r\n250 c\r\n354 d\r\n",
                "< x\r\n.\r\n",
                "> 250-2.0.0 yes\r\n250 2.0.0 so\r\n452 4.2.2 no\r\n",
                "< QUIT\r\n",
                "> 221\r\n",
                "close");
        var client = SmtpClient.connect(SmtpClient.Protocol.LMTP, server.listen())) {
      var replies = client.deliver("a@b", List.of("c@d", "e@f"), "x\r\n".getBytes(ISO_8859_1));
      assertThat(replies)
          .containsExactly(
              new SmtpClient.Reply(250, "2.0.0 yes\n2.0.0 so"),
              new SmtpClient.Reply(452, "4.2.2 no"));
      assertThat(replies.getLast().isPositive()).isFalse();
      client.quit();
      assertThat(server.outcome()).isEqualTo("done");
    }
  }

  @Test
  void an_smtp_client_does_not_go_on_after_a_refusal() throws Exception {
    try (var server =
            new ScriptedServer(
                Dialect.SMTP,
                "> 220 hi\r\n",
                "< EHLO client.example.test\r\n",
                "> 250 a\r\n",
                "< MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n",
                "> 250 a\r\n550 unknown\r\n503 none\r\n",
                "close");
        var client = SmtpClient.connect(SmtpClient.Protocol.SMTP, server.listen())) {
      assertThatThrownBy(() -> client.deliver("a@b", List.of("c@d"), new byte[0]))
          .isInstanceOf(BadAnswer.class)
          .hasMessageContaining("550 unknown");
    }
  }
}

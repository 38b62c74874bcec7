package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.Mails;

/// COMPRESS (RFC 4978) with a client that compresses and flushes by the line: whatever the server
/// holds back is missed here.
class CompressTest {

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
    house.reset();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private RawClient compressed() throws IOException {
    var client = RawClient.loggedIn(house);
    assertThat(client.command("z COMPRESS DEFLATE")).isEqualTo("z OK DEFLATE active\n");
    client.compress();
    return client;
  }

  @Test
  void a_whole_session_is_compressed() throws IOException {
    try (var client = compressed()) {
      assertThat(client.command("a CAPABILITY"))
          .contains("IMAP4rev2")
          .doesNotContain("COMPRESS=DEFLATE")
          .endsWith("a OK CAPABILITY completed\n");
      assertThat(client.command("b COMPRESS DEFLATE"))
          .isEqualTo("b BAD [COMPRESSIONACTIVE] DEFLATE is active already\n");
      assertThat(client.command("c STARTTLS")).startsWith("c BAD");
      assertThat(client.command("d LOGOUT"))
          .startsWith("* BYE")
          .endsWith("d OK LOGOUT completed\n");
    }
  }

  @Test
  void continuation_requests_and_literals_pass_at_once() throws IOException {
    try (var client = compressed()) {
      client.send("a APPEND INBOX {12}\r\n");
      assertThat(client.line()).startsWith("+ ");
      client.send("Subject: x\r\n");
      client.send("\r\n");
      assertThat(client.line()).startsWith("a OK [APPENDUID");
      // The second message is larger than everything that is buffered anywhere.
      var body = "X-Filler: 0123456789abcdef\r\n".repeat(20_000) + "\r\n";
      client.send("b APPEND INBOX {" + body.length() + "+}\r\n" + body + "\r\n");
      assertThat(client.line()).startsWith("b OK [APPENDUID");
      assertThat(client.command("c SELECT INBOX")).contains("* 2 EXISTS");
      client.send("d FETCH 2 BODY.PEEK[]\r\n");
      assertThat(client.line()).endsWith("{" + body.length() + "}");
      assertThat(client.in().readNBytes(body.length())).isEqualTo(body.getBytes(ISO_8859_1));
      assertThat(client.line()).isEqualTo(")");
      assertThat(client.line()).startsWith("d OK");
    }
  }

  @Test
  void answers_do_not_wait_for_the_rest_of_a_command_that_has_begun() throws IOException {
    try (var client = compressed()) {
      client.send("a NOOP\r\nb NO");
      assertThat(client.line()).isEqualTo("a OK NOOP completed");
      client.send("OP\r\nc LOGIN {4+}\r\n12");
      assertThat(client.line()).isEqualTo("b OK NOOP completed");
      client.send("34 x\r\n");
      assertThat(client.line()).startsWith("c BAD");
    }
  }

  @Test
  void idle_tells_at_once() throws IOException {
    try (var client = compressed()) {
      client.command("a SELECT INBOX");
      client.send("b IDLE\r\n");
      assertThat(client.line()).startsWith("+ ");
      house.deliver("romeo", Mails.named("plain"));
      assertThat(client.line()).isEqualTo("* 1 EXISTS");
      assertThat(client.line()).isEqualTo("* 1 RECENT");
      client.send("DONE\r\n");
      assertThat(client.line()).isEqualTo("b OK IDLE completed");
    }
  }

  @Test
  void a_client_that_does_not_compress_is_told_so() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("z COMPRESS DEFLATE");
      client.send("a NOOP is not DEFLATE\r\n");
      client.compress();
      assertThat(client.line()).startsWith("* BYE Compressed data is malformed");
    }
  }

  @Test
  void a_line_that_unpacks_to_too_much_is_refused_and_read_off() throws IOException {
    try (var client = compressed()) {
      client.send("a " + "x".repeat(2_000_000) + "\r\n");
      assertThat(client.line()).startsWith("a BAD [LIMIT]");
      assertThat(client.command("b NOOP")).endsWith("b OK NOOP completed\n");
    }
  }
}

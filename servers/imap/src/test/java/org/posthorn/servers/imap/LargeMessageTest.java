package org.posthorn.servers.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.Mails;

/// Messages that are not taken into memory.
@TestInstance(Lifecycle.PER_CLASS)
class LargeMessageTest {

  private static final int OCTETS = 3_000_000;

  private TestHouse house;

  @BeforeAll
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
  }

  @AfterAll
  void close() {
    house.close();
  }

  @Test
  void a_message_streams_through() throws IOException {
    house.reset();
    var message = Mails.sized(OCTETS, 7).bytes();
    try (var client = RawClient.loggedIn(house)) {
      client.send("a APPEND INBOX {" + OCTETS + "+}\r\n");
      client.send(message);
      client.send("\r\n");
      assertThat(client.line()).startsWith("a OK [APPENDUID ");
      client.command("s SELECT INBOX");
      client.send(
          "f FETCH 1 (BODY.PEEK[] BODY.PEEK[]<1000000.500000> BINARY.PEEK[1]<9.70000>)\r\n");
      assertThat(client.line()).isEqualTo("* 1 FETCH (BODY[] {" + OCTETS + "}");
      assertThat(client.in().readNBytes(OCTETS)).isEqualTo(message);
      assertThat(client.line()).isEqualTo(" BODY[]<1000000> {500000}");
      assertThat(client.in().readNBytes(500_000))
          .isEqualTo(Arrays.copyOfRange(message, 1_000_000, 1_500_000));
      assertThat(client.line()).isEqualTo(" BINARY[1]<9> {70000}");
      int body = new String(message, ISO_8859_1).indexOf("\r\n\r\n") + 4;
      assertThat(client.in().readNBytes(70_000))
          .isEqualTo(Arrays.copyOfRange(message, body + 9, body + 70_009));
      assertThat(client.line()).isEqualTo(")");
      assertThat(client.line()).isEqualTo("f OK FETCH completed");
    }
  }
}

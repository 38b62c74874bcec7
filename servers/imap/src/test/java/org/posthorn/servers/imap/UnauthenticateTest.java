package org.posthorn.servers.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// UNAUTHENTICATE (RFC 8437), which only administrators may say.
class UnauthenticateTest {
  private static final String LOGIN = " LOGIN juliet@example.test " + TestHouse.PASSWORD;

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
    house.reset();
    house.makeAdministrator("romeo");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void everything_that_the_login_brought_is_over() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      assertThat(client.command("a CAPABILITY")).contains(" UNAUTHENTICATE ");
      client.command("b ENABLE QRESYNC IMAP4rev2");
      client.command("c SELECT INBOX");
      assertThat(client.command("d UNAUTHENTICATE")).isEqualTo("d OK UNAUTHENTICATE completed\n");
      assertThat(client.command("e NAMESPACE")).startsWith("e BAD");
      assertThat(client.command("f" + LOGIN)).contains("f OK").doesNotContain("UNAUTHENTICATE");
      assertThat(client.command("g FETCH 1 FLAGS")).startsWith("g BAD");
      assertThat(client.command("h SELECT INBOX")).contains("* 0 RECENT");
      assertThat(client.command("i UNAUTHENTICATE")).startsWith("i BAD");
    }
  }

  @Test
  void the_next_login_may_follow_at_once() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.send("d UNAUTHENTICATE\r\n");
      assertThat(client.command("f" + LOGIN)).startsWith("d OK").contains("f OK");
    }
  }

  @Test
  void compression_ends_behind_the_answer() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("z COMPRESS DEFLATE");
      client.compress();
      assertThat(client.command("a UNAUTHENTICATE")).isEqualTo("a OK UNAUTHENTICATE completed\n");
      client.decompressed();
      assertThat(client.command("f" + LOGIN)).contains("COMPRESS=DEFLATE").contains("f OK");
    }
  }
}

package org.posthorn.servers.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Annotations that all users of a server share, and the filters among them (RFC 5464 §3.1, RFC
/// 5466 §1).
class SharedFilterTest {

  private static final String SET = " SETMETADATA \"\" (/shared/filters/values/mine ";

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    house = new TestHouse(folder);
    house.reset();
    house.makeAdministrator("romeo");
    house.deliverNamed("juliet", "plain dots");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private RawClient juliet() throws IOException {
    var client = new RawClient(house.plainPort());
    client.line();
    client.command("l LOGIN juliet@example.test " + TestHouse.PASSWORD);
    client.command("l SELECT INBOX");
    return client;
  }

  @Test
  void what_an_administrator_sets_everybody_may_use_and_ones_own_goes_before() throws IOException {
    try (var romeo = RawClient.loggedIn(house);
        var juliet = juliet()) {
      assertThat(romeo.command("a" + SET + "\"UID 1\")")).startsWith("a OK");
      assertThat(juliet.command("a SEARCH FILTER mine")).startsWith("* SEARCH 1\n");
      assertThat(juliet.command("b GETMETADATA \"\" /shared/filters/values/mine"))
          .startsWith("* METADATA \"\" (/shared/filters/values/mine \"UID 1\")\n");
      juliet.command("c SETMETADATA \"\" (/private/filters/values/mine \"UID 2\")");
      assertThat(juliet.command("d SEARCH FILTER mine")).startsWith("* SEARCH 2\n");
      juliet.command("e SETMETADATA \"\" (/private/filters/values/mine NIL)");
      assertThat(juliet.command("f SEARCH FILTER mine")).startsWith("* SEARCH 1\n");
      assertThat(romeo.command("b" + SET + "NIL)")).startsWith("b OK");
      assertThat(juliet.command("g SEARCH FILTER mine")).startsWith("g NO [UNDEFINED-FILTER mine]");
    }
  }

  @Test
  void notify_tells_everybody_but_the_one_who_did_it() throws IOException {
    try (var romeo = RawClient.loggedIn(house);
        var juliet = juliet()) {
      for (var client : new RawClient[] {romeo, juliet})
        assertThat(client.command("a NOTIFY SET (personal (ServerMetadataChange))"))
            .isEqualTo("a OK NOTIFY completed\n");
      assertThat(romeo.command("b" + SET + "\"UID 1\")")).startsWith("b OK");
      assertThat(juliet.line()).isEqualTo("* METADATA \"\" /shared/filters/values/mine");
      assertThat(romeo.command("c NOOP")).isEqualTo("c OK NOOP completed\n");
      assertThat(romeo.command("d" + SET + "NIL)")).startsWith("d OK");
      assertThat(juliet.line()).isEqualTo("* METADATA \"\" /shared/filters/values/mine");
    }
  }

  @Test
  void there_are_bounds() throws IOException {
    try (var romeo = RawClient.loggedIn(house)) {
      var large = "x".repeat(31_000);
      for (int i = 0; i < 4; i++)
        assertThat(
                romeo.command(
                    "a SETMETADATA \"\" (/shared/vendor/a/b/" + i + " \"" + large + "\")"))
            .startsWith("a OK");
      assertThat(romeo.command("b SETMETADATA \"\" (/shared/vendor/a/b/5 \"" + large + "\")"))
          .startsWith("b NO [METADATA TOOMANY]");
      assertThat(
              romeo.command("c SETMETADATA \"\" (/shared/vendor/a/b/5 \"" + large + large + "\")"))
          .startsWith("c NO [METADATA MAXSIZE");
      assertThat(romeo.command("d SETMETADATA \"\" (/shared/comment \"x\" /private/comment \"y\")"))
          .startsWith("d NO [CANNOT]");
      assertThat(romeo.command("e SETMETADATA \"\" (/shared/admin \"x\")"))
          .startsWith("e NO [NOPERM]");
    }
  }
}

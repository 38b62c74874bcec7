package org.posthorn.servers.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.posthorn.testing.serverkit.NonsenseContract;

class NonsenseTest extends NonsenseContract<TestHouse, RawClient> {

  /// Characters that mean something.
  private static final String TELLING = " .=+*-[]\r\n\0\t<>9";

  private static final List<String> GRAINS =
      List.of(
          "CAPA",
          "NOOP",
          "LANG en",
          "UTF8",
          "USER romeo",
          "PASS wrong word",
          "AUTH PLAIN =",
          "AUTH LOGIN\r\nYQ==\r\n*",
          "AUTH",
          "APOP a b",
          "STAT",
          "LIST",
          "LIST 2",
          "UIDL",
          "UIDL 4",
          "RETR 1",
          "RETR 3",
          "TOP 2 1",
          "TOP 4 99999999999",
          "DELE 1",
          "RSET");

  NonsenseTest() {
    super(GRAINS, TELLING);
  }

  @Override
  protected TestHouse house(Path folder) {
    return new TestHouse(folder);
  }

  @Override
  protected void reset(TestHouse house) {
    house.reset();
  }

  @Override
  protected RawClient loggedIn(TestHouse house) throws IOException {
    return RawClient.loggedIn(house);
  }

  @Override
  protected String command(int number, String grain) {
    return grain;
  }

  @Override
  protected void begin(RawClient client, RandomGenerator random) {}

  @Override
  protected void assertNoBug(String what, String answers) {
    assertThat(answers).as(what).doesNotContain("[SYS/PERM]");
  }

  @Override
  protected void assertAnswers(RawClient client) throws IOException {
    assertThat(client.command("NOOP")).isEqualTo("+OK");
  }
}

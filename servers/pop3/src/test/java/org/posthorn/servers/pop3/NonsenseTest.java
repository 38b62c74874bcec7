package org.posthorn.servers.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.Mails;

/// Whatever a client says, in whatever state: an answer or a clean end, never our bug, never
/// silence.
@TestInstance(Lifecycle.PER_CLASS)
class NonsenseTest {

  private static final int SESSIONS = 100;
  private static final int COMMANDS = 12;

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
  void mutated_commands_are_answered_or_end_the_session() throws IOException {
    for (int seed = 0; seed < SESSIONS; seed++) {
      if (seed % 25 == 0) refill();
      session(new Random(seed), "seed " + seed);
    }
    assertStillServing();
  }

  @Test
  void random_octets_are_answered_or_end_the_session() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var octets = new byte[random.nextInt(3000)];
      random.nextBytes(octets);
      try (var client = RawClient.loggedIn(house)) {
        conversation(client, octets, "octets of seed " + seed);
      }
      try (var client = new RawClient(house.plainPort())) {
        conversation(client, octets, "octets before login of seed " + seed);
      }
    }
    assertStillServing();
  }

  private void refill() throws IOException {
    house.reset();
    for (var name : List.of("plain", "alternative", "message-rfc822", "deep-multiparts"))
      house.deliver("romeo", Mails.named(name).bytes());
  }

  private void session(RandomGenerator random, String what) throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < COMMANDS; i++) {
      var command = GRAINS.get(random.nextInt(GRAINS.size()));
      // Every other one as it is, so that sessions get somewhere.
      text.append(random.nextBoolean() ? command : mutated(command, random)).append("\r\n");
    }
    try (var client = RawClient.loggedIn(house)) {
      conversation(client, text.toString().getBytes(ISO_8859_1), what);
    }
  }

  private static String mutated(String command, RandomGenerator random) {
    var text = new StringBuilder(command);
    for (int hits = 1 + random.nextInt(4); hits > 0 && !text.isEmpty(); hits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(256));
        case 2 -> text.insert(at, TELLING.charAt(random.nextInt(TELLING.length())));
        default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
      }
    }
    return text.toString();
  }

  /// Says it all, then nothing more; the server has to close by itself.
  private static void conversation(RawClient client, byte[] octets, String what)
      throws IOException {
    try {
      client.send(octets);
      client.finish();
    } catch (SocketException _) {
      // The server had enough; what it said is still to be read.
    }
    String answers;
    try {
      answers = client.rest();
    } catch (SocketException _) {
      return;
    }
    assertThat(answers).as(what).doesNotContain("[SYS/PERM]").doesNotContain("Exception");
    if (!answers.isEmpty()) assertThat(answers).as(what).endsWith("\r\n");
  }

  private void assertStillServing() throws IOException {
    assertThat(house.listeners().counts().crashedSessions()).isZero();
    try (var client = RawClient.loggedIn(house)) {
      assertThat(client.command("NOOP")).isEqualTo("+OK");
    }
  }
}

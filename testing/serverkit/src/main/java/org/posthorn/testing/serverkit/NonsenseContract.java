package org.posthorn.testing.serverkit;

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

/// Whatever a client says, in whatever state: an answer or a clean end, never our bug, never
/// silence.
///
/// @param <H> the server's house
/// @param <C> its client
@TestInstance(Lifecycle.PER_CLASS)
public abstract class NonsenseContract<H extends ServerHouse, C extends LineClient> {

  private static final int SESSIONS = 100;
  private static final int COMMANDS = 12;
  private static final String MAILS = "plain alternative message-rfc822 deep-multiparts";

  private final List<String> grains;
  private final String telling;
  private H house;

  /// @param grains commands to begin with
  /// @param telling characters that mean something
  protected NonsenseContract(List<String> grains, String telling) {
    this.grains = List.copyOf(grains);
    this.telling = telling;
  }

  protected abstract H house(Path folder);

  protected abstract void reset(H house);

  /// Connected, greeted, logged in as romeo.
  protected abstract C loggedIn(H house) throws IOException;

  /// A grain as the command of this number in its session.
  protected abstract String command(int number, String grain);

  /// What a session does between its login and its nonsense.
  protected abstract void begin(C client, RandomGenerator random) throws IOException;

  /// The answers are none of those by which the server owns up to a bug.
  protected abstract void assertNoBug(String what, String answers);

  protected abstract void assertAnswers(C client) throws IOException;

  @BeforeAll
  void open(@TempDir Path folder) {
    house = house(folder);
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
      try (var client = loggedIn(house)) {
        conversation(client, octets, "octets of seed " + seed);
      }
      try (var client = new LineClient(house.plainPort())) {
        conversation(client, octets, "octets before login of seed " + seed);
      }
    }
    assertStillServing();
  }

  private void refill() throws IOException {
    reset(house);
    house.deliverNamed("romeo", MAILS);
  }

  private void session(RandomGenerator random, String what) throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < COMMANDS; i++) {
      var command = command(i, grains.get(random.nextInt(grains.size())));
      // Every other one as it is, so that sessions get somewhere.
      text.append(random.nextBoolean() ? command : mutated(command, random)).append("\r\n");
    }
    try (var client = loggedIn(house)) {
      begin(client, random);
      conversation(client, text.toString().getBytes(ISO_8859_1), what);
    }
  }

  private String mutated(String command, RandomGenerator random) {
    var text = new StringBuilder(command);
    for (int hits = 1 + random.nextInt(4); hits > 0 && !text.isEmpty(); hits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(256));
        case 2 -> text.insert(at, telling.charAt(random.nextInt(telling.length())));
        default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
      }
    }
    return text.toString();
  }

  /// Says it all, then nothing more; the server has to close by itself.
  private void conversation(LineClient client, byte[] octets, String what) throws IOException {
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
    assertThat(answers).as(what).doesNotContain("Exception");
    assertNoBug(what, answers);
    if (!answers.isEmpty()) assertThat(answers).as(what).endsWith("\r\n");
  }

  private void assertStillServing() throws IOException {
    assertThat(house.listeners().counts().crashedSessions()).isZero();
    try (var client = loggedIn(house)) {
      assertAnswers(client);
    }
  }
}

package org.posthorn.servers.imap;

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
  private static final String TELLING = " ()[]{}\"\\*%~$:,<>\r\n\0+";

  private static final List<String> GRAINS =
      List.of(
          "CAPABILITY",
          "NOOP",
          "ID NIL",
          "LOGIN romeo@example.test x",
          "AUTHENTICATE PLAIN =",
          "ENABLE QRESYNC UTF8=ACCEPT IMAP4rev2",
          "SELECT INBOX (QRESYNC (1 2 1:5 (1:2 1:2)))",
          "EXAMINE inbox (CONDSTORE)",
          "CREATE a/b (USE (\\Sent))",
          "DELETE a/b",
          "RENAME a b",
          "SUBSCRIBE a",
          "LIST (SUBSCRIBED) \"\" (a% *) RETURN (STATUS (MESSAGES RECENT))",
          "LSUB \"\" *",
          "STATUS INBOX (MESSAGES UIDNEXT DELETED-STORAGE MAILBOXID)",
          "APPEND INBOX (\\Seen) {3+}\r\nabc",
          "APPEND INBOX ~{5+}\r\na\0\r\nb {2+}\r\nxx",
          "GETQUOTAROOT INBOX",
          "CHECK",
          "UNSELECT",
          "EXPUNGE",
          "UID EXPUNGE 1:*",
          "SEARCH RETURN (SAVE MIN ALL) OR NOT SUBJECT x (TEXT y 1:3) HEADER To z",
          "UID SEARCH CHARSET UTF-8 SENTSINCE 1-Feb-1994 LARGER 5 MODSEQ 4 $",
          "FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE BODY[]<1.5> BODY[1.2.MIME] BINARY.SIZE[1])",
          "UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (TO x)] RFC822) (CHANGEDSINCE 1 VANISHED)",
          "STORE 1 (UNCHANGEDSINCE 3) +FLAGS.SILENT (\\Deleted $x)",
          "UID COPY 1:* Archive",
          "MOVE 1 Trash",
          "IDLE\r\nDONE");

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
      house.deliver("romeo", Mails.named(name));
  }

  private void session(RandomGenerator random, String what) throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < COMMANDS; i++) {
      var command = "t" + i + " " + GRAINS.get(random.nextInt(GRAINS.size()));
      // Every other one as it is, so that sessions get somewhere.
      text.append(random.nextBoolean() ? command : mutated(command, random)).append("\r\n");
    }
    try (var client = RawClient.loggedIn(house)) {
      if (random.nextInt(4) > 0) client.command("s SELECT INBOX");
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
    assertThat(answers).as(what).doesNotContain("SERVERBUG").doesNotContain("Exception");
    if (!answers.isEmpty()) assertThat(answers).as(what).contains(" ").endsWith("\r\n");
  }

  private void assertStillServing() throws IOException {
    assertThat(house.listeners().counts().crashedSessions()).isZero();
    try (var client = RawClient.loggedIn(house)) {
      assertThat(client.command("a NOOP")).endsWith("a OK NOOP completed\n");
    }
  }
}

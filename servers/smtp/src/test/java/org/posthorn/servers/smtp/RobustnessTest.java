package org.posthorn.servers.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.posthorn.platform.net.Listeners;
import org.posthorn.testing.testkit.TestRandom;

/// Clients that go, stall, or talk nonsense, and a server that ends.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RobustnessTest {

  private House house;

  @BeforeAll
  void open() throws IOException {
    house = new House(RobustnessTest::patient);
  }

  @AfterAll
  void close() throws IOException {
    house.close();
  }

  /// Many errors are allowed, so that fuzzing gets somewhere.
  private static SmtpConfig patient(SmtpConfig c) {
    return new SmtpConfig(
        c.hostName(),
        "",
        50L << 20,
        100,
        1_000,
        100_000,
        100,
        100,
        1 << 20,
        1 << 20,
        c.timeouts(),
        List.of());
  }

  private static SmtpConfig hasty(SmtpConfig c) {
    var soon = Duration.ofMillis(50);
    var timeouts = new SmtpConfig.Timeouts(soon, soon, Duration.ofMillis(100), soon);
    return new SmtpConfig(
        c.hostName(), "", 1_000, 100, 1_000, 100, 5, 100, 1 << 20, 1 << 20, timeouts, List.of());
  }

  private void awaitNoConnections() {
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!house.listeners().connections().isEmpty()) {
      assertThat(System.nanoTime()).as("sessions end").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void a_client_that_vanishes_leaves_nothing_behind() throws IOException {
    int before = house.inbox("romeo").size();
    var large = "x".repeat(998) + "\r\n";
    var phases =
        List.of(
            "",
            "MAIL FR",
            "MAIL FROM:<a@elsewhere.test>\r\n",
            "MAIL FROM:<a@elsewhere.test>\r\nRCPT TO:<romeo@example.test>\r\n",
            "MAIL FROM:<a@elsewhere.test>\r\nRCPT TO:<romeo@example.test>\r\nBDAT 9\r\nab",
            "MAIL FROM:<>\r\nRCPT TO:<romeo@example.test>\r\nBDAT 900000\r\n" + large.repeat(500),
            "MAIL FROM:<>\r\nRCPT TO:<romeo@example.test>\r\nBDAT 4\r\nabcd");
    for (var phase : phases) {
      try (var client = Client.greeted(house.port(Flavour.SMTP))) {
        client.send(phase);
        client.finish();
        client.rest();
      }
      try (var client = Client.greeted(house.port(Flavour.SMTP))) {
        client.send(phase);
        client.abort();
      }
    }
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("", "romeo@example.test");
      client.send(large.repeat(500) + ".");
      client.abort();
    }
    awaitNoConnections();
    assertThat(house.inbox("romeo")).hasSize(before);
    assertThat(house.temporaryFiles()).isEmpty();
  }

  @Test
  void a_message_is_there_once_its_end_has_come_even_if_the_client_has_gone() throws IOException {
    int before = house.inbox("romeo").size();
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("", "romeo@example.test");
      client.send("Subject: last words\r\n\r\n.\r\n");
      client.finish();
      assertThat(client.rest()).startsWith("250 2.0.0");
    }
    assertThat(house.inbox("romeo")).hasSize(before + 1);
  }

  @Test
  void a_message_of_thirty_megabytes_goes_through_a_file() throws IOException {
    var line = ("y".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var block = new byte[line.length * 1000];
    for (int i = 0; i < 1000; i++) System.arraycopy(line, 0, block, i * line.length, line.length);
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("", "prince@example.test");
      client.send("Subject: large\r\n\r\n");
      for (int i = 0; i < 30; i++) client.send(block);
      client.send(".\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
    }
    assertThat(house.inbox("prince").getFirst().length()).isGreaterThan(30_000_000);
    assertThat(house.temporaryFiles()).isEmpty();
  }

  @Test
  void silence_is_answered_with_421() throws IOException {
    try (var hasty = new House(RobustnessTest::hasty)) {
      for (var phase : List.of("", "NOO", "EHLO x\r\nMAIL FROM:<>\r\n")) {
        try (var client = new Client(hasty.port(Flavour.SMTP))) {
          client.send(phase);
          assertThat(client.rest()).endsWith("421 4.4.2 you were silent for too long, closing\r\n");
        }
      }
      try (var client = Client.greeted(hasty.port(Flavour.SMTP))) {
        client.begin("", "romeo@example.test");
        client.send("Subject: half a mess");
        assertThat(client.rest()).startsWith("421 4.4.2");
      }
      assertThat(hasty.inbox("romeo")).isEmpty();
      assertThat(hasty.temporaryFiles()).isEmpty();
    }
  }

  @Test
  void data_without_end_are_not_read_for_ever() throws IOException {
    try (var hasty = new House(RobustnessTest::hasty);
        var client = Client.greeted(hasty.port(Flavour.SMTP))) {
      client.begin("", "romeo@example.test");
      var line = "z".repeat(900) + "\r\n";
      var answer = new AtomicReference<String>();
      var answered = new CountDownLatch(1);
      var reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  answer.set(client.rest());
                } catch (IOException e) {
                  answer.set(e.toString());
                }
                answered.countDown();
              });
      try {
        while (answered.getCount() > 0) client.send(line);
      } catch (IOException _) {
        // The server has closed.
      }
      join(reader);
      assertThat(hasty.inbox("romeo")).isEmpty();
    }
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_message_under_way_is_finished_before_the_server_ends() throws IOException {
    try (var ending = new House();
        var busy = Client.greeted(ending.port(Flavour.SMTP));
        var idle = Client.greeted(ending.port(Flavour.SMTP))) {
      busy.begin("", "romeo@example.test");
      busy.send("Subject: just in time\r\n");
      var drained = new AtomicReference<Listeners.Drained>();
      var drain =
          Thread.ofVirtual()
              .start(() -> drained.set(ending.listeners().close(Duration.ofSeconds(10))));
      assertThat(idle.rest())
          .isEqualTo("421 4.3.2 " + "the server is shutting down, try again in a minute\r\n");
      busy.send("\r\n.\r\n");
      assertThat(busy.reply()).startsWith("250 2.0.0");
      assertThat(busy.rest()).startsWith("421 4.3.2");
      join(drain);
      assertThat(drained.get().cut()).isZero();
      assertThat(ending.inbox("romeo")).hasSize(1);
    }
  }

  @Test
  void random_octets_get_an_answer_or_an_end() throws IOException {
    var random = TestRandom.seeded(5);
    for (int i = 0; i < 40; i++) {
      var bytes = new byte[1 + random.nextInt(3_000)];
      random.nextBytes(bytes);
      for (int k = 0; k < bytes.length; k += 1 + random.nextInt(80)) bytes[k] = '\n';
      for (var flavour : Flavour.values()) survives(flavour, bytes);
    }
    stillWorks();
  }

  @Test
  void damaged_sessions_get_an_answer_or_an_end() throws IOException {
    var random = TestRandom.seeded(6);
    for (int i = 0; i < 100; i++)
      for (var flavour : Flavour.values()) survives(flavour, damaged(random));
    stillWorks();
  }

  /// Pieces of sessions in any order, with some octets changed, cut out or doubled.
  private static byte[] damaged(RandomGenerator random) {
    var pieces =
        List.of(
            "EHLO client.example.test\r\n",
            "LHLO client.example.test\r\n",
            "MAIL FROM:<a@elsewhere.test> SIZE=100 BODY=8BITMIME\r\n",
            "MAIL FROM:<romeo@example.test> SMTPUTF8\r\n",
            "RCPT TO:<romeo@example.test>\r\n",
            "RCPT TO:<lovers@example.test>\r\n",
            "BDAT 20\r\nSubject: a\r\n\r\nbody\r\n",
            "BDAT 6 LAST\r\nbody\r\n",
            "DATA\r\n",
            "Subject: b\r\nReceived: c\r\n\r\n..\r\n.\r\n",
            "\n.\n",
            "AUTH PLAIN AHJvbWVvAHdoZXJlZm9yZSBhcnQgdGhvdQ==\r\n",
            "AUTH SCRAM-SHA-256 biwsbj1yb21lbyxyPWFiYw==\r\n",
            "AUTH LOGIN\r\n",
            "*\r\n",
            "RSET\r\n",
            "NOOP\r\n",
            "VRFY x\r\n",
            "HELP\r\n",
            "STARTTLS\r\n");
    var session = new ArrayList<Byte>();
    var count = 1 + random.nextInt(20);
    for (int i = 0; i < count; i++)
      for (var octet : pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8))
        session.add(octet);
    for (int hits = random.nextInt(5); hits > 0 && session.size() > 1; hits--) {
      int at = random.nextInt(session.size());
      switch (random.nextInt(3)) {
        case 0 -> session.set(at, (byte) random.nextInt(256));
        case 1 -> session.remove(at);
        default -> session.add(at, session.get(at));
      }
    }
    var bytes = new byte[session.size()];
    for (int i = 0; i < bytes.length; i++) bytes[i] = session.get(i);
    return bytes;
  }

  /// The server answers in replies and ends when the client does.
  private void survives(Flavour flavour, byte[] session) throws IOException {
    try (var client = new Client(house.port(flavour))) {
      client.send(session);
      client.finish();
      var answers = client.rest();
      // After the handshake was offered, there may be an alert of TLS.
      var plain = answers.replaceFirst("(?s)(220 2.0.0 go ahead\r\n).*", "$1");
      assertThat(plain.lines()).allMatch(line -> line.matches("[2-5][0-9][0-9][ -].*"));
    } catch (java.net.SocketException _) {
      // The server has ended a session that it could not go on with, while we were still talking.
    }
  }

  private void stillWorks() throws IOException {
    awaitNoConnections();
    assertThat(house.temporaryFiles()).isEmpty();
    int before = house.inbox("nurse").size();
    try (var client = Client.greeted(house.port(Flavour.SMTP))) {
      client.begin("", "nurse@example.test");
      client.send(".\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
    }
    assertThat(house.inbox("nurse")).hasSize(before + 1);
  }
}

package org.posthorn.servers.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ends a session, and what it outlives.
class SessionTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(30);

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) {
    house = new TestHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void who_does_not_log_in_is_sent_away() throws IOException {
    house.configure(TestHouse.CONFIG.withTimeouts(SOON, LONG, Duration.ZERO));
    try (var client = new RawClient(house.plainPort())) {
      assertThat(client.line()).startsWith("* OK ");
      assertThat(client.line()).isEqualTo("* BYE Too slow to log in");
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void who_is_silent_for_too_long_is_logged_out() throws IOException {
    house.configure(TestHouse.CONFIG.withTimeouts(LONG, SOON.multipliedBy(6), Duration.ZERO));
    try (var client = RawClient.loggedIn(house)) {
      assertThat(client.line()).isEqualTo("* BYE Autologout: you were silent for too long");
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void idle_says_now_and_then_that_the_server_is_there() throws IOException {
    house.configure(TestHouse.CONFIG.withTimeouts(LONG, LONG, SOON));
    try (var client = RawClient.loggedIn(house)) {
      client.send("a IDLE\r\n");
      assertThat(client.line()).isEqualTo("+ Idling");
      assertThat(client.line()).isEqualTo("* OK Still here");
      assertThat(client.line()).isEqualTo("* OK Still here");
      client.send("DONE\r\n");
      assertThat(client.command("b NOOP")).contains("a OK IDLE completed").endsWith("completed\n");
    }
  }

  @Test
  void idle_ends_when_its_client_is_silent_for_too_long() throws IOException {
    house.configure(TestHouse.CONFIG.withTimeouts(LONG, SOON.multipliedBy(6), Duration.ZERO));
    try (var client = RawClient.loggedIn(house)) {
      client.send("a IDLE\r\n");
      assertThat(client.line()).isEqualTo("+ Idling");
      assertThat(client.line()).isEqualTo("* BYE Autologout: you were silent for too long");
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void everybody_hears_of_a_shutdown() throws IOException {
    try (var waiting = RawClient.loggedIn(house);
        var idling = RawClient.loggedIn(house)) {
      idling.send("a IDLE\r\n");
      assertThat(idling.line()).isEqualTo("+ Idling");
      var drained = house.listeners().close(Duration.ofSeconds(10));
      assertThat(drained.cut()).isZero();
      assertThat(waiting.rest()).isEqualTo("* BYE [UNAVAILABLE] Shutting down\r\n");
      assertThat(idling.rest()).isEqualTo("* BYE [UNAVAILABLE] Shutting down\r\n");
    }
  }

  @Test
  void a_store_that_is_away_is_a_temporary_failure() throws IOException {
    try (var client = RawClient.loggedIn(house);
        var appending = RawClient.loggedIn(house)) {
      house.loseStorage();
      assertThat(client.command("a LIST \"\" *")).startsWith("a NO [UNAVAILABLE] ");
      assertThat(client.command("b CAPABILITY")).endsWith("b OK CAPABILITY completed\n");
      assertThat(client.command("c SELECT INBOX")).startsWith("c NO [UNAVAILABLE] ");
      appending.send("a APPEND INBOX {3}\r\n");
      assertThat(appending.line()).startsWith("a NO [UNAVAILABLE] ");
      assertThat(appending.command("b CAPABILITY")).endsWith("b OK CAPABILITY completed\n");
    }
  }

  @Test
  void passwords_do_not_cross_the_network_in_plain_text() throws IOException {
    try (var client = new RawClient(house.farPort())) {
      client.send("PROXY TCP4 192.0.2.1 198.51.100.1 40000 143\r\n");
      assertThat(client.line())
          .contains(" STARTTLS LOGINDISABLED AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1] ");
      assertThat(client.command("a LOGIN romeo@example.test " + TestHouse.PASSWORD))
          .startsWith("a NO [PRIVACYREQUIRED] ");
      assertThat(client.command("b AUTHENTICATE PLAIN =")).startsWith("b NO [PRIVACYREQUIRED] ");
      assertThat(client.command("c AUTHENTICATE SCRAM-SHA-256-PLUS")).startsWith("c NO [CANNOT] ");
    }
  }
}

package org.posthorn.servers.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.testing.testkit.Mails;

/// What ends a session, what it outlives, and what it leaves behind.
class SessionTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SILENCE = TestHouse.CONFIG.takeoverAfter();

  private TestHouse house;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    house = new TestHouse(folder);
    for (int i = 1; i <= 3; i++)
      house.deliver("romeo", ("Subject: " + i + "\r\n\r\n" + i + "\r\n").getBytes(UTF_8));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void who_does_not_log_in_is_sent_away_without_a_word() throws IOException {
    house.configure(TestHouse.CONFIG.withTimeouts(SOON, LONG));
    try (var client = new RawClient(house.plainPort())) {
      assertThat(client.line()).startsWith("+OK ");
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void who_is_silent_for_too_long_loses_the_connection_and_no_message() throws IOException {
    house.configure(TestHouse.CONFIG.withTimeouts(LONG, SOON.multipliedBy(6)));
    try (var client = RawClient.loggedIn(house)) {
      client.command("DELE 1");
      assertThat(client.line()).isNull();
    }
    assertThat(house.state("romeo")).isEqualTo("1 2 3");
  }

  @Test
  void only_quit_deletes_and_what_was_retrieved_is_seen() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.lines("RETR 2");
      client.lines("TOP 3 1");
      client.command("DELE 1");
      client.finish();
      assertThat(client.rest()).isEmpty();
    }
    assertThat(house.state("romeo")).isEqualTo("1 2* 3");
    try (var client = RawClient.loggedIn(house)) {
      client.lines("RETR 3");
      client.command("DELE 1");
      client.command("DELE 2");
      assertThat(client.command("QUIT")).isEqualTo("+OK Bye, 1 message left");
      assertThat(house.state("romeo")).isEqualTo("3*");
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void retrieving_need_not_be_seeing() throws IOException {
    house.configure(TestHouse.CONFIG.withMarkSeen(false));
    try (var client = RawClient.loggedIn(house)) {
      client.lines("RETR 2");
      client.command("QUIT");
    }
    assertThat(house.state("romeo")).isEqualTo("1 2 3");
  }

  @Test
  void unique_ids_stay_whatever_is_deleted() throws IOException {
    List<String> before;
    try (var client = RawClient.loggedIn(house)) {
      before = client.lines("UIDL");
      client.command("DELE 1");
      client.command("QUIT");
    }
    house.deliver("romeo", "Subject: 4\r\n\r\n".getBytes(UTF_8));
    try (var client = RawClient.loggedIn(house)) {
      var after = client.lines("UIDL");
      assertThat(after).hasSize(4);
      assertThat(id(after.get(1))).isEqualTo(id(before.get(2)));
      assertThat(id(after.get(2))).isEqualTo(id(before.get(3)));
      assertThat(before).noneMatch(line -> id(line).equals(id(after.get(3))));
    }
  }

  private static String id(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  @Test
  void what_others_delete_is_told_and_shifts_no_number() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      assertThat(client.command("STAT")).isEqualTo("+OK 3 51");
      house.expunge("romeo", 2);
      house.deliver("romeo", "Subject: 4\r\n\r\n4\r\n".getBytes(UTF_8));
      assertThat(client.command("RETR 2"))
          .isEqualTo("-ERR That message was deleted by another program meanwhile");
      assertThat(client.command("TOP 2 0")).startsWith("-ERR ");
      assertThat(client.command("LIST 2")).startsWith("-ERR ");
      assertThat(client.lines("RETR 3")).containsExactly("+OK 17 octets", "Subject: 3", "", "3");
      assertThat(client.lines("LIST")).containsExactly("+OK 2 messages", "1 17", "3 17");
      assertThat(client.command("STAT")).isEqualTo("+OK 2 34");
      assertThat(client.command("RETR 4")).startsWith("-ERR There is no message");
      client.command("DELE 1");
      assertThat(client.command("QUIT")).isEqualTo("+OK Bye, 1 message left");
    }
    assertThat(house.state("romeo")).isEqualTo("3* 4");
  }

  @Test
  void deleting_what_others_have_deleted_is_fine() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("DELE 1");
      client.command("DELE 3");
      house.expunge("romeo", 1);
      assertThat(client.lines("LIST")).containsExactly("+OK 1 message", "2 17");
      assertThat(client.command("QUIT")).isEqualTo("+OK Bye, 1 message left");
    }
    assertThat(house.state("romeo")).isEqualTo("2");
  }

  @Test
  void a_silent_session_loses_the_maildrop_and_deletes_nothing() throws IOException {
    try (var silent = RawClient.loggedIn(house);
        var next = new RawClient(house.plainPort())) {
      silent.command("DELE 1");
      next.line();
      assertThat(next.login("romeo@example.test")).startsWith("-ERR [IN-USE] ");
      house.pass(SILENCE.minusSeconds(1));
      assertThat(next.login("romeo@example.test")).startsWith("-ERR [IN-USE] ");
      silent.command("NOOP");
      house.pass(SILENCE.minusSeconds(1));
      assertThat(next.login("romeo@example.test")).startsWith("-ERR [IN-USE] ");
      house.pass(Duration.ofSeconds(1));
      assertThat(next.login("romeo@example.test")).startsWith("+OK ");
      assertThat(silent.command("QUIT")).startsWith("-ERR [IN-USE] You were silent");
      assertThat(silent.line()).isNull();
      assertThat(next.command("STAT")).isEqualTo("+OK 3 51");
      next.command("DELE 2");
      assertThat(next.command("QUIT")).isEqualTo("+OK Bye, 2 messages left");
    }
    assertThat(house.state("romeo")).isEqualTo("1 3");
  }

  @Test
  void after_quit_the_maildrop_is_free_at_once() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (var client = RawClient.loggedIn(house)) {
        assertThat(client.command("STAT")).isEqualTo("+OK 3 51");
        assertThat(client.command("QUIT")).startsWith("+OK ");
      }
    }
  }

  @Test
  void a_store_that_is_away_is_a_temporary_failure_and_quit_names_what_is_left()
      throws IOException {
    for (int i = 4; i <= 8; i++) house.deliver("romeo", "Subject: x\r\n\r\n".getBytes(UTF_8));
    try (var client = RawClient.loggedIn(house)) {
      for (var number : List.of(1, 3, 4, 5, 8)) client.command("DELE " + number);
      house.loseStorage();
      assertThat(client.command("RETR 2")).startsWith("-ERR [SYS/TEMP] ");
      assertThat(client.command("NOOP")).isEqualTo("+OK");
      assertThat(client.command("QUIT")).startsWith("-ERR [SYS/TEMP] Not deleted: 1,3-5,8. ");
      assertThat(client.line()).isNull();
    }
  }

  @Test
  void an_account_that_was_disabled_meanwhile_deletes_nothing() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("DELE 1");
      house.disable("romeo");
      assertThat(client.command("QUIT")).startsWith("-ERR [SYS/PERM] This account was disabled");
    }
    assertThat(house.state("romeo")).isEqualTo("1 2 3");
    try (var client = new RawClient(house.plainPort())) {
      client.line();
      assertThat(client.login("romeo")).isEqualTo("-ERR [AUTH] This account is disabled");
    }
  }

  @Test
  void a_shutdown_ends_waiting_sessions_without_deleting() throws IOException {
    try (var client = RawClient.loggedIn(house)) {
      client.command("DELE 1");
      assertThat(house.listeners().close(Duration.ofSeconds(10)).cut()).isZero();
      assertThat(client.rest()).isEmpty();
    }
    assertThat(house.state("romeo")).isEqualTo("1 2 3");
  }

  @Test
  void passwords_do_not_cross_the_network_in_plain_text() throws IOException {
    try (var client = new RawClient(house.farPort())) {
      client.send("PROXY TCP4 192.0.2.1 198.51.100.1 40000 110\r\n");
      assertThat(client.line()).startsWith("+OK ");
      assertThat(client.lines("CAPA"))
          .contains("STLS", "SASL SCRAM-SHA-256 SCRAM-SHA-1")
          .doesNotContain("USER");
      assertThat(client.command("USER romeo")).startsWith("-ERR Passwords and tokens in");
      assertThat(client.command("PASS " + TestHouse.PASSWORD))
          .startsWith("-ERR Passwords and tokens in");
      assertThat(client.command("AUTH PLAIN =")).startsWith("-ERR Passwords and tokens in");
      assertThat(client.command("AUTH OAUTHBEARER =")).startsWith("-ERR Passwords and tokens in");
      assertThat(client.command("AUTH EXTERNAL =")).startsWith("-ERR Mechanism");
      assertThat(client.command("AUTH SCRAM-SHA-256-PLUS")).startsWith("-ERR Mechanism");
    }
  }

  @Test
  void every_message_of_the_generator_is_as_long_as_was_said() throws IOException {
    var mails = Mails.all();
    for (var mail : mails) house.deliver("juliet", mail.bytes());
    for (var mode : List.of("UTF8", "NOOP")) {
      try (var client = new RawClient(house.plainPort())) {
        client.line();
        client.command(mode);
        client.login("juliet");
        var sizes = client.lines("LIST");
        long total = 0;
        var sent = new ArrayList<Long>();
        for (int number = 1; number <= mails.size(); number++) {
          long octets = retrieved(client, number);
          assertThat(sizes.get(number)).isEqualTo(number + " " + octets);
          sent.add(octets);
          total += octets;
        }
        assertThat(client.command("STAT")).isEqualTo("+OK " + sent.size() + " " + total);
        client.command("QUIT");
      }
    }
  }

  /// Octets between the first line and the dot, dots unstuffed; every line end is CRLF.
  private static long retrieved(RawClient client, int number) throws IOException {
    client.send("RETR " + number + "\r\n");
    var first = client.octetLine();
    assertThat(first).startsWith("+OK ");
    long octets = 0;
    while (true) {
      var line = client.octetLine();
      if (line.equals(".\r\n")) break;
      assertThat(line).endsWith("\r\n");
      assertThat(line.substring(0, line.length() - 2)).doesNotContain("\r");
      octets += line.length() - (line.startsWith(".") ? 1 : 0);
    }
    assertThat(first).isEqualTo("+OK " + octets + " octets\r\n");
    return octets;
  }

  @Test
  void a_large_message_streams_through() throws IOException {
    house.deliver("juliet", Mails.sized(3_000_000, 7).bytes());
    try (var client = new RawClient(house.plainPort())) {
      client.line();
      client.login("juliet");
      assertThat(retrieved(client, 1)).isEqualTo(3_000_000);
    }
  }
}

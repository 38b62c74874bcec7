package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.domain.relay.ConnectionFailure.Next;

/// Hosts that are broken, slow or evil.
@Timeout(30)
class HostileHostTest {
  private static final String TEXT = "Subject: hi\n\nline\n";
  private static final String ENVELOPE =
      """
      S: 220 mx
      C: EHLO me.example.org
      S: 250-mx
      S: 250 PIPELINING
      C: MAIL FROM:<romeo@example.org>
      C: RCPT TO:<juliet@example.net>
      C: DATA
      """;
  private static final RelayConfig.Timeouts HASTY = House.timeouts(Duration.ofMillis(300));

  private final House house = new House();

  @AfterEach
  void end() {
    house.close();
  }

  private ConnectionFailure failure(String script) throws Exception {
    try (var host = ScriptedHost.of(script)) {
      var failure = house.failure(House.target(host.port(), new TlsPolicy.None()));
      host.assertPlayed();
      return failure;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S: 554 5.7.1 go away    | 5.7.1 | NEXT_TARGET",
        "S: 554 no               | 5.3.2 | NEXT_TARGET",
        "S: 421 4.3.2 too busy   | 4.3.2 | NEXT_TARGET",
        "CLOSE                   | 4.4.2 | NEXT_TARGET",
        "HALF                    | 4.4.2 | NEXT_TARGET",
        "S: HTTP/1.1 400 Bad     | 4.5.0 | NEXT_TARGET",
        "S: 250 mx               | 4.5.0 | NEXT_TARGET",
        "S: 354 mx               | 4.5.0 | NEXT_TARGET",
        "R: 220 a\\r\\n220 b\\r\\n | 4.5.0 | NEXT_TARGET",
        "FLOOD 220-endless       | 4.5.0 | NEXT_TARGET",
        "FLOOD xxxxxxxxxxxxxxxxx | 4.5.0 | NEXT_TARGET"
      })
  void bad_greetings(String script, String code, Next next) throws Exception {
    var failure = failure(script);
    assertThat(failure.code()).hasToString(code);
    assertThat(failure.next()).isEqualTo(next);
    assertThat(failure.isPermanent()).isEqualTo(code.startsWith("5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STALL",
        "DRIP 220-abcdefghijklmnopqrstuvwxyz0123456789",
        "R: 220-mx\\r\\n220\nSTALL",
        "S: 220 mx\nC: EHLO me.example.org\nSTALL"
      })
  void who_is_slow_is_left_in_time(String script) throws Exception {
    house.with(HASTY);
    var failure = failure(script);
    assertThat(failure.code()).hasToString("4.4.2");
    assertThat(failure.reason()).contains("time-out");
  }

  @Test
  void the_session_as_a_whole_has_a_time() throws Exception {
    var long_ = Duration.ofSeconds(20);
    house.with(new RelayConfig.Timeouts(long_, long_, long_, long_, long_, Duration.ofMillis(400)));
    assertThat(failure("S: 220 mx\nC: EHLO me.example.org\nSTALL").reason()).contains("time-out");
  }

  @Test
  void a_line_without_end_is_not_kept() throws Exception {
    assertThat(failure("R: 220 " + "x".repeat(1_000_000) + "\\r\\n").reason())
        .contains("reply line too long");
  }

  @Test
  void nobody_listens() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, ScriptedHost.HERE)) {
      port = closed.getLocalPort();
    }
    var failure = house.failure(House.target(port, new TlsPolicy.None()));
    assertThat(failure.code()).hasToString("4.4.1");
    assertThat(house.steps).anyMatch(step -> step.startsWith("no connection to mx.example.net"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"S: 421 4.3.2 bye", "S: 354 what", "S: nonsense", "CLOSE", "HALF"})
  void whoever_breaks_off_in_the_envelope_has_taken_nothing(String step) throws Exception {
    try (var host = ScriptedHost.of(ENVELOPE + "S: 250 ok\n" + step)) {
      assertThat(house.send(host.port(), House.mail(TEXT, "juliet@example.net")))
          .isInstanceOfSatisfying(
              Sent.Broken.class,
              broken -> {
                assertThat(broken.known()).isEqualTo(Sent.Known.NOT_TAKEN);
                assertThat(broken.failure().next()).isEqualTo(Next.NEXT_TARGET);
                assertThat(broken.outcomes().getFirst())
                    .isInstanceOf(RecipientOutcome.TemporaryFailure.class);
              });
      host.assertPlayed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLOSE", "HALF", "STALL", "S: 354 more", "S: nonsense"})
  void whoever_breaks_off_after_the_final_dot_may_have_taken_it(String step) throws Exception {
    house.with(House.timeouts(Duration.ofSeconds(1)));
    var script = ENVELOPE + "S: 250 ok\nS: 250 ok\nS: 354 go on\nDATA\n" + step;
    try (var host = ScriptedHost.of(script)) {
      assertThat(house.send(host.port(), House.mail(TEXT, "juliet@example.net")))
          .isInstanceOfSatisfying(
              Sent.Broken.class,
              broken -> {
                assertThat(broken.known()).isEqualTo(Sent.Known.UNKNOWN);
                assertThat(broken.failure().next()).isEqualTo(Next.LATER);
              });
      host.assertPlayed();
    }
  }

  @Test
  void a_refusal_after_the_final_dot_with_421_is_an_answer() throws Exception {
    var script = ENVELOPE + "S: 250 ok\nS: 250 ok\nS: 354 go on\nDATA\nS: 421 4.3.1 full\nCLOSE";
    try (var host = ScriptedHost.of(script)) {
      assertThat(house.send(host.port(), House.mail(TEXT, "juliet@example.net")))
          .isInstanceOfSatisfying(
              Sent.Broken.class,
              broken -> {
                assertThat(broken.known()).isEqualTo(Sent.Known.NOT_TAKEN);
                assertThat(House.outcomes(broken)).containsExactly("421 4.3.1");
              });
    }
  }

  @Test
  void a_host_that_refuses_in_the_middle_of_the_data_is_heard() throws Exception {
    var script = ENVELOPE + "S: 250 ok\nS: 250 ok\nS: 354 go on\nS: 552 5.3.4 too big\nCLOSE";
    var large = "Subject: hi\n\n" + "line\n".repeat(4_000_000);
    try (var host = ScriptedHost.of(script)) {
      var sent = house.send(host.port(), House.mail(large, "juliet@example.net"));
      assertThat(sent).isInstanceOf(Sent.Broken.class);
      // A reset may overtake the host's words.
      assertThat(House.outcomes(sent).getFirst()).isIn("552 5.3.4", "- 4.4.2");
    }
  }

  @Test
  void a_reply_of_many_lines_or_strange_characters_is_shown_without_harm() throws Exception {
    var script =
        "S: 220 mx\n"
            + "C: EHLO me.example.org\n"
            + "R: 250-mx\\e[2J\\r\\n250-a\\rb\\0c\\r\\n250 HELP\\r\\n\n"
            + "C: MAIL FROM:<romeo@example.org>\n"
            + "R: 550 "
            + "no ".repeat(2000)
            + "\\e]0;\\r\\n";
    try (var host = ScriptedHost.of(script)) {
      var sent = house.send(host.port(), House.mail(TEXT, "juliet@example.net"));
      assertThat(House.outcomes(sent)).as("%s", house.steps).containsExactly("550 5.0.0");
      host.assertPlayed();
    }
    assertThat(house.steps).anyMatch(step -> step.endsWith("…"));
  }

  @Test
  void quit_is_not_waited_for_long() throws Exception {
    try (var host =
        ScriptedHost.of("S: 220 mx\nC: EHLO me.example.org\nS: 250 mx\nC: QUIT\nSTALL")) {
      var session = house.session(House.target(host.port(), new TlsPolicy.None()));
      session.close();
      session.close();
      assertThat(session.isAlive()).isFalse();
      assertThat(session.isExhausted()).isTrue();
      host.assertPlayed();
    }
  }

  @Test
  void the_next_address_is_tried_when_the_first_is_of_no_use() throws Exception {
    try (var host =
        ScriptedHost.of("S: 421 busy\nCLOSE", "S: 220 mx\nC: EHLO me.example.org\nS: 250 mx")) {
      var one = House.target(host.port(), new TlsPolicy.None());
      var both =
          new Target(
              one.domain(),
              one.host(),
              one.port(),
              java.util.List.of(ScriptedHost.HERE, ScriptedHost.HERE),
              one.security());
      house.session(both).close();
      host.assertPlayed();
    }
  }
}

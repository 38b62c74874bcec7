package org.posthorn.domain.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.wire.sasl.Secret;

/// Logging in at smart hosts; SCRAM's good end is tried in the end-to-end tests.
class LoginTest {
  private static final Login CAREFUL = Login.of("me", Secret.of("secret"));
  private static final Login CARELESS = new Login(CAREFUL.credentials(), Login.InTheClear.ALLOWED);

  private final House house = new House();

  @AfterEach
  void end() {
    house.close();
  }

  private static String hello(String mechanisms) {
    return "S: 220 mx\nC: EHLO me.example.org\nS: 250-mx\nS: 250 AUTH " + mechanisms + "\n";
  }

  private void opens(String script) throws Exception {
    try (var host = ScriptedHost.of(script)) {
      house.session(House.target(host.port(), Transport.SMTP, CARELESS)).close();
      host.assertPlayed();
    }
  }

  @Test
  void plain_goes_along_with_the_command() throws Exception {
    opens(hello("LOGIN PLAIN") + "C: AUTH PLAIN AG1lAHNlY3JldA==\nS: 235 2.7.0 ok\n");
    assertThat(house.steps).contains("logged in by PLAIN");
  }

  @Test
  void login_answers_its_prompts() throws Exception {
    opens(
        hello("X-OWN LOGIN")
            + """
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: bWU=
            S: 334 UGFzc3dvcmQ6
            C: c2VjcmV0
            S: 235 2.7.0 ok
            """);
  }

  @Test
  void no_password_crosses_a_wire_without_tls() throws Exception {
    for (var mechanisms : new String[] {"PLAIN", "SCRAM-SHA-256"})
      try (var host = ScriptedHost.of(hello(mechanisms))) {
        var failure = house.failure(House.target(host.port(), Transport.SMTP, CAREFUL));
        assertThat(failure.code()).hasToString("4.7.10");
        host.assertPlayed();
      }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The administrator can put it right, so it is temporary for the mail.
        "PLAIN | C: AUTH PLAIN *;S: 535 5.7.8 wrong | 4.7.8",
        "PLAIN | C: AUTH PLAIN *;S: 250 what | 4.5.0",
        "GSSAPI NTLM | | 4.7.4",
        "SCRAM-SHA-256 PLAIN | C: AUTH SCRAM-SHA-256 *;S: 235 trust me | 4.7.8",
        "SCRAM-SHA-256 | C: AUTH SCRAM-SHA-256 *;S: 334 ???;C: *;S: 501 ok | 4.7.8",
        "SCRAM-SHA-256 | C: AUTH SCRAM-SHA-256 *;S: 334 cj1h;C: *;S: 501 ok | 4.7.8",
        "LOGIN | C: AUTH LOGIN;S: 334 ;C: bWU=;S: 334 ;C: *;S: 334 ;C: *;S: 501 no | 4.7.8"
      })
  void logins_that_fail(String mechanisms, String script, String code) throws Exception {
    var steps = script == null ? "" : script.replace(";", "\n");
    try (var host = ScriptedHost.of(hello(mechanisms) + steps)) {
      var failure = house.failure(House.target(host.port(), Transport.SMTP, CARELESS));
      assertThat(failure.code()).as(failure.reason()).hasToString(code);
      assertThat(failure.reason()).doesNotContain("secret");
      host.assertPlayed();
    }
  }

  @Test
  void a_name_that_nobody_can_have_is_refused_at_once() {
    assertThatThrownBy(() -> Login.of("", Secret.of("secret")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CAREFUL.toString()).contains("(secret)");
  }
}

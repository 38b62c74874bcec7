package org.posthorn.platform.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.testing.testkit.TestRandom;

/// When the next order is due, and what is remembered of the last.
class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final List<String> NAMES = List.of("mail.example.org");

  @TempDir private Path folder;

  private static CertificateFacts certificate(String name) {
    return new CertificateFacts(
        List.of(name),
        "CN=Authority",
        false,
        NOW,
        NOW.plus(Duration.ofDays(90)),
        "EC",
        "00",
        "11",
        Path.of("/cert.pem"));
  }

  private static Instant days(int days) {
    return NOW.plus(Duration.ofDays(days));
  }

  @Test
  void a_certificate_is_renewed_when_a_third_of_its_life_is_left() {
    assertThat(Schedule.due(certificate("mail.example.org"), NAMES, null, AcmeState.NEW, NOW))
        .isEqualTo(days(60));
  }

  @Test
  void a_missing_certificate_or_name_is_ordered_at_once() {
    assertThat(Schedule.due(null, NAMES, null, AcmeState.NEW, NOW)).isEqualTo(NOW);
    assertThat(Schedule.due(certificate("x.example.org"), NAMES, null, AcmeState.NEW, NOW))
        .isEqualTo(NOW);
    assertThat(Schedule.due(certificate("*.example.org"), NAMES, null, AcmeState.NEW, NOW))
        .isEqualTo(days(60));
  }

  @Test
  void advice_counts_when_it_is_earlier() {
    var certificate = certificate("mail.example.org");
    assertThat(Schedule.due(certificate, NAMES, days(20), AcmeState.NEW, NOW)).isEqualTo(days(20));
    assertThat(Schedule.due(certificate, NAMES, days(70), AcmeState.NEW, NOW)).isEqualTo(days(60));
  }

  @Test
  void pauses_double_up_to_a_day_and_servers_may_ask_for_more() {
    var state = AcmeState.NEW;
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < 10; i++) {
      state = state.failed(NOW, new AcmeFailure("no"));
      pauses.add(Duration.between(NOW, state.notBefore()).toMinutes());
    }
    assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1440L, 1440L);
    assertThat(AcmeState.NEW.failed(NOW, new AcmeFailure("slow", days(3), null)).notBefore())
        .isEqualTo(days(3));
    assertThat(Schedule.due(null, NAMES, null, state, NOW)).isEqualTo(days(1));
  }

  @Test
  void what_was_tried_outlives_a_restart() throws Exception {
    var files = new AcmeFiles(folder);
    assertThat(files.state()).isEqualTo(AcmeState.NEW);
    var failed = AcmeState.NEW.failed(NOW, new AcmeFailure("it said: no = \"never\"\nat all"));
    files.remember(failed);
    assertThat(new AcmeFiles(folder).state()).isEqualTo(failed);
    Files.writeString(folder.resolve("state.properties"), "failures=many");
    assertThat(files.state()).isEqualTo(AcmeState.NEW);
  }

  @Test
  void the_account_key_is_made_once_and_only_its_owner_may_read_it() throws Exception {
    var made = new AcmeFiles(folder).accountKey(TestRandom.notSecure(1));
    assertThat(new AcmeFiles(folder).accountKey(TestRandom.notSecure(1)).getPublic())
        .isEqualTo(made.getPublic());
    var rights = Files.getPosixFilePermissions(folder.resolve("account-key.pem"));
    assertThat(PosixFilePermissions.toString(rights)).isEqualTo("rw-------");
    assertThat(new AcmeFiles(folder).facts()).isNull();
  }
}

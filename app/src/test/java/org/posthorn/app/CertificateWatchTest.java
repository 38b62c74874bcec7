package org.posthorn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.Passphrase;
import org.posthorn.platform.net.TlsContexts;
import org.posthorn.testing.testkit.ManualClock;

/// When it warns.
class CertificateWatchTest {
  @TempDir private Path folder;

  private final ManualClock clock = ManualClock.standing();

  private CertificateFacts lasting(int lifetime, int left) {
    var now = clock.instant();
    return new CertificateFacts(
        List.of("mail.example.org"),
        "CN=Authority",
        false,
        now.plus(Duration.ofDays(left - lifetime)),
        now.plus(Duration.ofDays(left)),
        "EC",
        "00",
        "11",
        Path.of("/cert.pem"));
  }

  private CertificateWatch watch() throws Exception {
    var own = new CertificateSource.SelfSigned(folder, List.of("localhost"));
    var tls =
        new TlsContexts(List.of(own), Passphrase.NONE, InstantSource.system(), new SecureRandom());
    return new CertificateWatch(tls, true, clock);
  }

  /// The days left at each warning, when somebody looks every hour.
  private List<Integer> warnings(CertificateFacts certificate, int days) throws Exception {
    var seen = new ArrayList<Integer>();
    try (var watch = watch()) {
      for (int hour = 0; hour < days * 24; hour++) {
        if (!watch.due(List.of(certificate)).isEmpty())
          seen.add(
              Math.toIntExact(Duration.between(clock.instant(), certificate.notAfter()).toDays()));
        clock.move(Duration.ofHours(1));
      }
    }
    return seen;
  }

  @Test
  void a_certificate_of_a_year_is_warned_of_at_five_days_and_then_daily() throws Exception {
    assertThat(warnings(lasting(365, 40), 43)).containsExactly(30, 14, 7, 3, 1, 0, -1, -2);
  }

  @Test
  void one_that_should_have_been_renewed_by_itself_is_warned_of_later() throws Exception {
    assertThat(warnings(lasting(90, 40), 40)).containsExactly(14, 7, 3, 1);
    assertThat(warnings(lasting(6, 6), 6)).containsExactly(1);
  }

  @Test
  void a_warning_says_what_to_do() throws Exception {
    try (var watch = watch()) {
      assertThat(watch.due(List.of(lasting(365, 5))))
          .singleElement()
          .asString()
          .contains("mail.example.org expires in 5 days", "replace /cert.pem", "posthorn reload");
      assertThat(watch.due(List.of(lasting(365, 5)))).isEmpty();
    }
  }
}

package org.posthorn.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.Expiry;
import org.posthorn.platform.net.TlsContexts;
import org.posthorn.platform.net.TlsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of certificates that end, 30, 14, 7, 3 and 1 days before and each day after, and has those
/// that the server makes itself renewed. On a thread of its own; a warning comes once a day at
/// most.
final class CertificateWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final TlsContexts tls;
  private final boolean makesOwn;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Warned> warned = new HashMap<>();

  private record Warned(int days, Instant at) {}

  /// @param makesOwn the certificates are the server's own, so that reading them again renews them
  CertificateWatch(TlsContexts tls, boolean makesOwn, InstantSource clock) {
    this.tls = tls;
    this.makesOwn = makesOwn;
    this.clock = clock;
  }

  void start() {
    Thread.ofVirtual().name("certificate watch").start(this::run);
  }

  private void run() {
    try {
      do look();
      while (!closed.await(PERIOD.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    if (makesOwn) renew();
    for (var text : due(tls.certificates())) log.warn("{}", text);
  }

  private void renew() {
    try {
      for (var certificate : tls.certificates())
        if (Expiry.daysLeft(certificate, clock.instant()) < Expiry.DAYS.getFirst()) tls.reload();
    } catch (TlsException e) {
      log.warn("the server's own certificate cannot be renewed: {}", e.getMessage());
    }
  }

  /// The warnings that are to be given now.
  List<String> due(List<CertificateFacts> certificates) {
    var now = clock.instant();
    var texts = new ArrayList<String>();
    for (var certificate : certificates) {
      var days = Expiry.reached(certificate, now);
      if (days == null) continue;
      var before = warned.get(certificate.fingerprint());
      boolean isNew = before == null || before.days() != days;
      boolean isDue =
          before == null || (!now.isBefore(before.at().plus(DAY)) && (isNew || days == 0));
      if (!isDue) continue;
      warned.put(certificate.fingerprint(), new Warned(days, now));
      texts.add(text(certificate, now));
    }
    return texts;
  }

  static String text(CertificateFacts certificate, Instant now) {
    var left = Expiry.daysLeft(certificate, now);
    return left < 0
        ? "the certificate for %s has expired on %s, and clients refuse it: replace %s, then posthorn reload"
            .formatted(
                String.join(", ", certificate.names()), certificate.notAfter(), certificate.file())
        : "the certificate for %s expires in %d days, on %s: replace %s, then posthorn reload"
            .formatted(
                String.join(", ", certificate.names()),
                left,
                certificate.notAfter(),
                certificate.file());
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

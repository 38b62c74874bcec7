package org.posthorn.platform.acme;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.net.CertificateFacts;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.KeyFiles;
import org.posthorn.platform.net.TlsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders the server's certificate and renews it when a third of its life is left, or when the
/// authority advises so, on a thread of its own. What fails is tried again after a while that
/// doubles, and that restarts do not shorten.
///
/// The private key stays the same at a renewal, so that TLSA records stay right, unless a new one
/// is asked for.
public final class AcmeRenewal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AcmeRenewal.class);

  /// Names may be added, and clocks may be set: how long to sleep at most.
  private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

  private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(5);

  /// How often the authority is asked for its advice.
  private static final Duration ADVICE_PERIOD = Duration.ofHours(6);

  private static final Duration LAST_WAIT = Duration.ofSeconds(5);

  private final AcmeConfig config;
  private final AcmeFiles files;
  private final Supplier<List<String>> names;
  private final Proof.Source proofs;
  private final Renewed renewed;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock working = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile @Nullable Instant advised;
  private volatile @Nullable Instant advisedAt;

  /// Hears that the files have changed.
  @FunctionalInterface
  public interface Renewed {
    void read() throws TlsException;
  }

  /// What is asked for by `tls status`.
  ///
  /// @param certificate null when there is none yet
  public record Status(
      AcmeState state, @Nullable CertificateFacts certificate, List<String> names, Instant due) {
    public Status {
      names = List.copyOf(names);
    }
  }

  /// @param folder gets the keys and the certificate
  /// @param names what certificates are to be for; asked before each order, at least one
  // sizes: what it works with, put together once
  public AcmeRenewal(
      AcmeConfig config,
      Path folder,
      Supplier<List<String>> names,
      Proof.Source proofs,
      Renewed renewed,
      InstantSource clock,
      SecureRandom random) {
    this.config = config;
    this.files = new AcmeFiles(folder);
    this.names = names;
    this.proofs = proofs;
    this.renewed = renewed;
    this.clock = clock;
    this.random = random;
  }

  /// The files that an order fills, for who reads certificates.
  public static CertificateSource.PemFiles certificate(Path folder) {
    return AcmeFiles.certificate(folder);
  }

  /// Begins to look after the certificate.
  public void start() {
    thread = Thread.ofVirtual().name("acme renewal").start(this::run);
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        var due = look();
        var sleep = Duration.between(clock.instant(), due);
        if (sleep.compareTo(SHORTEST_SLEEP) < 0) sleep = SHORTEST_SLEEP;
        if (sleep.compareTo(LONGEST_SLEEP) > 0) sleep = LONGEST_SLEEP;
        if (closed.await(sleep.toMillis(), TimeUnit.MILLISECONDS)) return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("the renewal of certificates ended, which is a bug", e);
    }
  }

  /// Does what is due, and says when to look again.
  private Instant look() throws InterruptedException {
    askForAdvice();
    var status = status();
    if (status.due().isAfter(clock.instant())) return status.due();
    try {
      order(false);
    } catch (AcmeFailure e) {
      log.warn(
          "no certificate from {} for {}: {}. It is tried again at {}",
          config.directory(),
          status.names(),
          e.getMessage(),
          files.state().notBefore());
    }
    return status().due();
  }

  private void askForAdvice() {
    var now = clock.instant();
    var before = advisedAt;
    if (before != null && now.isBefore(before.plus(ADVICE_PERIOD))) return;
    var present = present();
    if (present == null) return;
    advisedAt = now;
    try {
      advised = new AcmeClient(config, files.accountKey(random)).advisedRenewal(present);
    } catch (AcmeFailure e) {
      log.debug("no advice on renewal: {}", e.getMessage());
    }
  }

  private @Nullable X509Certificate present() {
    if (files.facts() == null) return null;
    try {
      return KeyFiles.certificate(files.certificate().chain());
    } catch (TlsException e) {
      return null;
    }
  }

  /// How things stand.
  public Status status() {
    var certificate = files.facts();
    var state = files.state();
    var wanted = names.get();
    var due = Schedule.due(certificate, wanted, advised, state, clock.instant());
    return new Status(state, certificate, wanted, due);
  }

  /// Orders now, whatever is due; returns when the certificate is in use.
  ///
  /// @param newKey does not keep the key that there is
  public void renewNow(boolean newKey) throws AcmeFailure {
    try {
      order(newKey);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AcmeFailure("the server stops");
    }
  }

  private void order(boolean newKey) throws AcmeFailure, InterruptedException {
    if (!working.tryLock()) throw new AcmeFailure("an order is under way already");
    try {
      var wanted = names.get();
      log.info("a certificate for {} is ordered from {}", wanted, config.directory());
      obtain(wanted, newKey ? KeyFiles.make(random) : key());
      files.remember(AcmeState.succeeded(clock.instant()));
      advised = null;
      advisedAt = null;
      var got = files.facts();
      log.info("got a certificate for {} until {}", wanted, got == null ? "?" : got.notAfter());
    } catch (AcmeFailure e) {
      files.remember(files.state().failed(clock.instant(), e));
      throw e;
    } finally {
      working.unlock();
    }
  }

  private void obtain(List<String> wanted, KeyPair key) throws AcmeFailure, InterruptedException {
    try (var proof = proofs.open()) {
      var client = new AcmeClient(config, files.accountKey(random));
      var chain = client.order(wanted, key, present(), proof);
      KeyFiles.write(files.certificate(), key.getPrivate(), chain);
      renewed.read();
    } catch (IOException e) {
      throw new AcmeFailure(String.valueOf(e.getMessage()), null, e);
    }
  }

  /// The key of the certificate that there is, or a new one.
  private KeyPair key() {
    if (files.facts() == null) return KeyFiles.make(random);
    try {
      return KeyFiles.read(files.certificate());
    } catch (TlsException e) {
      log.warn("{}; another key is made", e.getMessage());
      return KeyFiles.make(random);
    }
  }

  /// Gives up what is under way.
  @Override
  public void close() {
    closed.countDown();
    var running = thread;
    if (running == null) return;
    // It holds no session: only requests to the ACME server, which may be cut.
    running.interrupt();
    try {
      running.join(LAST_WAIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

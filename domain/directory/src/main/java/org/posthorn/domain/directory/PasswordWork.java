package org.posthorn.domain.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.wire.sasl.Octets;
import org.posthorn.wire.sasl.Prepared;
import org.posthorn.wire.sasl.ScramHash;
import org.posthorn.wire.sasl.ScramKeys;
import org.posthorn.wire.sasl.Secret;

/// Computes password hashes, on a few platform threads of its own.
///
/// A hash takes 19 MiB and 75 ms of a core on purpose. On the callers' virtual threads a storm of
/// logins would take a heap's worth of memory and, because virtual threads are not time-shared,
/// every carrier thread, so that all other connections stand still. Here at most `threads` hashes
/// are computed at a time, the operating system shares the cores, a bounded queue waits, and what
/// does not fit is told to come back later.
///
/// Any thread may call; a caller waits for its result.
final class PasswordWork implements AutoCloseable {

  /// Too many hashes are waiting: a temporary failure for the client.
  static final class BusyException extends Exception {
    BusyException(Throwable cause) {
      super("too many logins are waiting for their passwords to be checked", cause);
    }
  }

  /// What is stored of a new password: Argon2id for plain logins, keys for SCRAM.
  record Hashes(Argon2 argon2, ScramKeys sha1, ScramKeys sha256) {}

  /// What SCRAM needs of a password.
  record Keys(ScramKeys sha1, ScramKeys sha256) {}

  /// A thief of the database would attack these keys rather than the Argon2id hash beside them, and
  /// every client computes as many iterations at each login: the count is between RFC 7677's least
  /// (4096) and its rule of thumb (0.1 s; about 15,000 when it was written). 10,000 is Prosody's
  /// too.
  static final int SCRAM_ITERATIONS = 10_000;

  private static final int MAX_WAITING = 2_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final SecureRandom random;
  private final Argon2.Cost cost;
  private final Argon2 nobodys;
  private final ThreadPoolExecutor threads;
  private final AtomicLong argon2Computed = new AtomicLong();

  PasswordWork(SecureRandom random, Argon2.Cost cost, int threads) {
    this.random = random;
    this.cost = cost;
    this.nobodys = Argon2.ofNobody(cost, random);
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
  }

  /// Checks a password against a stored form. A check that fails costs one Argon2id computation, or
  /// a little more, whatever the stored form was; see [#pretend].
  boolean matches(PasswordHash stored, Secret password) throws BusyException {
    return compute(() -> {
      if (stored instanceof PasswordHash.OfArgon2) argon2Computed.incrementAndGet();
      boolean matches = stored.matches(password);
      if (!matches && !stored.isAsGoodAs(cost)) computeNobodys(password);
      return matches;
    });
  }

  /// Takes the time of a failed check, so that a stranger cannot tell an account that does not
  /// exist from a wrong password.
  void pretend(Secret password) throws BusyException {
    compute(() -> computeNobodys(password));
  }

  private boolean computeNobodys(Secret password) {
    argon2Computed.incrementAndGet();
    return nobodys.matches(password.reveal().getBytes(UTF_8));
  }

  /// Everything that is stored of a new password.
  ///
  /// @param password in the form that [Prepared#password] made, as logins bring it
  Hashes hash(Secret password) throws BusyException {
    return compute(() -> {
      argon2Computed.incrementAndGet();
      var argon2 = Argon2.hash(password.reveal().getBytes(UTF_8), cost, random);
      return new Hashes(argon2, keys(ScramHash.SHA_1, password), keys(ScramHash.SHA_256, password));
    });
  }

  /// SCRAM keys alone, at about a twentieth of the cost: for imports of many plain passwords.
  Keys scramKeys(Secret password) throws BusyException {
    return compute(
        () -> new Keys(keys(ScramHash.SHA_1, password), keys(ScramHash.SHA_256, password)));
  }

  private ScramKeys keys(ScramHash hash, Secret password) {
    var salt = new byte[ScramKeys.SALT_OCTETS];
    random.nextBytes(salt);
    return ScramKeys.derive(hash, password, Octets.of(salt), SCRAM_ITERATIONS);
  }

  /// What new hashes cost.
  Argon2.Cost cost() {
    return cost;
  }

  /// Argon2 computations so far, failed and pretended checks included.
  long argon2Computed() {
    return argon2Computed.get();
  }

  /// How many hashes are computed at the same time.
  int width() {
    return threads.getMaximumPoolSize();
  }

  private <T> T compute(Callable<T> task) throws BusyException {
    try {
      var result = threads.submit(task);
      try {
        return result.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        result.cancel(false);
      }
    } catch (RejectedExecutionException | TimeoutException e) {
      throw new BusyException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password hash could not be computed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}

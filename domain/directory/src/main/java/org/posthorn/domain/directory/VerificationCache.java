package org.posthorn.domain.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.wire.sasl.Secret;

/// Remembers which passwords were right, so that a client that logs in every minute costs
/// microseconds and not 75 ms of Argon2id each time.
///
/// What is remembered is HMAC-SHA-256 over account, credential version and password, under a key
/// that is made at start and never leaves the process. Why that is safe enough:
///
/// - Only success is remembered. A wrong guess always costs the full hash, so guessing over the
///   network is as slow as before.
/// - The credential row is read at every login, also when the answer comes from here: a new
///   password has a new version, which is never used again, so the old password's entry is dead at
///   once, on every node. Likewise whether the account is enabled is read every time.
/// - Whoever can read the process's memory finds a fast hash to attack; he would also find the
///   passwords themselves as they come in, so little is lost. Entries live for a limited time, and
///   none are written anywhere.
///
/// Any thread may call.
final class VerificationCache {

  static final Duration LIFETIME = Duration.ofHours(1);
  static final int MAX_ENTRIES = 50_000;

  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;
  private final Cache<ByteBuffer, Boolean> right;

  VerificationCache(InstantSource clock, SecureRandom random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, HMAC);
    this.right =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(LIFETIME)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  /// Whether this password was seen to be right for this version of this account's credentials.
  boolean knows(AccountId account, long version, Secret password) {
    return right.getIfPresent(fingerprint(account, version, password)) != null;
  }

  void remember(AccountId account, long version, Secret password) {
    right.put(fingerprint(account, version, password), true);
  }

  private ByteBuffer fingerprint(AccountId account, long version, Secret password) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(ByteBuffer.allocate(16).putLong(account.value()).putLong(version).flip());
      return ByteBuffer.wrap(mac.doFinal(password.reveal().getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " is in every JDK", e);
    }
  }
}

package org.posthorn.domain.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.platform.storage.Database;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mailauth.Srs;

/// Addresses at our domains that stand for the senders of mail that our domains send on (the sender
/// rewriting scheme, [Srs]), and lead reports back to them for three weeks.
///
/// The secret is made when it is first needed, is the same on all nodes, and can be changed while
/// what it has signed still counts. Senders that do not fit into an address are kept in the
/// directory. Any thread may call.
public final class SenderRewriting {

  /// How long what belongs to an address is kept: a day longer than the address counts.
  private static final Duration KEPT = Duration.ofDays(Srs.MAX_DAYS + 1L);

  /// Secrets that count at a time; with more the oldest is forgotten.
  static final int MAX_SECRETS = 10;

  /// Senders that are kept; some hundred octets each. Of more the oldest are forgotten.
  static final long MAX_KEPT = 1_000_000;

  private static final int SECRET_OCTETS = 32;
  private static final int MAX_REMEMBERED = 10_000;
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  private record Secrets(long generation, Instant read, List<byte[]> secrets) {}

  private final Resolutions directory;
  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random;
  private volatile @Nullable Secrets known;

  /// Tokens that were written today by this node.
  private final Cache<String, Long> written =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /// @param directory for what counts at once everywhere
  /// @param database the same, for what changes no answer of the directory
  SenderRewriting(
      Resolutions directory, Database database, InstantSource clock, SecureRandom random) {
    this.directory = directory;
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  /// What an address at one of our domains is.
  public sealed interface Reversed {
    /// It stands for nobody.
    record NotRewritten() implements Reversed {}

    /// It stands for this sender.
    record Original(EmailAddress address) implements Reversed {}

    /// It looks as if it stood for somebody, and leads nowhere: why, in words.
    record Nobody(String reason) implements Reversed {}
  }

  /// The address at `by` that stands for `sender` from now on, durably.
  public EmailAddress rewrite(EmailAddress sender, DomainName by) {
    var srs = srs();
    var rewritten = srs.rewrite(sender, by);
    if (rewritten != null) return rewritten;
    var token = srs.token(sender);
    long today = day();
    var last = written.getIfPresent(token);
    if (last == null || last != today) {
      var now = clock.instant();
      database.<@Nullable Void>write(tx -> {
        SrsStore.keep(tx, token, sender, now);
        SrsStore.forget(tx, now.minus(KEPT), MAX_KEPT);
        return null;
      });
      written.put(token, today);
    }
    return srs.rewrite(token, by);
  }

  /// Whom an address stands for.
  public Reversed reverse(EmailAddress address) {
    if (!Srs.isRewritten(address.localpart())) return new Reversed.NotRewritten();
    return switch (srs().reverse(address.localpart())) {
      case Srs.Reversed.Original(var original) -> new Reversed.Original(original);
      case Srs.Reversed.Kept(var token) -> {
        var original = database.read(tx -> SrsStore.kept(tx, token));
        yield original == null
            ? new Reversed.Nobody("the sender that it stood for is not kept any more")
            : new Reversed.Original(original);
      }
      case Srs.Reversed.Forged _ ->
          new Reversed.Nobody("it was not made here, or was changed on its way");
      case Srs.Reversed.Expired _ ->
          new Reversed.Nobody("it was made more than %d days ago".formatted(Srs.MAX_DAYS));
      case null -> new Reversed.NotRewritten();
    };
  }

  /// Makes a new secret. What the earlier ones have signed counts for its three weeks.
  public void rotate(Actor actor) {
    var by = new By(actor, clock.instant());
    var secret = fresh();
    directory.<@Nullable Void>write(tx -> {
      long id = SrsStore.add(tx, secret, by.at());
      SrsStore.keepSecrets(tx, MAX_SECRETS);
      AuditStore.addedSrsSecret(tx, by, id);
      return null;
    });
  }

  private Srs srs() {
    return new Srs(secrets(), day());
  }

  private long day() {
    return Math.floorDiv(clock.instant().getEpochSecond(), DAY_SECONDS);
  }

  private List<byte[]> secrets() {
    var now = clock.instant();
    long generation = directory.generation();
    var before = known;
    if (before != null
        && before.generation == generation
        && now.isBefore(before.read.plus(Resolutions.KEPT))) return before.secrets;
    var secrets = read(now);
    if (secrets.isEmpty()) {
      var first = fresh();
      database.write(tx -> SrsStore.add(tx, first, now));
      secrets = read(now);
    }
    known = new Secrets(generation, now, secrets);
    return secrets;
  }

  private List<byte[]> read(Instant now) {
    return database.read(tx -> SrsStore.secrets(tx, MAX_SECRETS, now.minus(KEPT)));
  }

  private byte[] fresh() {
    var secret = new byte[SECRET_OCTETS];
    random.nextBytes(secret);
    return secret;
  }
}

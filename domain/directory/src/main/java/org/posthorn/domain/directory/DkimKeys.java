package org.posthorn.domain.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AuditStore.By;
import org.posthorn.domain.directory.DkimKeyStore.NewKey;
import org.posthorn.domain.directory.DomainKey.State;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mailauth.DkimAlgorithm;
import org.posthorn.wire.mailauth.DkimKey;
import org.posthorn.wire.mailauth.DkimSelector;
import org.posthorn.wire.mailauth.DkimSigner;

/// The keys that our domains sign with (RFC 6376 §3.1: several selectors, so that keys can be
/// changed while mail is on its way). A domain signs with one key of each algorithm.
///
/// Every change is durable when it returns, with its audit entry. What a domain signs with is
/// remembered as [Resolutions] remembers its answers, and a key is parsed once. Any thread may
/// call.
public final class DkimKeys {

  /// Of one domain at a time, retired ones included; the records of forgotten ones would stay in
  /// DNS for ever.
  public static final int MAX_KEYS = 20;

  /// Domains, and keys, that are remembered; a key takes some kilobytes.
  private static final int MAX_REMEMBERED = 10_000;

  private record Signers(long generation, List<DkimSigner.Key> keys) {}

  private final Resolutions database;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Cache<Long, DkimKey> parsed =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
  private final Cache<String, Signers> signers =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(Resolutions.KEPT).build();
  private final DkimKeyStore store = new DkimKeyStore(this::parsed);

  DkimKeys(Resolutions database, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  private DkimKey parsed(DkimKeyId id, String pem) {
    return Objects.requireNonNull(parsed.get(id.value(), _ -> DkimKey.ofPem(pem)));
  }

  /// What a domain signs with now; empty for one that has no active key or is not ours.
  public List<DkimSigner.Key> active(DomainName domain) {
    var key = domain.key();
    var known = signers.getIfPresent(key);
    // Taken before the rows are read, as in Resolutions.
    long generation = database.generation();
    if (known != null && known.generation() == generation) return known.keys();
    var keys =
        database.read(tx -> store.active(tx, domain)).stream().map(DomainKey::signer).toList();
    signers.put(key, new Signers(generation, keys));
    return keys;
  }

  /// All keys of a domain, oldest first; null for a domain that is not ours.
  public @Nullable List<DomainKey> list(DomainName domain) {
    return database.read(tx -> DomainStore.find(tx, domain) == null ? null : store.all(tx, domain));
  }

  /// Makes a key, which does not sign yet.
  ///
  /// @param selector null takes one with the day in it
  /// @param rsaBits of no meaning for Ed25519
  public DkimKeyResult.OfAdd add(
      Actor actor,
      DomainName domain,
      DkimAlgorithm algorithm,
      @Nullable DkimSelector selector,
      int rsaBits) {
    if (domain.isLiteral()) return new DkimKeyResult.NoSuchDomain(domain);
    if (rsaBits < DkimKey.MIN_NEW_RSA_BITS || rsaBits > DkimKey.MAX_NEW_RSA_BITS)
      return new DkimKeyResult.Invalid(
          "RSA keys have %d to %d bits"
              .formatted(DkimKey.MIN_NEW_RSA_BITS, DkimKey.MAX_NEW_RSA_BITS));
    if (selector != null && selector.keyName(new DnsName(domain.ascii())) == null)
      return new DkimKeyResult.Invalid("the selector is too long for this domain");
    var by = new By(actor, clock.instant());
    var made = new NewKey(DkimKey.generate(algorithm, rsaBits, random), by.at());
    return database.write(tx -> insert(tx, by, domain, selector, List.of(made)));
  }

  /// Makes a new key for each that signs now, or one of each algorithm for a domain that has none.
  /// They sign when they are activated, which retires those before them.
  public DkimKeyResult.OfAdd rotate(Actor actor, DomainName domain) {
    if (domain.isLiteral()) return new DkimKeyResult.NoSuchDomain(domain);
    var algorithms = EnumSet.noneOf(DkimAlgorithm.class);
    for (var key : active(domain)) algorithms.add(key.secret().algorithm());
    if (algorithms.isEmpty()) algorithms = EnumSet.allOf(DkimAlgorithm.class);
    var by = new By(actor, clock.instant());
    var made = new ArrayList<NewKey>();
    for (var algorithm : algorithms)
      made.add(new NewKey(DkimKey.generate(algorithm, random), by.at()));
    return database.write(tx -> insert(tx, by, domain, null, made));
  }

  private DkimKeyResult.OfAdd insert(
      Transaction tx, By by, DomainName name, @Nullable DkimSelector selector, List<NewKey> made) {
    var domain = DomainStore.find(tx, name);
    if (domain == null) return new DkimKeyResult.NoSuchDomain(name);
    if (store.all(tx, name).size() + made.size() > MAX_KEYS)
      return new DkimKeyResult.TooMany(domain.name());
    var taken = DkimKeyStore.taken(tx, name);
    if (selector != null && taken.contains(selector))
      return new DkimKeyResult.SelectorTaken(domain.name(), selector);
    var day = by.at().atZone(ZoneOffset.UTC).toLocalDate();
    var keys = new ArrayList<DomainKey>();
    for (var one : made) {
      var called =
          selector == null ? DkimSelector.dated(day, one.key().algorithm(), taken) : selector;
      if (called.keyName(new DnsName(domain.name().ascii())) == null)
        return new DkimKeyResult.Invalid("the domain's name is too long for a key below it");
      var key = DkimKeyStore.insert(tx, domain, called, one);
      AuditStore.added(tx, by, key);
      keys.add(key);
    }
    return new DkimKeyResult.Done(keys);
  }

  /// Signs with this key from now on, and with no other of its algorithm. A retired key may come
  /// back.
  public DkimKeyResult.OfChange activate(Actor actor, DomainName domain, DkimSelector selector) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var all = store.all(tx, domain);
      var key = named(all, selector);
      if (key == null) return missing(tx, domain, selector);
      if (key.state() == State.ACTIVE) return new DkimKeyResult.Done(List.of(key));
      var changed = new ArrayList<DomainKey>();
      changed.add(change(tx, by, key, State.ACTIVE));
      for (var other : all)
        if (other.state() == State.ACTIVE && isSameKind(other, key))
          changed.add(change(tx, by, other, State.RETIRED));
      return new DkimKeyResult.Done(changed);
    });
  }

  private static boolean isSameKind(DomainKey one, DomainKey other) {
    return one.secret().algorithm() == other.secret().algorithm();
  }

  /// Signs no more with this key.
  public DkimKeyResult.OfChange retire(Actor actor, DomainName domain, DkimSelector selector) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var key = named(store.all(tx, domain), selector);
      if (key == null) return missing(tx, domain, selector);
      return switch (key.state()) {
        case PUBLISHED -> new DkimKeyResult.WrongState(key, "has never signed; remove it");
        case ACTIVE -> new DkimKeyResult.Done(List.of(change(tx, by, key, State.RETIRED)));
        case RETIRED -> new DkimKeyResult.Done(List.of(key));
      };
    });
  }

  /// Forgets a key for good; its record may go, too.
  public DkimKeyResult.OfChange remove(Actor actor, DomainName domain, DkimSelector selector) {
    var by = new By(actor, clock.instant());
    return database.write(tx -> {
      var key = named(store.all(tx, domain), selector);
      if (key == null) return missing(tx, domain, selector);
      if (key.state() == State.ACTIVE)
        return new DkimKeyResult.WrongState(key, "signs; retire it first");
      bury(tx, by, key);
      return new DkimKeyResult.Done(List.of(key));
    });
  }

  private static DkimKeyResult.OfChange missing(
      Transaction tx, DomainName domain, DkimSelector selector) {
    return DomainStore.find(tx, domain) == null
        ? new DkimKeyResult.NoSuchDomain(domain)
        : new DkimKeyResult.NoSuchKey(domain, selector);
  }

  private static @Nullable DomainKey named(List<DomainKey> keys, DkimSelector selector) {
    for (var key : keys) if (key.selector().equals(selector)) return key;
    return null;
  }

  private static DomainKey change(Transaction tx, By by, DomainKey before, State state) {
    var after = before.with(state, by.at());
    DkimKeyStore.update(tx, after);
    AuditStore.changed(tx, by, before, after);
    return after;
  }

  private static void bury(Transaction tx, By by, DomainKey key) {
    DkimKeyStore.bury(tx, key.id(), by.at());
    AuditStore.removed(tx, by, key);
  }

  /// Forgets all keys of a domain that is removed.
  static void removeAll(Transaction tx, By by, DomainName domain) {
    var store = new DkimKeyStore((_, pem) -> DkimKey.ofPem(pem));
    for (var key : store.all(tx, domain)) bury(tx, by, key);
  }
}

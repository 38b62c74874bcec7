package org.posthorn.platform.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.posthorn.wire.dns.Dns;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.dns.Lookup;
import org.posthorn.wire.dns.Lookup.Failure;
import org.posthorn.wire.dns.Mx;
import org.posthorn.wire.dns.RecordType;
import org.posthorn.wire.dns.Srv;
import org.posthorn.wire.dns.Tlsa;
import org.posthorn.wire.dns.Txt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the recursive servers of this machine or network, and remembers their answers.
///
/// It has no threads: who asks, blocks, up to [ResolverConfig#totalTimeout], and who asks the same
/// as somebody else at the same time waits for that answer. An interrupt ends the wait with a
/// failure. It does not validate signatures itself; whose word it takes that they are right,
/// [ResolverConfig#trustAd] says.
///
/// Any thread may call. After [#close] every question fails.
public final class Resolver implements Dns, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Resolver.class);

  private final ResolverConfig config;
  private final RandomGenerator random;
  private final Exchange exchange;
  private final Inquiry inquiry;
  private final AnswerCache cache;
  private final Semaphore permits;
  private final Counters counters = new Counters();

  /// A null inside says that who asked has given up, and that it has to be asked anew.
  private final ConcurrentMap<Question, CompletableFuture<@Nullable Lookup<Object>>> underWay =
      new ConcurrentHashMap<>();

  /// Asks nobody yet.
  ///
  /// @param clock for what is remembered; time-outs are real
  /// @param random not to be guessed, and safe for several threads, as `SecureRandom` is: forged
  ///   answers have to guess the numbers that it makes
  public Resolver(ResolverConfig config, InstantSource clock, RandomGenerator random) {
    this.config = config;
    this.random = random;
    this.exchange = new Exchange(random);
    this.inquiry = new Inquiry(config, new Servers(config, clock), exchange, counters);
    this.cache = new AnswerCache(config.cache(), clock);
    this.permits = new Semaphore(config.questionsAtOnce());
  }

  @Override
  public Lookup<Mx> mx(DnsName name) {
    var lookup = look(name, RecordType.MX, Mx.class);
    return reordered(lookup, found -> Order.mx(found, random));
  }

  @Override
  public Lookup<Inet4Address> a(DnsName name) {
    return look(name, RecordType.A, Inet4Address.class);
  }

  @Override
  public Lookup<Inet6Address> aaaa(DnsName name) {
    return look(name, RecordType.AAAA, Inet6Address.class);
  }

  @Override
  public Lookup<Txt> txt(DnsName name) {
    return look(name, RecordType.TXT, Txt.class);
  }

  @Override
  public Lookup<Srv> srv(DnsName name) {
    var lookup = look(name, RecordType.SRV, Srv.class);
    return reordered(lookup, found -> Order.srv(found, random));
  }

  @Override
  public Lookup<Tlsa> tlsa(DnsName name) {
    return look(name, RecordType.TLSA, Tlsa.class);
  }

  @Override
  public Lookup<DnsName> ptr(InetAddress address) {
    return look(DnsName.reverse(address), RecordType.PTR, DnsName.class);
  }

  @Override
  public Lookup<DnsName> cname(DnsName name) {
    return look(name, RecordType.CNAME, DnsName.class);
  }

  public ResolverCounts counts() {
    return counters.counts();
  }

  /// Forgets every answer and failure: an administrator has changed a zone and does not want to
  /// wait.
  public void forget() {
    cache.clear();
  }

  /// Ends what is under way: who waits gets a failure at once.
  @Override
  public void close() {
    try {
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <R> Lookup<R> reordered(Lookup<R> lookup, UnaryOperator<List<R>> order) {
    if (!(lookup instanceof Lookup.Found<R>(var records, var canonical, var authentic, var ttl)))
      return lookup;
    return new Lookup.Found<>(order.apply(records), canonical, authentic, ttl);
  }

  private <R> Lookup<R> look(DnsName name, RecordType type, Class<R> kind) {
    counters.question();
    return switch (look(new Question(name, type))) {
      case Lookup.Found<Object>(var records, var canonical, var isAuthentic, var ttl) ->
          new Lookup.Found<>(
              records.stream().map(kind::cast).toList(), canonical, isAuthentic, ttl);
      case Lookup.NoSuchName<Object>(var isAuthentic) -> new Lookup.NoSuchName<>(isAuthentic);
      case Lookup.NoSuchRecord<Object>(var isAuthentic) -> new Lookup.NoSuchRecord<>(isAuthentic);
      case Lookup.Failed<Object>(var failure, var detail) -> new Lookup.Failed<>(failure, detail);
    };
  }

  private Lookup<Object> look(Question question) {
    var deadline = Deadline.in(config.totalTimeout());
    while (!deadline.isOver()) {
      var remembered = cache.find(question);
      if (remembered != null) {
        counters.remembered();
        return remembered;
      }
      var mine = new CompletableFuture<@Nullable Lookup<Object>>();
      var others = underWay.putIfAbsent(question, mine);
      var lookup = others == null ? lead(question, mine, deadline) : await(others, deadline);
      if (lookup != null) return lookup;
    }
    return failed(Failure.TIMEOUT, "no answer in time");
  }

  /// Asks for all who want to know.
  private Lookup<Object> lead(
      Question question, CompletableFuture<@Nullable Lookup<Object>> all, Deadline deadline) {
    try {
      // Somebody may have been answered since we looked.
      var lookup = cache.find(question);
      if (lookup == null) lookup = resolveWhenAllowed(question, deadline);
      if (lookup == null) return failed(Failure.TIMEOUT, "not asked to the end");
      all.complete(lookup);
      return lookup;
    } finally {
      underWay.remove(question, all);
      all.complete(null);
    }
  }

  private @Nullable Lookup<Object> await(
      CompletableFuture<@Nullable Lookup<Object>> answer, Deadline deadline) {
    try {
      var lookup = answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      if (lookup != null) counters.shared();
      return lookup;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed(Failure.TIMEOUT, "interrupted");
    } catch (TimeoutException _) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes it with an exception", e);
    }
  }

  /// Null when it was given up.
  private @Nullable Lookup<Object> resolveWhenAllowed(Question question, Deadline deadline) {
    try {
      if (!permits.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS))
        return failed(Failure.TIMEOUT, "too many questions at once");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
    try {
      var resolved = new Resolution(question, inquiry, config.cache()).run(deadline);
      if (resolved == null) return null;
      if (resolved.lookup() instanceof Lookup.Failed<Object>(var failure, var detail)) {
        counters.failed();
        log.debug("{}: {} ({})", question, failure, detail);
      }
      cache.remember(question, resolved.lookup(), resolved.lifetime(), resolved.octets());
      return resolved.lookup();
    } finally {
      permits.release();
    }
  }

  private static Lookup<Object> failed(Failure failure, String detail) {
    return new Lookup.Failed<>(failure, detail);
  }
}

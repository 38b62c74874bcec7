package org.posthorn.platform.dns;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The servers and which of them do not answer at present. Any thread may call.
final class Servers {
  private static final Logger log = LoggerFactory.getLogger(Servers.class);

  private final ResolverConfig config;
  private final InstantSource clock;
  private final List<Server> all;

  Servers(ResolverConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.all = config.servers().stream().map(Server::new).toList();
  }

  /// One server.
  final class Server {
    private final InetSocketAddress address;

    /// Null while it answers.
    private final AtomicReference<@Nullable Instant> avoidedUntil = new AtomicReference<>();

    /// Of [System#nanoTime]; null before the first.
    private volatile @Nullable Long lastAnswer;

    private Server(InetSocketAddress address) {
      this.address = address;
    }

    InetSocketAddress address() {
      return address;
    }

    boolean isTrusted() {
      return config.trustAd().covers(address);
    }

    void answered() {
      lastAnswer = System.nanoTime();
      if (avoidedUntil.get() != null && avoidedUntil.getAndSet(null) != null)
        log.info("name server {} answers again", this);
    }

    /// It said nothing to a question that was sent at this time, which makes it dead unless it has
    /// answered others since: then it is only slow with this one (RFC 2308 §7.2).
    void wasSilent(long sentNanoTime) {
      var last = lastAnswer;
      if (last == null || last - sentNanoTime < 0) isGone("no answer in time");
    }

    /// The network says that nobody is there.
    void isGone(String why) {
      var before = avoidedUntil.getAndSet(clock.instant().plus(config.downtime()));
      if (before == null) log.warn("name server {} does not answer: {}", this, why);
    }

    private boolean isAvoided(Instant now) {
      var until = avoidedUntil.get();
      return until != null && now.isBefore(until);
    }

    /// When it was avoided for long enough, one question tries it while others still go elsewhere:
    /// should it still be dead, only that one waits.
    private boolean isTried(Instant now) {
      var until = avoidedUntil.get();
      return until != null && avoidedUntil.compareAndSet(until, now.plus(config.totalTimeout()));
    }

    @Override
    public String toString() {
      return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
  }

  /// As configured, but those that did not answer lately last: they are still asked when all others
  /// fail. A trusted server is passed over only where another trusted one answers, for else anybody
  /// whose questions take it too long could have it replaced by one that does not validate.
  List<Server> inOrder() {
    var now = clock.instant();
    var trustedAnswers = all.stream().anyMatch(s -> s.isTrusted() && !s.isAvoided(now));
    var order = new ArrayList<Server>();
    var last = new ArrayList<Server>();
    for (var server : all) {
      var hasPlace = server.isTrusted() && !trustedAnswers;
      var isLast = !hasPlace && server.avoidedUntil.get() != null;
      if (isLast && (server.isAvoided(now) || !server.isTried(now))) last.add(server);
      else order.add(server);
    }
    order.addAll(last);
    return order;
  }
}

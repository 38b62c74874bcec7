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
      if (avoidedUntil.get() != null && avoidedUntil.getAndSet(null) != null)
        log.info("name server {} answers again", this);
    }

    void didNotAnswer(String why) {
      var before = avoidedUntil.getAndSet(clock.instant().plus(config.downtime()));
      if (before == null)
        log.warn("name server {} does not answer ({}): asked last for a while", this, why);
    }

    /// When it was avoided for long enough, one question tries it while others still go elsewhere:
    /// should it still be dead, only that one waits.
    private boolean isAvoided(Instant now) {
      var until = avoidedUntil.get();
      if (until == null) return false;
      if (now.isBefore(until)) return true;
      return !avoidedUntil.compareAndSet(until, now.plus(config.totalTimeout()));
    }

    @Override
    public String toString() {
      return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
  }

  /// As configured, but those that did not answer lately last: they are still asked when all others
  /// fail.
  List<Server> inOrder() {
    var now = clock.instant();
    var order = new ArrayList<Server>();
    var last = new ArrayList<Server>();
    for (var server : all) (server.isAvoided(now) ? last : order).add(server);
    order.addAll(last);
    return order;
  }
}

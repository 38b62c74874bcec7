package org.posthorn.platform.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the connections that are open, in total and per address, and says when there are too
/// many. Thread-safe; every successful `enter…` is followed by one `leave…`.
final class Admission {
  private final NetworkLimits limits;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<Long, Integer> perSource = new ConcurrentHashMap<>();

  Admission(NetworkLimits limits) {
    this.limits = limits;
  }

  boolean enter() {
    if (total.incrementAndGet() <= limits.connections()) return true;
    total.decrementAndGet();
    return false;
  }

  void leave() {
    total.decrementAndGet();
  }

  boolean enter(InetAddress peer) {
    int most = limits.limitsAddress(peer) ? limits.connectionsPerAddress() : Integer.MAX_VALUE;
    var admitted = new boolean[1];
    perSource.compute(
        source(peer),
        (_, open) -> {
          int before = open == null ? 0 : open;
          admitted[0] = before < most;
          return admitted[0] ? Integer.valueOf(before + 1) : open;
        });
    return admitted[0];
  }

  void leave(InetAddress peer) {
    perSource.computeIfPresent(source(peer), (_, open) -> open == 1 ? null : open - 1);
  }

  int total() {
    return total.get();
  }

  int sources() {
    return perSource.size();
  }

  /// An IPv4 address, or the /64 of an IPv6 one, which is what one customer gets. An IPv4 address
  /// is put where IPv6 has its reserved ::/8, so the two never meet.
  static long source(InetAddress peer) {
    var octets = peer.getAddress();
    if (octets.length == 16) return ByteBuffer.wrap(octets).getLong();
    return 1L << 32 | Integer.toUnsignedLong(ByteBuffer.wrap(octets).getInt());
  }
}

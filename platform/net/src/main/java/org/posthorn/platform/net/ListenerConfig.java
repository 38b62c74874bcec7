package org.posthorn.platform.net;

import java.net.InetAddress;
import java.util.List;

/// Where and how to listen for one protocol.
///
/// @param name as `status` and the log show it: `smtp`, `imaps`, …
/// @param addresses at least one, IPv4 and IPv6; `0.0.0.0` is IPv4 only, `::` is both
/// @param port 0 picks a free one, the same for all addresses
/// @param proxies peers that speak the PROXY protocol (they must); from anybody else it is not
///   understood
/// @param maxConnections most connections of this listener at one time
public record ListenerConfig(
    String name,
    List<InetAddress> addresses,
    int port,
    TlsMode tls,
    List<Cidr> proxies,
    int maxConnections) {
  public static final int DEFAULT_MAX_CONNECTIONS = 20_000;

  public ListenerConfig {
    addresses = List.copyOf(addresses);
    proxies = List.copyOf(proxies);
    if (name.isBlank()) throw new IllegalArgumentException("a listener needs a name");
    if (addresses.isEmpty())
      throw new IllegalArgumentException("listener " + name + " has no address");
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("listener " + name + ": not a port: " + port);
    if (maxConnections < 1)
      throw new IllegalArgumentException("listener " + name + " allows no connections");
  }

  /// One address, no proxies, the usual limit.
  public static ListenerConfig of(String name, InetAddress address, int port, TlsMode tls) {
    return new ListenerConfig(
        name, List.of(address), port, tls, List.of(), DEFAULT_MAX_CONNECTIONS);
  }

  boolean isProxy(InetAddress peer) {
    return proxies.stream().anyMatch(proxy -> proxy.contains(peer));
  }
}

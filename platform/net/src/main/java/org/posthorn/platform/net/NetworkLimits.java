package org.posthorn.platform.net;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Limits shared by all listeners.
///
/// @param connections most connections at one time, all listeners together
/// @param connectionsPerAddress most of them from one IPv4 address or one IPv6 /64
/// @param unlimitedPerAddress networks without a limit per address (webmail, monitoring)
/// @param handshakeTimeout longest TLS handshake, and longest wait for a PROXY header
/// @param writeTimeout longest time for the peer to take one chunk (at most 64 KiB) of output
public record NetworkLimits(
    int connections,
    int connectionsPerAddress,
    List<Cidr> unlimitedPerAddress,
    Duration handshakeTimeout,
    Duration writeTimeout) {
  public static final NetworkLimits DEFAULTS =
      new NetworkLimits(50_000, 500, List.of(), Duration.ofSeconds(30), Duration.ofMinutes(2));

  public NetworkLimits {
    unlimitedPerAddress = List.copyOf(unlimitedPerAddress);
    if (connections < 1 || connectionsPerAddress < 1)
      throw new IllegalArgumentException("a connection limit must be at least 1");
    if (!handshakeTimeout.isPositive() || !writeTimeout.isPositive())
      throw new IllegalArgumentException("a time-out must be positive");
  }

  boolean limitsAddress(InetAddress peer) {
    return unlimitedPerAddress.stream().noneMatch(network -> network.contains(peer));
  }
}

package org.posthorn.platform.dns;

import java.net.InetSocketAddress;

/// Which servers are believed when they say that they have validated an answer (the AD bit). On the
/// way from a server to here anybody could have set it, so only a server that cannot be reached
/// through a network is believed by default.
public enum AdTrust {
  /// A validating resolver on this machine.
  LOOPBACK,
  /// Every server: the administrator knows the way to them to be safe, and that they validate.
  EVERY_SERVER,
  /// None: nothing is authentic.
  NO_SERVER;

  boolean covers(InetSocketAddress server) {
    return switch (this) {
      case LOOPBACK -> server.getAddress().isLoopbackAddress();
      case EVERY_SERVER -> true;
      case NO_SERVER -> false;
    };
  }
}

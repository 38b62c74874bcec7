package org.posthorn.platform.net;

import java.net.InetSocketAddress;

/// What a proxy says of the connection that it passes on.
sealed interface ProxyHeader {
  /// The client's end and the end that it connected to.
  record Proxied(InetSocketAddress source, InetSocketAddress destination) implements ProxyHeader {}

  /// The proxy speaks for itself (a health check), or does not know: the socket's own ends count.
  record Local() implements ProxyHeader {}
}

package org.posthorn.platform.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// Opens the sockets of a listener, all on one port, and explains why it cannot.
final class ServerSockets {
  private static final int BACKLOG = 1024;
  private static final int TRIES_FOR_A_FREE_PORT = 20;

  private ServerSockets() {}

  static List<ServerSocket> open(ListenerConfig config) throws ListenException {
    var addresses = distinct(config.addresses());
    for (int tries = 1; ; tries++) {
      try {
        return open(config, addresses);
      } catch (ListenException e) {
        // The port that was free on the first address need not be free on the second.
        if (config.port() != 0 || addresses.size() == 1 || tries == TRIES_FOR_A_FREE_PORT) throw e;
      }
    }
  }

  /// `::` takes IPv4 along, so that `0.0.0.0` beside it would be in use.
  private static List<InetAddress> distinct(List<InetAddress> configured) {
    var distinct = new LinkedHashSet<>(configured);
    boolean any =
        distinct.stream().anyMatch(a -> a instanceof Inet6Address && a.isAnyLocalAddress());
    if (any) distinct.removeIf(a -> a instanceof Inet4Address && a.isAnyLocalAddress());
    return List.copyOf(distinct);
  }

  private static List<ServerSocket> open(ListenerConfig config, List<InetAddress> addresses)
      throws ListenException {
    var sockets = new ArrayList<ServerSocket>();
    int port = config.port();
    for (var address : addresses) {
      try {
        var socket = bind(address, port);
        sockets.add(socket);
        port = socket.getLocalPort();
      } catch (IOException e) {
        sockets.forEach(ServerSockets::close);
        throw new ListenException(explain(config.name(), address, port, e), e);
      }
    }
    return List.copyOf(sockets);
  }

  // The caller closes it.
  private static ServerSocket bind(InetAddress address, int port) throws IOException {
    // A plain ServerSocket takes IPv6 along when it is bound to 0.0.0.0.
    boolean onlyIpv4 = address instanceof Inet4Address && address.isAnyLocalAddress();
    var socket =
        onlyIpv4
            ? ServerSocketChannel.open(StandardProtocolFamily.INET).socket()
            : new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port), BACKLOG);
      return socket;
    } catch (IOException e) {
      close(socket);
      throw e;
    }
  }

  static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing is lost: it takes no more connections either way.
    }
  }

  private static String explain(
      String listener, InetAddress address, int port, IOException reason) {
    var text = String.valueOf(reason.getMessage()).toLowerCase(Locale.ROOT);
    String advice;
    if (text.contains("in use"))
      advice = "the port is in use: stop the program that has it, or choose another port";
    else if (text.contains("permission denied"))
      advice =
          "ports below 1024 need the right CAP_NET_BIND_SERVICE: run as a service that has it, or"
              + " choose a higher port";
    else if (reason instanceof BindException && text.contains("assign"))
      advice = "this machine has no such address: correct it, or bring the interface up first";
    else advice = String.valueOf(reason.getMessage());
    return "listener "
        + listener
        + " cannot listen on "
        + format(new InetSocketAddress(address, port))
        + ": "
        + advice;
  }

  /// `127.0.0.1:25`, `[::1]:25`.
  static String format(InetSocketAddress end) {
    var host = end.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + end.getPort();
  }
}

package org.posthorn.testing.e2e;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for servers that have to be told theirs, some of which come back to it after a kill.
///
/// Each is given once, and lies below those that the system gives to whoever asks for any (32768
/// and up on Linux). So no test beside can take the port of a server that is down or not up yet.
final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  /// Builds that run at the same time begin at different places.
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 251 % COUNT));

  private FreePorts() {}

  /// A port of 127.0.0.1, for TCP and UDP.
  static int next() {
    for (var tried = 0; tried < COUNT; tried++) {
      var port = FIRST + NEXT.getAndIncrement() % COUNT;
      if (isFree(port)) return port;
    }
    throw new IllegalStateException("no port is free from " + FIRST + " on");
  }

  private static boolean isFree(int port) {
    var local = InetAddress.ofLiteral("127.0.0.1");
    try (var _ = new ServerSocket(port, 1, local);
        var _ = new DatagramSocket(port, local)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}

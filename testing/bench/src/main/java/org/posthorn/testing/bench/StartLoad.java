package org.posthorn.testing.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The time from `bin/posthorn serve` to the first greeting. README.md says how to call it.
final class StartLoad {
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private StartLoad() {}

  static void main(String... argv) throws IOException, InterruptedException {
    var arguments = new Arguments(argv);
    var launcher = arguments.needed("launcher");
    var data = arguments.needed("data");
    var port = Integer.parseInt(arguments.needed("port"));
    var runs = arguments.number("runs", 5);
    arguments.refuseOthers();
    var times = new Latencies();
    for (var i = 0; i < runs; i++) times.add(start(launcher, data, port));
    var line = new ResultLine("start");
    times.report(line, "start");
    System.out.println(line);
  }

  /// Starts and stops the server once.
  private static long start(String launcher, String data, int port)
      throws IOException, InterruptedException {
    var start = System.nanoTime();
    var server =
        new ProcessBuilder(launcher, "serve", "--data", data)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!greets(port)) {
        if (!server.isAlive() || System.nanoTime() - start > LIMIT.toNanos())
          throw new IllegalStateException("the server does not start");
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      return System.nanoTime() - start;
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static boolean greets(int port) {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException _) {
      return false;
    }
  }
}

package org.posthorn.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// Runs the server in the foreground until it is asked to stop, by `posthorn stop`, SIGTERM or
/// Ctrl-C.
final class Serving {
  private Serving() {}

  /// What is to be done with a server that listens, before it is called ready.
  @FunctionalInterface
  interface Before {
    void with(Wiring wiring) throws AdminRefused, IOException;
  }

  static int run(Config config, Before first)
      throws IOException, CannotStart, AdminRefused, InterruptedException {
    var closed = new CountDownLatch(1);
    try (var wiring = Wiring.start(config, InstantSource.system(), new SecureRandom())) {
      var hook = Thread.ofPlatform().name("shutdown").unstarted(() -> onSignal(wiring, closed));
      Runtime.getRuntime().addShutdownHook(hook);
      first.with(wiring);
      wiring.ready();
      wiring.awaitStop();
    } finally {
      closed.countDown();
    }
    return ExitCode.OK.number();
  }

  /// Java ends with 143 after SIGTERM, which supervisors take for a failure; a drain that went well
  /// is none.
  private static void onSignal(Wiring wiring, CountDownLatch closed) {
    if (closed.getCount() == 0) return;
    wiring.stop();
    try {
      closed.await();
      Runtime.getRuntime().halt(ExitCode.OK.number());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

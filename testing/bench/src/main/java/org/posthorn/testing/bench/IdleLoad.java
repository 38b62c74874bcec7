package org.posthorn.testing.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.testing.testkit.BadAnswer;
import org.posthorn.testing.testkit.ImapClient;

/// Connections that are logged in, have INBOX selected and wait in IDLE; and what each of them
/// costs the server in memory. README.md says how to call it.
///
/// The figure that counts is the one after garbage collection: before it, a JVM holds whatever the
/// logins left behind, as much as its heap may take.
final class IdleLoad {
  /// A source address has some 28,000 ports; those of closed connections are not free at once.
  private static final int PER_ADDRESS = 10_000;

  private static final int LOGINS_AT_A_TIME = 8;

  private final Server server;
  private final int connections;
  private final int users;
  private final List<ImapClient> open = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

  private IdleLoad(Arguments arguments) {
    server = new Server(arguments);
    connections = arguments.number("connections", 1000);
    users = arguments.number("users", 1000);
  }

  static void main(String... argv) throws IOException, InterruptedException {
    var arguments = new Arguments(argv);
    var load = new IdleLoad(arguments);
    var tree = ProcessTree.of(arguments.needed("pid"));
    arguments.refuseOthers();
    // One login first, so that what is made once is not counted.
    load.open(0);
    tree.collectGarbage();
    var before = tree.proportionalKib();
    var start = System.nanoTime();
    load.openAll();
    var seconds = (System.nanoTime() - start) / 1e9;
    var busy = tree.proportionalKib();
    tree.collectGarbage();
    var after = tree.proportionalKib();
    load.probe();
    System.out.println(
        new ResultLine("imap idle")
            .number("connections", load.open.size() - 1)
            .number("errors", load.errors.size())
            .number("open_s", seconds)
            .number("before_kib", before)
            .number("after_kib", after)
            .number("kib_each", (after - before) / (double) load.connections)
            .number("kib_each_before_gc", (busy - before) / (double) load.connections));
    load.errors.stream().distinct().limit(5).forEach(System.err::println);
    for (var client : load.open) client.close();
    if (!load.errors.isEmpty()) System.exit(1);
  }

  private void openAll() throws InterruptedException {
    var next = new AtomicInteger(1);
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < LOGINS_AT_A_TIME; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (var n = next.getAndIncrement(); n <= connections; n = next.getAndIncrement())
              open(n);
          }));
    }
    for (var thread : threads) thread.join();
  }

  private void open(int number) {
    try {
      var source = InetAddress.ofLiteral("127.0.0." + (2 + number / PER_ADDRESS));
      var client = server.imapFrom(source);
      client.login(server.user(number % users + 1), server.password());
      client.ok("SELECT INBOX");
      client.idle();
      open.add(client);
    } catch (IOException | BadAnswer e) {
      errors.add(e.toString());
    }
  }

  /// Some of them are asked whether they still live.
  private void probe() {
    for (var i = 0; i < open.size(); i += Math.max(1, open.size() / 100)) {
      try {
        open.get(i).endIdle();
        open.get(i).idle();
      } catch (IOException | BadAnswer e) {
        errors.add(e.toString());
      }
    }
  }
}

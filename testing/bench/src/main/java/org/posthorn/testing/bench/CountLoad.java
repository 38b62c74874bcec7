package org.posthorn.testing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.testing.testkit.BadAnswer;
import org.posthorn.testing.testkit.ImapItem;

/// Logs in as every user and counts the messages in all INBOXes: what was acknowledged has to be
/// there. As a warm-up it also makes every login's password known to the server. README.md says how
/// to call it.
final class CountLoad {
  private static final int AT_A_TIME = 4;

  private final Server server;
  private final int users;
  private final AtomicInteger next = new AtomicInteger(1);
  private final AtomicLong messages = new AtomicLong();
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

  private CountLoad(Arguments arguments) {
    server = new Server(arguments);
    users = arguments.number("users", 1000);
  }

  static void main(String... argv) throws InterruptedException {
    var arguments = new Arguments(argv);
    var load = new CountLoad(arguments);
    arguments.refuseOthers();
    var start = System.nanoTime();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < AT_A_TIME; i++) threads.add(Thread.startVirtualThread(load::count));
    for (var thread : threads) thread.join();
    System.out.println(
        new ResultLine("count")
            .number("users", load.users)
            .number("messages", load.messages.get())
            .number("seconds", (System.nanoTime() - start) / 1e9));
    load.errors.stream().limit(5).forEach(System.err::println);
    if (!load.errors.isEmpty()) System.exit(1);
  }

  private void count() {
    for (var n = next.getAndIncrement(); n <= users; n = next.getAndIncrement()) {
      try (var imap = server.imap()) {
        imap.login(server.user(n), server.password());
        imap.ok("STATUS INBOX (MESSAGES)")
            .named("STATUS")
            .forEach(status -> messages.addAndGet(messages(status.items())));
        imap.logout();
      } catch (IOException | BadAnswer e) {
        errors.add(server.user(n) + ": " + e);
      }
    }
  }

  /// From `INBOX (MESSAGES 231)`.
  private static long messages(List<ImapItem> status) {
    var counts = status.getLast().items();
    if (!counts.getFirst().text().toUpperCase(Locale.ROOT).equals("MESSAGES"))
      throw new BadAnswer("a STATUS without MESSAGES");
    return counts.get(1).number();
  }
}

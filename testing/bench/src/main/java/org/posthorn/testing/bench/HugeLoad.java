package org.posthorn.testing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.posthorn.testing.testkit.BadAnswer;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.testing.testkit.SmtpClient;

/// Fills the INBOX of one user with a million messages and that of another with a thousand, then
/// does the same to both: opening, a change of a flag, mail by SMTP. README.md says how to call it.
final class HugeLoad {
  private static final int FILLERS = 8;
  private static final int DELIVERERS = 4;
  private static final int OPENINGS = 9;
  private static final int FLAG_CHANGES = 500;
  private static final int DELIVERIES = 2_000;

  private final Server server;
  private final int smtp;
  private final int size;
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

  private HugeLoad(Arguments arguments) {
    server = new Server(arguments);
    smtp = Integer.parseInt(arguments.needed("smtp"));
    size = arguments.number("size", 1024);
  }

  static void main(String... argv) throws InterruptedException, IOException {
    var arguments = new Arguments(argv);
    var load = new HugeLoad(arguments);
    var user = arguments.number("user", 950);
    var messages = arguments.number("n", 1_000_000);
    arguments.refuseOthers();
    var line = new ResultLine("huge").number("messages", messages);
    load.fill(user + 1, 1_000);
    var start = System.nanoTime();
    load.fill(user, messages);
    line.number("fill_seconds", (System.nanoTime() - start) / 1e9);
    // The first visit makes the program ready, so that neither mailbox has to.
    load.visit(user + 1, 1_000, new ResultLine("ready"), "ready_");
    load.visit(user + 1, 1_000, line, "thousand_");
    load.visit(user, messages, line, "huge_");
    System.out.println(line);
    load.errors.stream().limit(5).forEach(System.err::println);
    if (!load.errors.isEmpty()) System.exit(1);
  }

  /// What one thread does while there is more to do.
  private interface Part {
    void run(RandomGenerator random, BooleanSupplier more) throws IOException;
  }

  /// Lets some threads do it so often altogether.
  private void share(int threads, int times, String who, Part part) throws InterruptedException {
    var next = new AtomicInteger();
    var running = new ArrayList<Thread>();
    for (var i = 0; i < threads; i++) {
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(i);
      running.add(
          Thread.startVirtualThread(() -> {
            try {
              part.run(random, () -> next.getAndIncrement() < times);
            } catch (IOException | BadAnswer e) {
              errors.add(who + ": " + e);
            }
          }));
    }
    for (var thread : running) thread.join();
  }

  /// Up to so many; what is there from an earlier run counts.
  private void fill(int user, int messages) throws IOException, InterruptedException {
    long there;
    try (var imap = login(user)) {
      there = imap.ok("SELECT INBOX").named("EXISTS").findFirst().orElseThrow().number();
      imap.logout();
    }
    share(
        FILLERS,
        Math.toIntExact(messages - there),
        server.user(user),
        (random, more) -> {
          try (var imap = login(user)) {
            while (more.getAsBoolean())
              imap.append("INBOX", "", LoadMail.message(server.user(user), size, random));
            imap.logout();
          }
        });
  }

  private ImapClient login(int user) throws IOException {
    var imap = server.imap();
    imap.login(server.user(user), server.password());
    return imap;
  }

  private void visit(int user, int messages, ResultLine line, String name)
      throws IOException, InterruptedException {
    var openings = new Latencies();
    var changes = new Latencies();
    try (var imap = login(user)) {
      for (var i = 0; i < OPENINGS; i++) {
        var start = System.nanoTime();
        imap.ok("SELECT INBOX");
        openings.add(System.nanoTime() - start);
      }
      for (var i = 0; i < FLAG_CHANGES; i++) {
        // all over the mailbox, each another
        var number = 1 + (int) (i * (long) (messages - 1) / FLAG_CHANGES);
        change(imap, number, "+FLAGS", changes);
        change(imap, number, "-FLAGS", changes);
      }
      imap.logout();
    }
    openings.report(line, name + "select");
    changes.report(line, name + "store");
    var start = System.nanoTime();
    share(DELIVERERS, DELIVERIES, server.user(user), (random, more) -> deliver(user, random, more));
    line.number(name + "delivered_per_s", DELIVERIES * 1e9 / (System.nanoTime() - start));
  }

  private static void change(ImapClient imap, int number, String how, Latencies changes)
      throws IOException {
    var start = System.nanoTime();
    imap.ok("STORE " + number + " " + how + " (\\Flagged)");
    changes.add(System.nanoTime() - start);
  }

  private void deliver(int user, RandomGenerator random, BooleanSupplier more) throws IOException {
    var to = List.of(server.user(user));
    try (var client = SmtpClient.connect(SmtpClient.Protocol.SMTP, smtp)) {
      while (more.getAsBoolean()) {
        var message = LoadMail.message(to.getFirst(), size, random);
        client.deliver("sender@example.net", to, message).getFirst().want(250);
      }
      client.quit();
    }
  }
}

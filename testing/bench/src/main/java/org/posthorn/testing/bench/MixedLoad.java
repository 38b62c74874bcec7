package org.posthorn.testing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.testing.bench.MailboxView.Disagreement;
import org.posthorn.testing.bench.MixedSession.Client;
import org.posthorn.testing.testkit.BadAnswer;
import org.posthorn.testing.testkit.TestRandom;

/// Many IMAP clients that do what mail programs do, against any server on this machine. README.md
/// says how to call it; [MixedSession.Step] has the weights.
///
/// Every answer is parsed and compared with what the session was told before; what does not agree
/// is an error, counted, and the first few are named.
final class MixedLoad {
  private static final List<String> COMMANDS =
      List.of(
          "login",
          "select",
          "fetch_flags",
          "fetch_envelopes",
          "fetch_body",
          "store",
          "search",
          "append",
          "expunge",
          "noop",
          "logout");

  private static final int ERRORS_NAMED = 5;

  private final Server server;
  private final int clients;
  private final int share;
  private final int base;
  private final int size;
  private final long seed;
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong errorCount = new AtomicLong();
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

  private MixedLoad(Arguments arguments) {
    server = new Server(arguments);
    clients = arguments.number("clients", 50);
    share = arguments.number("share", 2);
    base = arguments.number("messages", 200);
    size = arguments.number("size", 4096);
    seed = arguments.number("seed", 1);
  }

  static void main(String... argv) throws InterruptedException {
    var arguments = new Arguments(argv);
    var load = new MixedLoad(arguments);
    var warm = Duration.ofSeconds(arguments.number("warm", 5));
    var measured = Duration.ofSeconds(arguments.number("seconds", 20));
    arguments.refuseOthers();
    load.fill();
    load.run(warm, Map.of());
    load.sessions.set(0);
    var latencies = new LinkedHashMap<String, Latencies>();
    COMMANDS.forEach(command -> latencies.put(command, new Latencies()));
    var start = System.nanoTime();
    load.run(measured, latencies);
    var seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(load.result(latencies, seconds));
    load.errors.stream().limit(ERRORS_NAMED).forEach(System.err::println);
    if (load.errorCount.get() > 0) System.exit(1);
  }

  private ResultLine result(Map<String, Latencies> latencies, double seconds) {
    var commands = latencies.values().stream().mapToLong(Latencies::count).sum();
    var line =
        new ResultLine("imap mixed")
            .number("clients", clients)
            .number("seconds", seconds)
            .number("sessions", sessions.get())
            .number("commands", commands)
            .number("commands_per_s", commands / seconds)
            .number("errors", errorCount.get());
    latencies.forEach((command, times) -> times.report(line, command));
    return line;
  }

  private String user(int client) {
    return server.user(client / share + 1);
  }

  /// Every mailbox as new, with its messages.
  private void fill() throws InterruptedException {
    var users = (clients + share - 1) / share;
    var failed = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < users; i++) {
      var user = server.user(i + 1);
      var random = TestRandom.seeded(seed * 1_000_003 - i);
      threads.add(
          Thread.startVirtualThread(() -> {
            try (var imap = server.imap()) {
              imap.login(user, server.password());
              imap.command("DELETE " + MixedSession.MAILBOX);
              imap.ok("CREATE " + MixedSession.MAILBOX);
              for (var m = 0; m < base; m++) {
                var message = LoadMail.message(user, size, random);
                imap.append(MixedSession.MAILBOX, "", message).ok();
              }
              imap.logout();
            } catch (IOException | BadAnswer e) {
              failed.set(true);
              System.err.println("cannot fill the mailbox of " + user + ": " + e);
            }
          }));
    }
    for (var thread : threads) thread.join();
    if (failed.get()) System.exit(1);
  }

  /// Runs all clients for so long; each ends its session first.
  private void run(Duration duration, Map<String, Latencies> latencies)
      throws InterruptedException {
    var end = System.nanoTime() + duration.toNanos();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < clients; i++) {
      var keyword = "$Client" + i % share;
      var client = new Client(user(i), server.password(), keyword, share, size);
      var random = TestRandom.seeded(seed * 1_000_003 + i);
      var session = new MixedSession(client, server::imap, random, latencies);
      threads.add(Thread.startVirtualThread(() -> repeat(session, end)));
    }
    for (var thread : threads) thread.join();
  }

  private void repeat(MixedSession session, long end) {
    while (System.nanoTime() < end) {
      try {
        session.run();
        sessions.incrementAndGet();
      } catch (IOException | BadAnswer | Disagreement e) {
        if (errorCount.incrementAndGet() <= ERRORS_NAMED) errors.add(e.toString());
      }
    }
  }
}

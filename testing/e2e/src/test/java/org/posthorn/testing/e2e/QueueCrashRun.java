package org.posthorn.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// One server's life, of many starts and kills, with a queue that sends to [SmtpSink]. Used by one
/// thread; the sink's threads keep the book.
final class QueueCrashRun implements AutoCloseable {
  private static final List<String> DOMAINS = List.of("north", "south");

  /// For each destination; there is one worker for each connection.
  private static final int CONNECTIONS = 3;

  private static final int WORKERS = 2 * CONNECTIONS;

  /// So often, one time in this many, it is killed while it starts, too.
  private static final int KILLED_AT_START = 8;

  private static final int LONGEST_START_MILLIS = 900;
  private static final int LONGEST_LOAD_MILLIS = 300;
  private static final int LONGEST_LOAD_MESSAGES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Between two looks; spinning would take one of two processors from the server.
  private static final Duration PAUSE = Duration.ofMillis(1);

  /// The sink thinks about a message for up to so long, as hosts do, so that there is always one in
  /// its hands.
  private static final int LONGEST_THOUGHT_MICROS = 4_000;

  private final RandomGenerator random;
  private final QueueCrashLedger ledger = new QueueCrashLedger();
  private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final SmtpSink sink;
  private final CrashServer server;
  private final QueueCrashClients clients;
  private volatile @Nullable Trap trap;

  /// @param storage the configuration's `[storage]` section
  QueueCrashRun(Path data, String storage, RandomGenerator random)
      throws IOException, InterruptedException {
    this.random = random;
    sink = new SmtpSink(this::take);
    var sections = new StringBuilder("[storage]\n").append(storage);
    for (var domain : DOMAINS)
      sections.append(
          """
          [[outbound.routes]]
          name = "%s"
          to = ["%s.test"]
          host = "127.0.0.1"
          port = %d
          tls = "none"
          connections = %d
          """
              .formatted(domain, domain, sink.port(), CONNECTIONS));
    server = new CrashServer(data, List.of("submission"), sections.toString(), 1);
    clients = new QueueCrashClients(server, ledger);
  }

  /// When a kill comes.
  private enum Moment {
    /// Whenever.
    ANY,
    /// When the sink has a message and has not answered yet, nor ever will.
    UNANSWERED,
    /// When the sink has just answered.
    ANSWERED
  }

  /// Springs once, at a moment of the message that is the last of so many.
  private record Trap(
      Moment moment, AtomicInteger left, CountDownLatch sprung, CountDownLatch killed) {
    Trap(Moment moment, int messages) {
      this(moment, new AtomicInteger(messages), new CountDownLatch(1), new CountDownLatch(1));
    }
  }

  private SmtpSink.Receipt take(List<String> recipients, String message) throws IOException {
    var arrival = noted(recipients, message);
    var micros = Math.floorMod(message.hashCode(), LONGEST_THOUGHT_MICROS);
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    if (springs(Moment.UNANSWERED)) throw new IOException("the client is dead");
    return new SmtpSink.Receipt() {
      @Override
      public void answered() {
        springs(Moment.ANSWERED);
      }

      @Override
      public void heard() {
        arrival.settled();
      }
    };
  }

  private QueueCrashLedger.Arrival noted(List<String> recipients, String message) {
    try {
      return ledger.arrived(recipients, message);
    } catch (AssertionError | RuntimeException e) {
      faults.add(e);
      throw e;
    }
  }

  /// Whether a trap has sprung. The server is dead then.
  private boolean springs(Moment moment) {
    var set = trap;
    if (set == null || set.moment != moment || set.left.decrementAndGet() != 0) return false;
    set.sprung.countDown();
    try {
      return set.killed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  int kills() {
    return ledger.kills();
  }

  /// Starts, loads and kills.
  void round() throws IOException, InterruptedException {
    start();
    var moments = Moment.values();
    var set =
        new Trap(
            moments[random.nextInt(moments.length)], 1 + random.nextInt(LONGEST_LOAD_MESSAGES));
    trap = set;
    var acknowledged = ledger.acknowledged();
    var arrived = ledger.arrived();
    clients.start(random.nextLong());
    if (set.moment == Moment.ANY) {
      await(
          "nothing is acknowledged or nothing is sent any more",
          () -> ledger.acknowledged() > acknowledged && ledger.arrived() > arrived);
      Thread.sleep(random.nextInt(LONGEST_LOAD_MILLIS));
    } else await("nothing is sent any more", () -> set.sprung.getCount() == 0);
    kill(set.killed);
    clients.join();
  }

  private void kill(CountDownLatch told) throws InterruptedException {
    server.kill();
    told.countDown();
    sink.awaitQuiet();
    ledger.killed();
  }

  private void start() throws IOException, InterruptedException {
    server.launch();
    while (random.nextInt(KILLED_AT_START) == 0) {
      Thread.sleep(random.nextInt(LONGEST_START_MILLIS));
      kill(new CountDownLatch(1));
      server.launch();
    }
    server.awaitGreetings();
  }

  private void await(String otherwise, BooleanSupplier condition) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      clients.failOnFault();
      failOnFault();
      if (System.nanoTime() > end) throw new AssertionError(otherwise + ":\n" + server.output());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void failOnFault() {
    var fault = faults.peek();
    if (fault != null) throw new AssertionError("the queue sent nonsense", fault);
  }

  /// Lets the queue run empty, and looks at everything.
  void end() throws IOException, InterruptedException {
    server.launch();
    server.awaitGreetings();
    awaitEmpty();
    failOnFault();
    var repeated = ledger.settle(WORKERS);
    server.command("check-store", "--full").run().well();
    server.kill();
    server.command("check-store", "--full").run().well();
    // Fewer would mean that the load did not load, or that the kills came when nothing was sent.
    assertThat(ledger.acknowledged()).isGreaterThan(10 * ledger.kills());
    assertThat(repeated).isPositive();
  }

  /// Asking takes a process each time, which is pause enough.
  private void awaitEmpty() throws IOException, InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var counts = server.command("queue", "count", "--json").run().well().output();
      if (JsonMapper.shared().readTree(counts).path("counts").isEmpty()) return;
      if (System.nanoTime() > end)
        throw new AssertionError(counts + " is not sent:\n" + server.output());
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sink.close();
  }
}

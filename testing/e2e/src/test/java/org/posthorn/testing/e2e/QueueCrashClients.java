package org.posthorn.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.posthorn.testing.testkit.SmtpClient;
import org.posthorn.testing.testkit.TestRandom;

/// Users who hand in mail for elsewhere, each in a virtual thread until the connection breaks or
/// there is enough for one round. What they are promised goes into the ledger.
final class QueueCrashClients {
  private static final int SENDERS = 3;

  /// Of one sender in one round: enough to keep the queue busy until the kill, and no more than it
  /// can send afterwards in the time that the test has.
  private static final int MOST = 60;

  private static final List<String> RECIPIENTS =
      List.of("romeo@north.test", "juliet@north.test", "nurse@south.test", "friar@south.test");

  private final CrashServer server;
  private final QueueCrashLedger ledger;
  private final AtomicLong numbers = new AtomicLong();
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  QueueCrashClients(CrashServer server, QueueCrashLedger ledger) {
    this.server = server;
    this.ledger = ledger;
  }

  void start(long seed) {
    for (var i = 0; i < SENDERS; i++) {
      var random = TestRandom.seeded(seed + i);
      threads.add(Thread.startVirtualThread(() -> run(random)));
    }
  }

  private void run(RandomGenerator random) {
    try (var client = SmtpClient.connect(SmtpClient.Protocol.SMTP, server.port("submission"))) {
      var login = "\0" + CrashClients.address(0) + "\0" + CrashClients.PASSWORD;
      var encoded = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
      client.command("AUTH PLAIN " + encoded).want(235);
      for (var i = 0; i < MOST; i++) send(client, random);
    } catch (IOException _) {
      return; // the server is gone, as it should be
    } catch (RuntimeException e) {
      faults.add(e);
    }
  }

  private void send(SmtpClient client, RandomGenerator random) throws IOException {
    var number = numbers.incrementAndGet();
    var recipients = new ArrayList<String>();
    while (recipients.isEmpty())
      for (var recipient : RECIPIENTS) if (random.nextInt(3) == 0) recipients.add(recipient);
    ledger.sending(number, recipients);
    var message = CrashMail.message(number);
    client.deliver(CrashClients.address(0), recipients, message).getFirst().want(250);
    ledger.acknowledged(number);
  }

  /// Waits until all have ended.
  ///
  /// @throws AssertionError when one was told what it must not be told
  void join() throws InterruptedException {
    for (var thread : threads) thread.join();
    threads.clear();
    failOnFault();
  }

  void failOnFault() {
    var fault = faults.peek();
    if (fault != null) throw new AssertionError("a client was told nonsense", fault);
  }
}

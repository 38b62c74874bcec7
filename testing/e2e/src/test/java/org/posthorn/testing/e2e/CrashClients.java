package org.posthorn.testing.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.posthorn.testing.e2e.CrashLedger.Flag;
import org.posthorn.testing.testkit.BadAnswer;
import org.posthorn.testing.testkit.ImapAnswer;
import org.posthorn.testing.testkit.ImapClient;
import org.posthorn.testing.testkit.SmtpClient;
import org.posthorn.testing.testkit.TestRandom;

/// The load of one round: senders by SMTP and LMTP, one reader for each account, each in its own
/// virtual thread until its connection breaks. What they are promised goes into the ledgers.
final class CrashClients {
  static final String PASSWORD = "correct-horse-battery";
  private static final int SMTP_SENDERS = 3;
  private static final List<Flag> FLAGS = List.of(Flag.values());

  /// What an error answer means in this round.
  enum Errors {
    /// The server has no reason to refuse anything.
    FORBIDDEN,
    /// Its database is being killed: it may say so, with a temporary error.
    TEMPORARY
  }

  /// A message to several recipients that was sent without an answer, by their indices.
  record Unanswered(long number, List<Integer> accounts) {}

  private final CrashServer server;
  private final List<CrashLedger> ledgers;
  private final AtomicLong numbers = new AtomicLong();
  private final Queue<Unanswered> unanswered = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  CrashClients(CrashServer server, List<CrashLedger> ledgers) {
    this.server = server;
    this.ledgers = ledgers;
  }

  static String address(int account) {
    return "crash" + account + "@example.test";
  }

  void start(long seed, Errors errors) {
    for (var i = 0; i < SMTP_SENDERS; i++) {
      var random = TestRandom.seeded(seed + i);
      run(() -> send(SmtpClient.Protocol.SMTP, random, errors), errors);
    }
    var random = TestRandom.seeded(seed + SMTP_SENDERS);
    run(() -> send(SmtpClient.Protocol.LMTP, random, errors), errors);
    for (var i = 0; i < ledgers.size(); i++) {
      var account = i;
      var own = TestRandom.seeded(seed + 100 + i);
      run(() -> new Reader(account, own, errors).read(), errors);
    }
  }

  private interface Client {
    void run() throws IOException;
  }

  private void run(Client client, Errors errors) {
    threads.add(
        Thread.startVirtualThread(() -> {
          try {
            while (again(client, errors)) Thread.onSpinWait();
          } catch (AssertionError | RuntimeException e) {
            faults.add(e);
          }
        }));
  }

  /// False when the server is gone, as it should be: what was promised up to now is in the ledger.
  private static boolean again(Client client, Errors errors) {
    try {
      client.run();
      return true;
    } catch (ConnectException _) {
      return false;
    } catch (IOException _) {
      return errors == Errors.TEMPORARY;
    } catch (BadAnswer e) {
      if (errors == Errors.FORBIDDEN) throw e;
      return true;
    }
  }

  /// Waits until all connections have broken.
  ///
  /// @throws AssertionError when a client was told what it must not be told
  void join() throws InterruptedException {
    for (var thread : threads) thread.join();
    threads.clear();
    failOnFault();
  }

  void failOnFault() {
    var fault = faults.peek();
    if (fault != null) throw new AssertionError("a client was told nonsense", fault);
  }

  long acknowledged() {
    return ledgers.stream().mapToLong(CrashLedger::acknowledged).sum();
  }

  /// By SMTP a message is stored for all of its recipients or for none; to be called after the
  /// ledgers are settled.
  void checkUnanswered() {
    for (var sent = unanswered.poll(); sent != null; sent = unanswered.poll()) {
      var number = sent.number();
      var stored = sent.accounts().stream().filter(a -> ledgers.get(a).wasStored(number)).count();
      if (stored != 0 && stored != sent.accounts().size())
        throw new AssertionError(
            "message %d is with %d of %s".formatted(number, stored, sent.accounts()));
    }
  }

  private void send(SmtpClient.Protocol protocol, RandomGenerator random, Errors errors)
      throws IOException {
    var port = server.port(protocol == SmtpClient.Protocol.LMTP ? "lmtp" : "smtp");
    try (var client = SmtpClient.connect(protocol, port)) {
      while (true) sendOne(client, protocol, random, errors);
    }
  }

  private void sendOne(
      SmtpClient client, SmtpClient.Protocol protocol, RandomGenerator random, Errors errors)
      throws IOException {
    var isLmtp = protocol == SmtpClient.Protocol.LMTP;
    var number = numbers.incrementAndGet();
    var accounts = recipients(random);
    for (var account : accounts) ledgers.get(account).sending(number);
    if (!isLmtp && accounts.size() > 1) unanswered.add(new Unanswered(number, accounts));
    var addresses = accounts.stream().map(CrashClients::address).toList();
    var replies = client.deliver("sender@example.test", addresses, CrashMail.message(number));
    for (var i = 0; i < accounts.size(); i++) {
      var reply = replies.get(isLmtp ? i : 0);
      // A temporary error leaves it open whether the message is there.
      if (errors == Errors.FORBIDDEN) reply.want(250);
      if (reply.isPositive()) ledgers.get(accounts.get(i)).stored(number);
    }
  }

  private List<Integer> recipients(RandomGenerator random) {
    var first = random.nextInt(ledgers.size());
    if (random.nextInt(4) != 0) return List.of(first);
    return List.of(first, (first + 1) % ledgers.size());
  }

  /// One account's mail program. Only it changes what is in the account's mailboxes.
  private final class Reader {
    private final int account;
    private final CrashLedger ledger;
    private final RandomGenerator random;
    private final Errors errors;
    private long nextUid = 1;

    Reader(int account, RandomGenerator random, Errors errors) {
      this.account = account;
      this.ledger = ledgers.get(account);
      this.random = random;
      this.errors = errors;
    }

    void read() throws IOException {
      try (var imap = ImapClient.connect(server.port("imap"))) {
        imap.login(address(account), PASSWORD);
        var selected = imap.ok("SELECT INBOX");
        // What was there before the round was audited then.
        nextUid = Long.parseLong(selected.needed("UIDNEXT"));
        while (true) step(imap);
      }
    }

    private void step(ImapClient imap) throws IOException {
      switch (random.nextInt(8)) {
        case 0, 1 -> learn(imap);
        case 2 -> append(imap);
        case 3 -> expunge(imap);
        case 4 -> move(imap);
        default -> flag(imap);
      }
    }

    private boolean isDone(ImapAnswer answer) {
      if (errors == Errors.FORBIDDEN) answer.ok();
      return answer.isOk();
    }

    /// What has arrived since it looked last.
    private void learn(ImapClient imap) throws IOException {
      var items = "(UID BODY.PEEK[HEADER.FIELDS (" + CrashMail.HEADER + ")])";
      var answer = imap.command("UID FETCH " + nextUid + ":* " + items);
      if (!isDone(answer)) return;
      for (var response : answer.named("FETCH").toList()) {
        var fetched = response.fetched();
        var uid = fetched.get("UID");
        var header = fetched.get("BODY[HEADER.FIELDS (X-CRASH)]");
        if (uid == null || header == null || uid.number() < nextUid) continue;
        ledger.seen(CrashMail.number(header.text()), uid.number());
        nextUid = uid.number() + 1;
      }
    }

    private void append(ImapClient imap) throws IOException {
      var number = numbers.incrementAndGet();
      ledger.sending(number);
      var answer = imap.append(CrashLedger.INBOX, "", CrashMail.message(number));
      if (isDone(answer)) ledger.stored(number);
    }

    private void expunge(ImapClient imap) throws IOException {
      var number = ledger.any(random);
      if (number == null) return;
      var uid = ledger.uid(number);
      ledger.expunging(number);
      if (!isDone(imap.command("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)"))) return;
      if (isDone(imap.command("UID EXPUNGE " + uid))) ledger.expunged(number);
    }

    private void move(ImapClient imap) throws IOException {
      var number = ledger.any(random);
      if (number == null) return;
      var uid = ledger.uid(number);
      ledger.moving(number);
      if (isDone(imap.command("UID MOVE " + uid + " " + CrashLedger.ARCHIVE))) ledger.moved(number);
    }

    private void flag(ImapClient imap) throws IOException {
      var number = ledger.any(random);
      if (number == null) return;
      var flag = FLAGS.get(random.nextInt(FLAGS.size()));
      var isSet = random.nextBoolean();
      ledger.flagging(number, flag);
      var change = (isSet ? "+" : "-") + "FLAGS (" + flag.word + ")";
      if (isDone(imap.command("UID STORE " + ledger.uid(number) + " " + change)))
        ledger.flagged(number, flag, isSet);
    }
  }
}

package org.posthorn.testing.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.domain.queue.Carrier;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Origin;
import org.posthorn.domain.queue.Parcel;
import org.posthorn.domain.queue.Postmaster;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.queue.QueueConfig;
import org.posthorn.domain.queue.QueueRunner;
import org.posthorn.domain.queue.QueueTrace;
import org.posthorn.domain.relay.ConnectionFailure;
import org.posthorn.domain.relay.ConnectionFailure.Next;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.relay.RecipientOutcome;
import org.posthorn.domain.relay.RelayTrace;
import org.posthorn.domain.relay.Route;
import org.posthorn.domain.relay.Sent;
import org.posthorn.domain.relay.Target;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.relay.TlsPolicy;
import org.posthorn.domain.relay.Transport;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.wire.dns.DnsName;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.Localpart;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.smtp.EnhancedCode;
import org.posthorn.wire.smtp.Reply;
import org.posthorn.wire.smtp.ReversePath;

/// The queue alone: takes mail in durably, and drains it to hosts that answer at once, or not at
/// all. `data=FOLDER messages=20000 destinations=1 dead=0 wait=5000 size=4096`; `dead` of the
/// destinations refuse after `wait` milliseconds.
final class QueueLoad {
  private static final PartitionId FIRST = new PartitionId(1);
  private static final int CALLERS = 64;
  private static final Reply TAKEN = Reply.of(250, "2.0.0", "taken");

  private final int messages;
  private final int destinations;
  private final int dead;
  private final Duration wait;
  private final int size;

  private QueueLoad(Arguments arguments) {
    messages = arguments.number("messages", 20_000);
    destinations = arguments.number("destinations", 1);
    dead = arguments.number("dead", 0);
    wait = Duration.ofMillis(arguments.number("wait", 5_000));
    size = arguments.number("size", 4_096);
  }

  static void main(String... argv) throws InterruptedException {
    var arguments = new Arguments(argv);
    var load = new QueueLoad(arguments);
    var folder = Path.of(arguments.needed("data"));
    arguments.refuseOthers();
    var schemas = new Schemas(List.of(MailQueue.DIRECTORY_SCHEMA), List.of(MailQueue.SCHEMA));
    try (var storage = Storage.open(StorageConfig.sqlite(folder), schemas)) {
      storage.createPartition();
      System.out.println(load.run(storage));
    }
  }

  private ResultLine run(Storage storage) throws InterruptedException {
    var config = QueueConfig.of("bench");
    var queue = new MailQueue(storage, config, QueueTrace.NONE, InstantSource.system());
    var line = new ResultLine("queue");
    long begun = System.nanoTime();
    long cpu = cpu();
    takeIn(storage, queue);
    report(line, "accepted", messages, begun, cpu);

    int live = live();
    var all = new CountDownLatch(live);
    var runner = runner(queue, new Silent(all));
    begun = System.nanoTime();
    cpu = cpu();
    runner.start();
    line.number("start_ms", (System.nanoTime() - begun) / 1_000_000);
    all.await();
    report(line, "drained", live, begun, cpu);
    long quiet = cpu();
    LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
    line.number("idle_cpu_ms_per_s", (cpu() - quiet) / 5e6);
    runner.close();
    return line;
  }

  private static void report(ResultLine line, String what, int number, long begun, long cpu) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    line.number(what + "_per_s", number / seconds);
    line.number(what + "_cpu_us", (cpu() - cpu) / 1e3 / number);
  }

  private static long cpu() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean sun
        ? sun.getProcessCpuTime()
        : 0;
  }

  private int live() {
    int live = 0;
    for (int i = 0; i < messages; i++) if (!isDead(i % destinations)) live++;
    return live;
  }

  /// Spread among the others.
  private boolean isDead(int destination) {
    return dead > 0 && destination % (destinations / dead) == 0;
  }

  private void takeIn(Storage storage, MailQueue queue) {
    var next = new AtomicInteger();
    var partition = storage.partition(FIRST);
    try (var callers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      for (int c = 0; c < CALLERS; c++)
        callers.execute(() -> {
          var random = new Random(1);
          for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
            var mail = mail(i, random);
            partition.write(List.of(mail.blob()), tx -> queue.accept(tx, FIRST, mail));
          }
        });
    }
  }

  private NewMail mail(int number, Random random) {
    int destination = number % destinations;
    var domain = (isDead(destination) ? "dead" : "live") + destination + ".test";
    var to = new EmailAddress(new Localpart("romeo"), new DomainName(domain));
    var bytes = LoadMail.message("romeo@" + domain, size, random);
    // no two alike
    var unique = ("X-Number: " + number + "\r\n").getBytes(US_ASCII);
    var whole = new byte[unique.length + bytes.length];
    System.arraycopy(unique, 0, whole, 0, unique.length);
    System.arraycopy(bytes, 0, whole, unique.length, bytes.length);
    try {
      return new NewMail(
          "m" + number,
          Origin.of(new ReversePath.Mailbox(to), null),
          Wishes.NONE,
          OutgoingContent.of(MessageSource.of(whole), whole.length),
          PreparedBlob.of(whole),
          Priority.NORMAL,
          NewMail.Timing.of(InstantSource.system().instant()),
          List.of(new Parcel(domain, List.of(new Recipient(to)))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static QueueRunner runner(MailQueue queue, Carrier carrier) {
    var random = new Random(2);
    var host = new DomainName("bench.test");
    return new QueueRunner(
        queue,
        new QueueRunner.Outlets(
            carrier,
            destination -> new Hop.Exchange(new DomainName(destination), TlsDemand.NONE),
            (_, where, settle) -> {
              throw new IllegalStateException("nothing to report in " + where + settle);
            },
            _ -> {}),
        Postmaster.inEnglish(host, "Bench", InstantSource.system(), random),
        random);
  }

  /// Takes everything at once, or hangs.
  private final class Silent implements Carrier {
    private final CountDownLatch taken;

    Silent(CountDownLatch taken) {
      this.taken = taken;
    }

    @Override
    public Route route(Hop hop, RelayTrace trace) {
      var domain = ((Hop.Exchange) hop).domain().text();
      var security =
          new Target.Security(Transport.SMTP, new TlsPolicy.None(), Target.Trust.DNS, null);
      var address = InetAddress.getLoopbackAddress();
      return new Route.Targets(
          List.of(new Target(domain, new DnsName(domain), 25, List.of(address), security)),
          List.of());
    }

    @Override
    public Opening open(Target target, RelayTrace trace) {
      if (!target.name().startsWith("dead")) return new Opening.Ready(new Eager(taken));
      LockSupport.parkNanos(wait.toNanos());
      return new Opening.Failed(
          new ConnectionFailure(EnhancedCode.of("4.4.1"), null, "no connection", Next.NEXT_TARGET));
    }
  }

  private record Eager(CountDownLatch taken) implements Carrier.Session {

    @Override
    public Sent send(OutgoingMail mail, RelayTrace trace) {
      try (var in = mail.content().source().open(new Span(0, mail.content().octets()))) {
        if (in.readAllBytes().length != mail.content().octets())
          throw new IllegalStateException("octets are missing");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      taken.countDown();
      return new Sent.Complete(
          mail.recipients().stream()
              .map(_ -> (RecipientOutcome) new RecipientOutcome.Delivered(TAKEN, Set.of()))
              .toList());
    }

    @Override
    public boolean isExhausted() {
      return false;
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public void close() {
      // there is nothing open
    }
  }
}

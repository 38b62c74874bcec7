package org.posthorn.domain.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.queue.NewMail.Timing;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingContent;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.platform.storage.Work;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.smtp.ReversePath;

/// A queue with a store of its own, a clock that stands, and hosts that are functions.
final class PostOffice implements AutoCloseable {

  static final PartitionId FIRST = new PartitionId(1);
  static final AccountId ROMEO = new AccountId(7);
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final ManualClock clock = ManualClock.standing();
  final FakeCarrier carrier = new FakeCarrier();
  final List<QueueEvent> events = new CopyOnWriteArrayList<>();
  final List<Report> reports = new CopyOnWriteArrayList<>();
  final Map<String, DestinationLimits> limits = new ConcurrentHashMap<>();
  final List<String> unknownRoutes = new CopyOnWriteArrayList<>();
  volatile @Nullable StorageException reportFault;

  private final Path folder;
  private final StorageConfig storageConfig;
  private QueueConfig config =
      QueueConfig.of("here").withConnections(20).withLinger(Duration.ofSeconds(3));
  private Storage storage;
  private MailQueue queue;
  private QueueRunner runner;

  PostOffice(Dialect dialect) {
    try {
      folder = Files.createTempDirectory("queue-test");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    storageConfig = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(storageConfig, schemas());
    storage.createPartition();
    queue = queue();
    runner = runner();
  }

  static Schemas schemas() {
    return new Schemas(List.of(MailQueue.DIRECTORY_SCHEMA), List.of(MailQueue.SCHEMA));
  }

  private MailQueue queue() {
    return new MailQueue(storage, config, (_, _, event) -> events.add(event), clock);
  }

  private QueueRunner runner() {
    var postmaster =
        Postmaster.inEnglish(
            new DomainName("mx.example.org"), "Mail system", clock, TestRandom.seeded(2));
    var routes =
        new Routes() {
          @Override
          public @Nullable Hop hop(String destination) {
            if (unknownRoutes.contains(destination)) return null;
            return new Hop.Exchange(new DomainName(destination), TlsDemand.PUBLISHED);
          }

          @Override
          public DestinationLimits limits(String destination) {
            return PostOffice.this.limits.getOrDefault(destination, DestinationLimits.DEFAULT);
          }
        };
    var outlets = new QueueRunner.Outlets(carrier, routes, this::report, _ -> {});
    return new QueueRunner(queue, outlets, postmaster, TestRandom.seeded(1));
  }

  private void report(Report report, PartitionId where, Work<@Nullable Void> settle) {
    var fault = reportFault;
    if (fault != null) throw fault;
    storage.partition(where).write(settle);
    reports.add(report);
  }

  PostOffice with(QueueConfig changed) {
    config = changed;
    queue = queue();
    runner = runner();
    return this;
  }

  QueueConfig config() {
    return config;
  }

  Storage storage() {
    return storage;
  }

  Partition partition() {
    return storage.partition(FIRST);
  }

  MailQueue mailQueue() {
    return queue;
  }

  QueueRunner.Crew crew() {
    return runner.crew();
  }

  QueueAdministration administration() {
    return new QueueAdministration(queue, runner);
  }

  void startUnquiet() {
    runner.start();
  }

  PostOffice start() {
    runner.start();
    quiet();
    return this;
  }

  /// Everything is done that can be done before the clock moves.
  void quiet() {
    assertThat(queue.lanes().awaitQuiet(PATIENCE)).as("quiet").isTrue();
  }

  /// Moves the clock, and lets everybody do what is due then.
  void after(Duration step) {
    clock.move(step);
    boolean more = runner.lookAround();
    while (more) more = runner.lookAround();
    quiet();
    // what became due by the first round's work
    runner.lookAround();
    quiet();
  }

  /// Stops as an administrator does.
  void stop() {
    runner.close();
  }

  /// The process begins anew with the same store.
  void restart() {
    runner.close();
    storage.close();
    storage = Storage.open(storageConfig, schemas());
    queue = queue();
    runner = runner();
    start();
  }

  static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (AddressException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Parcel parcel(String destination, String... recipients) {
    return new Parcel(
        destination, Arrays.stream(recipients).map(text -> new Recipient(address(text))).toList());
  }

  static PreparedBlob blob(String text) {
    return PreparedBlob.of(text.getBytes(UTF_8));
  }

  static OutgoingContent content(String text) {
    var bytes = text.getBytes(UTF_8);
    try {
      return OutgoingContent.of(MessageSource.of(bytes), bytes.length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Origin fromRomeo() {
    return Origin.of(new ReversePath.Mailbox(address("romeo@example.org")), ROMEO);
  }

  NewMail mail(String text, Parcel... parcels) {
    return mail(text, Priority.NORMAL, Timing.of(clock.instant()), parcels);
  }

  NewMail mail(String text, Priority priority, Timing timing, Parcel... parcels) {
    return new NewMail(
        "id-" + text.strip().replaceAll("[^a-z0-9]", ""),
        fromRomeo(),
        Wishes.NONE,
        content(text),
        blob(text),
        priority,
        timing,
        List.of(parcels));
  }

  /// Takes mail in without telling the workers.
  Accepted silently(NewMail mail) {
    return partition().write(List.of(mail.blob()), tx -> queue.accept(tx, FIRST, mail));
  }

  void accept(NewMail mail) {
    queue.announce(silently(mail));
  }

  void accept(String text, Parcel... parcels) {
    accept(mail(text, parcels));
  }

  List<ListedEntry> entries() {
    return administration().list(QueueFilter.ALL, null, QueueAdministration.MOST);
  }

  /// The only one.
  QueueEntry entry() {
    var all = entries();
    assertThat(all).hasSize(1);
    return all.getFirst().entry();
  }

  List<QueueEvent> events(Class<? extends QueueEvent> kind) {
    var some = new ArrayList<QueueEvent>();
    for (var event : events) if (kind.isInstance(event)) some.add(event);
    return some;
  }

  String report(int index) {
    return new String(reports.get(index).bytes(), UTF_8);
  }

  @Override
  public void close() {
    runner.close();
    try {
      for (var id : storage.partitions())
        assertThat(QueueConsistency.faults(storage.partition(id))).isEmpty();
    } finally {
      storage.close();
      delete();
    }
  }

  private void delete() {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

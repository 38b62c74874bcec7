package org.posthorn.domain.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AliasResult;
import org.posthorn.domain.directory.Aliases;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.MailingList;
import org.posthorn.domain.directory.MailingListResult;
import org.posthorn.domain.directory.MailingLists;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailbox;
import org.posthorn.domain.directory.SharedMailboxResult;
import org.posthorn.domain.directory.SharedMailboxes;
import org.posthorn.domain.filters.Filtered;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.filters.MailboxEvents;
import org.posthorn.domain.filters.Subject;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Postmaster;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.queue.QueueConfig;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.sieve.SieveEnvelope;
import org.posthorn.wire.sieve.SieveMessage;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.ReversePath;

/// A house with romeo, juliet and nurse, and everything that delivers, on SQLite; what it has
/// delivered can be looked at.
final class PostOffice implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final Actor TEST = new Actor("test");
  static final Sender NOBODY = Sender.stranger(new ReversePath.Null());
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final PartitionId HOME = new PartitionId(1);

  private Placement placement = Placement.INBOX;
  private final Storage storage;
  private final Directory directory;
  private final MailStore mail;
  private final Traces traces;
  private final Delivery delivery;
  private final Filters filters;
  private final MailboxEvents events;
  private Instant now = NOW;
  private @Nullable Runnable meanwhile;
  private final InstantSource clock = () -> now;

  PostOffice(Path folder) {
    storage =
        Storage.open(
            StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED),
            new Schemas(
                List.of(Directory.SCHEMA, MailQueue.DIRECTORY_SCHEMA),
                List.of(MailStore.SCHEMA, MailQueue.SCHEMA, Traces.SCHEMA, Filters.SCHEMA)));
    storage.createPartition();
    directory =
        new Directory(storage.directory(), DirectoryConfig.DEFAULT, CLOCK, TestRandom.notSecure(1));
    mail = new MailStore(storage::partition, CLOCK);
    traces = new Traces(() -> List.of(storage.partition(HOME)));
    var queue = new MailQueue(storage, QueueConfig.of("test"), new QueueStory(CLOCK), CLOCK);
    var suppressions = new Suppressions(storage.directory(), CLOCK);
    var outbound =
        new Outbound(queue, suppressions, new RouteTable(List.of(), TlsDemand.PUBLISHED));
    filters =
        new Filters(
            new Filters.Place(
                storage::partition,
                mail,
                directory,
                new DomainName("mail.example.test"),
                ZoneOffset.UTC,
                clock,
                TestRandom.seeded(7),
                this::maySendAs));
    delivery =
        new Delivery(directory, mail, outbound, success(directory), () -> HOME)
            .filtering(new Filtering(filters, new TraceIds(clock, TestRandom.seeded(8))));
    var office =
        new EventPost.Office(
            directory,
            mail,
            new TraceIds(clock, TestRandom.seeded(9)),
            octets -> storage.spool(octets),
            clock);
    events =
        new MailboxEvents(
            filters, new EventPost(delivery, outbound, office), octets -> storage.spool(octets));
    directory.domains().add(TEST, new DomainName("example.test"), DomainSettings.DEFAULT);
    for (var name : List.of("romeo", "juliet", "nurse")) account(name, AccountSettings.DEFAULT);
  }

  /// Something that happens while the next filter runs that asks whether its owner may send so.
  void meanwhile(Runnable event) {
    meanwhile = event;
  }

  private boolean maySendAs(AccountId account, EmailAddress address) {
    var event = meanwhile;
    meanwhile = null;
    if (event != null) event.run();
    return directory.maySendAs(account, address);
  }

  static SuccessReports success(Directory directory) {
    var host = new DomainName("mail.example.test");
    var postmaster = Postmaster.inEnglish(host, "Mail delivery", CLOCK, TestRandom.seeded(5));
    return new SuccessReports(
        directory, postmaster, new TraceIds(CLOCK, TestRandom.seeded(6)), CLOCK);
  }

  /// Makes this the active script of somebody.
  void script(String name, String text) {
    var account = mailAccount(name);
    var put = filters.scripts().put(account, "main", text.getBytes(UTF_8));
    assertThat(put.inWords()).isEqualTo("done");
    filters.scripts().activate(account, "main");
  }

  /// What comes from now on is junk to the guard.
  void junk() {
    placement = Placement.JUNK;
  }

  /// From now on it is later.
  void pass(Duration time) {
    now = now.plus(time);
  }

  MailStore mail() {
    return mail;
  }

  MailboxEvents events() {
    return events;
  }

  Filters filters() {
    return filters;
  }

  MailAccount mailAccount(String name) {
    return MailAccount.of(Objects.requireNonNull(directory.accounts().find(address(name))));
  }

  Directory directory() {
    return directory;
  }

  AccountSettings quota(long bytes, long messages) {
    return AccountSettings.DEFAULT.withQuota(new Quota(bytes, messages));
  }

  void account(String name, AccountSettings settings) {
    var added = directory.accounts().add(TEST, address(name), settings, new NewPassword.None());
    assertThat(added).isInstanceOf(AccountResult.Done.class);
  }

  void alias(String name, String... targets) {
    var to = Stream.of(targets).map(PostOffice::address).toArray(EmailAddress[]::new);
    var added = directory.aliases().add(TEST, address(name), Aliases.Content.to(to));
    assertThat(added).isInstanceOf(AliasResult.Done.class);
  }

  /// A list to which anybody may write, owned by nurse.
  void list(String name, String... members) {
    var settings =
        new MailingList.Settings("A list", true, MailingList.Posting.ANYBODY, 10_000, 10);
    var to = Stream.of(members).map(PostOffice::address).toList();
    var content = new MailingLists.Content(settings, to, List.of(address("nurse")));
    assertThat(directory.lists().add(TEST, address(name), content))
        .isInstanceOf(MailingListResult.Done.class);
  }

  /// A mailbox that one person shares with others.
  void shared(String name, String member) {
    var wanted = new SharedMailboxes.Content.Wanted(address(member), Rights.ALL, true);
    var content = new SharedMailboxes.Content(SharedMailbox.Seen.PRIVATE, List.of(wanted));
    var added = directory.shared().add(TEST, address(name), AccountSettings.DEFAULT, content);
    assertThat(added).isInstanceOf(SharedMailboxResult.Done.class);
  }

  boolean decidesAlone(String name) {
    var verdict = delivery.recipient(address(name), NOBODY, Delivery.UNKNOWN_SIZE);
    return delivery.decidesAlone(((RecipientVerdict.Accept) verdict).recipient());
  }

  /// What somebody's filters make of a message whose octets are read like this.
  Filtered filtered(String name, String message, MessageSource source) throws IOException {
    var parsed = MessageParser.parse(message.getBytes(UTF_8));
    var account = Objects.requireNonNull(directory.accounts().find(address(name)));
    var subject =
        new Subject(
            account,
            SieveEnvelope.of("", account.address().toString()),
            new ReversePath.Null(),
            new Arrival.Target.Inbox(),
            SieveMessage.of(parsed, source));
    return filters.run(subject, List.of());
  }

  static EmailAddress address(String name) {
    try {
      return EmailAddress.parse(name.contains("@") ? name : name + "@example.test");
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Sender stranger(String address) {
    return Sender.stranger(new ReversePath.Mailbox(address(address)));
  }

  Sender user(String name) {
    var account = directory.accounts().find(address(name));
    return Sender.user(new ReversePath.Mailbox(address(name)), Objects.requireNonNull(account));
  }

  @Nullable Refusal refusal(String name, Sender sender, long announced) {
    return switch (delivery.recipient(address(name), sender, announced)) {
      case RecipientVerdict.Accept _ -> null;
      case RecipientVerdict.Refuse(var reason, var steps) -> {
        assertThat(steps).isNotEmpty();
        yield reason;
      }
    };
  }

  /// Delivers to all or none; `stored N` with the number of copies, or the reason.
  List<String> send(Sender sender, String message, String... names) throws IOException {
    try (var spool = spool(message)) {
      return words(delivery.deliverTogether(handover(sender, spool, names)));
    }
  }

  /// Delivers to all or none what its sender wants to hear of.
  List<String> send(Sender sender, Notify notifyOn, String message, String... names)
      throws IOException {
    try (var spool = spool(message)) {
      var plain = handover(sender, spool, names);
      var reporting = new Recipient.Reporting(notifyOn, null);
      var asking = plain.recipients().stream().map(it -> it.reporting(reporting)).toList();
      return words(
          delivery.deliverTogether(
              new Handover(plain.envelope(), asking, plain.original(), plain.placement())));
    }
  }

  /// Delivers what was accepted before.
  void sendKept(Sender sender, String message, String... names) throws IOException {
    try (var spool = spool(message)) {
      delivery.deliverKept(handover(sender, spool, names), HOME, _ -> null);
    }
  }

  /// Delivers to each alone.
  List<String> sendEach(Sender sender, String message, String... names) throws IOException {
    try (var spool = spool(message)) {
      return words(delivery.deliverEach(handover(sender, spool, names)));
    }
  }

  private Spool spool(String message) throws IOException {
    var spool = storage.spool(100_000);
    spool.write(message.getBytes(UTF_8));
    return spool;
  }

  private Handover handover(Sender sender, Spool spool, String... names) {
    var recipients =
        Stream.of(names)
            .map(name -> delivery.recipient(address(name), sender, Delivery.UNKNOWN_SIZE))
            .map(verdict -> ((RecipientVerdict.Accept) verdict).recipient())
            .toList();
    var envelope =
        new Envelope(
            "message-1",
            sender.path(),
            sender.account(),
            Wishes.NONE,
            Priority.NORMAL,
            NewMail.Timing.of(now),
            List.of("from a test"));
    Original.Seals seals =
        sender.isStranger() ? (_, by) -> "ARC-Seal: by " + by + "\r\n" : Original.Seals.NONE;
    var original = new Original(spool, 0, seals, () -> storage.spool(100_000));
    return new Handover(envelope, recipients, original, placement);
  }

  private static List<String> words(List<Delivered> results) {
    return results.stream()
        .map(result ->
            switch (result) {
              case Delivered.Taken(var copies, var queued) ->
                  "stored %d%s"
                      .formatted(copies.size(), queued.isEmpty() ? "" : ", queued " + queued);
              case Delivered.Refused(var reason) -> reason.name();
              case Delivered.Rejected(var text) -> "rejected: " + text;
            })
        .toList();
  }

  /// The texts in somebody's INBOX, oldest first.
  List<String> inbox(String name) {
    return in(name, "INBOX");
  }

  /// The texts in one of somebody's mailboxes, oldest first.
  List<String> in(String name, String mailbox) {
    var account = mailAccount(name);
    var found = mail.mailboxes().find(account, new MailboxPath(mailbox));
    if (found == null) return List.of();
    var where = new Where(account, found.id());
    var snapshot = Objects.requireNonNull(mail.messages().snapshot(where));
    var uids = Uids.of(IntStream.range(0, snapshot.size()).map(snapshot::uid).toArray());
    var rows = mail.messages().rows(where, uids, Detail.FACTS);
    var bodies = mail.messages().bodies(account, rows);
    return rows.stream()
        .map(row -> new String(bodies.bytes(row.blob(), 0, (int) row.size()), UTF_8))
        .toList();
  }

  private static final String QUEUED =
      "SELECT sender, report_to, recipients, blob_id, size FROM queue_entry ORDER BY entry_id";

  /// Sender, who hears of failures, and recipients of what is in the queue.
  List<String> queued() {
    return storage
        .partition(HOME)
        .read(tx ->
            tx.handle()
                .select(QUEUED)
                .map((row, _) ->
                    "%s, reports to %s, for %s"
                        .formatted(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3).replaceAll("\\t[^\n]*", "")))
                .list());
  }

  private static final String WISHES =
      "SELECT ret, by_ms, by_mode FROM queue_entry ORDER BY entry_id";

  /// RET and the parts of BY, `-` for what is not there.
  List<String> queuedWishes() {
    return storage
        .partition(HOME)
        .read(tx ->
            tx.handle()
                .select(WISHES)
                .map((row, _) -> {
                  var ret = row.getString(1);
                  long by = row.getLong(2);
                  var mode = row.getString(3);
                  return "%s %s %s"
                      .formatted(
                          ret == null ? "-" : ret,
                          mode == null ? "-" : Instant.ofEpochMilli(by),
                          mode == null ? "-" : mode);
                })
                .list());
  }

  /// What those in the queue are to be told of.
  List<String> queuedNotify() {
    return storage
        .partition(HOME)
        .read(tx -> tx.handle().select(QUEUED).map((row, _) -> row.getString(3)).list())
        .stream()
        .map(recipients -> recipients.split("\t", -1)[1])
        .toList();
  }

  /// The octets of the first message in the queue.
  String queuedText() {
    var partition = storage.partition(HOME);
    var blob =
        partition.read(tx ->
            tx.handle()
                .select(QUEUED)
                .map((row, _) -> new BlobId(row.getLong("blob_id")))
                .findFirst()
                .orElseThrow());
    return new String(partition.bytes(blob, 0, 100_000), UTF_8);
  }

  String story() {
    return traces.of("message-1").stream()
        .map(event -> event.kind().word() + " " + event.words())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    directory.close();
    storage.close();
  }
}

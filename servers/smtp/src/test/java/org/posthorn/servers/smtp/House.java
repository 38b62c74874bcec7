package org.posthorn.servers.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.content.ContentChain;
import org.posthorn.domain.content.Disclaimers;
import org.posthorn.domain.delivery.Defragmentation;
import org.posthorn.domain.delivery.Delivery;
import org.posthorn.domain.delivery.Filtering;
import org.posthorn.domain.delivery.Outbound;
import org.posthorn.domain.delivery.QueueStory;
import org.posthorn.domain.delivery.RouteTable;
import org.posthorn.domain.delivery.SuccessReports;
import org.posthorn.domain.directory.Account;
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
import org.posthorn.domain.directory.Referral;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.Role;
import org.posthorn.domain.directory.SharedMailbox.Seen;
import org.posthorn.domain.directory.SharedMailboxResult;
import org.posthorn.domain.directory.SharedMailboxes.Content;
import org.posthorn.domain.directory.SharedMailboxes.Content.Wanted;
import org.posthorn.domain.feedback.Feedback;
import org.posthorn.domain.filters.Filters;
import org.posthorn.domain.fragment.FragmentLimits;
import org.posthorn.domain.fragment.Fragments;
import org.posthorn.domain.guard.DmarcObservation;
import org.posthorn.domain.guard.Sealing;
import org.posthorn.domain.guard.SenderCheck;
import org.posthorn.domain.guard.SenderPolicy;
import org.posthorn.domain.guard.Signing;
import org.posthorn.domain.journal.Journals;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.Postmaster;
import org.posthorn.domain.queue.QueueConfig;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.net.CertificateSource;
import org.posthorn.platform.net.ClientAuthorities;
import org.posthorn.platform.net.Listener;
import org.posthorn.platform.net.ListenerConfig;
import org.posthorn.platform.net.Listeners;
import org.posthorn.platform.net.NetworkLimits;
import org.posthorn.platform.net.Passphrase;
import org.posthorn.platform.net.TlsContexts;
import org.posthorn.platform.net.TlsMode;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.testing.serverkit.TestTokens;
import org.posthorn.testing.testkit.FakeDns;
import org.posthorn.testing.testkit.TestCertificates;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.sasl.Secret;

/// A store, a directory with some people and the three servers in front of it, on SQLite in a
/// temporary folder.
final class House implements AutoCloseable {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
  static final String PASSWORD = "wherefore art thou";
  private static final int MAX_ON_LIST = 10;
  private static final long LARGEST_JOINED = 10_000;
  private static final Actor TEST = new Actor("test");
  private static final String WAITING =
      "SELECT sender, recipients, report_to, blob_id, size, destination FROM queue_entry ORDER BY"
          + " sender";

  private final Path folder;
  private final Storage storage;
  private final MailStore mail;
  private final Directory directory;
  private final Listeners listeners;
  private final TestCertificates certificates;
  private final TlsContexts tls;
  private final FakeDns dns =
      FakeDns.of("127.0.0.1 PTR client.example.test\nclient.example.test A 127.0.0.1");
  private final SenderCheck senders;
  private final List<DmarcObservation> observed = new CopyOnWriteArrayList<>();
  private final List<Feedback.Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final Disclaimers disclaimers;
  private final Journals journals;
  private final Filters filters;
  private final SmtpServices services;
  private volatile @Nullable RuntimeException trouble;
  private final Map<Flavour, Ports> ports = new EnumMap<>(Flavour.class);

  record Ports(Listener plain, Listener secure) {}

  House() throws IOException {
    this(UnaryOperator.identity());
  }

  /// @param changed the configuration of all three, from the default
  House(UnaryOperator<SmtpConfig> changed) throws IOException {
    this(changed, SenderPolicy.DEFAULTS);
  }

  /// @param policy for the senders of mail; by default all that tests send is from a trusted
  ///   network
  House(UnaryOperator<SmtpConfig> changed, SenderPolicy policy) throws IOException {
    folder = Files.createTempDirectory("smtp-test");
    storage = storage(folder.resolve("data"));
    mail = new MailStore(this::partition, CLOCK);
    directory =
        new Directory(
            storage.directory(),
            DirectoryConfig.DEFAULT.withTokens(TestTokens.CHECKED),
            CLOCK,
            TestRandom.notSecure(1));
    listeners = new Listeners(NetworkLimits.DEFAULTS, CLOCK, TestRandom.seeded(2));
    certificates = new TestCertificates(folder);
    tls =
        new TlsContexts(
                List.of(new CertificateSource.SelfSigned(folder, List.of("mail.example.test"))),
                Passphrase.NONE,
                InstantSource.system(),
                TestRandom.notSecure(4))
            .asking(
                new ClientAuthorities(
                    certificates.authority(), certificates.revocations(), InstantSource.system()));
    senders = new SenderCheck(dns, policy, "mail.example.test", CLOCK, TestRandom.seeded(6));
    disclaimers = new Disclaimers(storage.directory(), CLOCK);
    journals = new Journals(storage.directory(), CLOCK);
    filters =
        new Filters(
            new Filters.Place(
                this::partition,
                mail,
                directory,
                new DomainName("mail.example.test"),
                ZoneOffset.UTC,
                CLOCK,
                TestRandom.seeded(11),
                directory::maySendAs));
    services =
        new SmtpServices(
            directory,
            delivery(),
            senders,
            new Hearing(),
            new Signing(directory.dkimKeys()::active, CLOCK),
            new Sealing(directory.dkimKeys()::active, CLOCK),
            new ContentChain(disclaimers),
            journals,
            new TraceIds(CLOCK, TestRandom.seeded(7)),
            storage::spool,
            CLOCK,
            TestRandom.notSecure(3));
    people();
    for (var flavour : Flavour.values()) ports.put(flavour, open(flavour, changed));
  }

  private static Storage storage(Path folder) {
    var shared =
        List.of(
            Directory.SCHEMA,
            MailQueue.DIRECTORY_SCHEMA,
            Disclaimers.DIRECTORY_SCHEMA,
            Journals.DIRECTORY_SCHEMA);
    var own =
        List.of(
            MailStore.SCHEMA, MailQueue.SCHEMA, Traces.SCHEMA, Fragments.SCHEMA, Filters.SCHEMA);
    var storage =
        Storage.open(
            StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED),
            new Schemas(shared, own));
    storage.createPartition();
    return storage;
  }

  private Delivery delivery() {
    var queue = new MailQueue(storage, QueueConfig.of("test"), new QueueStory(CLOCK), CLOCK);
    var suppressions = new Suppressions(storage.directory(), CLOCK);
    var routes = new RouteTable(List.of(), TlsDemand.PUBLISHED);
    var outbound = new Outbound(queue, suppressions, routes);
    var postmaster =
        Postmaster.inEnglish(
            new DomainName("mail.example.test"), "Mail delivery", CLOCK, TestRandom.seeded(8));
    var ids = new TraceIds(CLOCK, TestRandom.seeded(9));
    var success = new SuccessReports(directory, postmaster, ids, CLOCK);
    var finishing =
        new JoinedMail(
            new ContentChain(disclaimers),
            new Signing(directory.dkimKeys()::active, CLOCK),
            () -> "mail.example.test",
            TestRandom.seeded(10));
    var joining =
        new Defragmentation.Joining(
            Defragmentation.Mode.ON,
            storage,
            new FragmentLimits(LARGEST_JOINED, Duration.ofHours(2)),
            finishing,
            ids,
            CLOCK);
    return new Delivery(directory, mail, outbound, success, () -> new PartitionId(1))
        .filtering(new Filtering(filters, ids))
        .joining(joining);
  }

  /// Makes this somebody's filter.
  void script(String name, String text) {
    var account = MailAccount.of(Objects.requireNonNull(directory.accounts().find(address(name))));
    var put = filters.scripts().put(account, "main", text.getBytes(StandardCharsets.UTF_8));
    if (!put.inWords().equals("done")) throw new IllegalArgumentException(put.inWords());
    filters.scripts().activate(account, "main");
  }

  private Partition partition(PartitionId id) {
    var failure = trouble;
    if (failure != null) throw failure;
    return storage.partition(id);
  }

  /// Keeps what is handed on for reports, in and out.
  private final class Hearing implements Feedback {
    @Override
    public void observed(DmarcObservation observation, List<EmailAddress> recipients) {
      observed.add(observation);
    }

    @Override
    public void delivered(Arrival arrival) {
      arrivals.add(arrival);
    }
  }

  /// What was said to be delivered so far.
  List<Feedback.Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /// What was handed on for reports so far.
  List<DmarcObservation> observed() {
    return List.copyOf(observed);
  }

  /// What waits for its other parts.
  Defragmentation waitingParts() {
    return Objects.requireNonNull(services.delivery().defragmentation());
  }

  /// Makes the mail store fail from now on, or no longer.
  void trouble(@Nullable RuntimeException failure) {
    trouble = failure;
  }

  /// One more server, with spools of its own; its port.
  int listen(Flavour flavour, LongFunction<Spool> spools) throws IOException {
    var own =
        new SmtpServices(
            directory,
            services.delivery(),
            senders,
            services.feedback(),
            services.signing(),
            services.sealing(),
            services.content(),
            services.journals(),
            services.ids(),
            spools,
            CLOCK,
            TestRandom.notSecure(5));
    var server = new SmtpServer(SmtpConfig.of("mail.example.test"), flavour, own);
    return listen(flavour, TlsMode.STARTTLS, server).port();
  }

  private Ports open(Flavour flavour, UnaryOperator<SmtpConfig> changed) throws IOException {
    var config = changed.apply(SmtpConfig.of("mail.example.test"));
    var server = new SmtpServer(config, flavour, services);
    return new Ports(
        listen(flavour, TlsMode.STARTTLS, server), listen(flavour, TlsMode.IMPLICIT, server));
  }

  private Listener listen(Flavour flavour, TlsMode mode, SmtpServer server) throws IOException {
    var here = InetAddress.ofLiteral("127.0.0.1");
    return listeners.open(ListenerConfig.of(flavour.logName(), here, 0, mode), tls, server);
  }

  private void people() {
    var domain = domain("example.test");
    directory.domains().add(TEST, domain, DomainSettings.DEFAULT);
    var admin = AccountSettings.DEFAULT.withRoles(Set.of(Role.ADMIN));
    account("prince", admin, null);
    account("romeo", AccountSettings.DEFAULT, Secret.of(PASSWORD));
    account("juliet", AccountSettings.DEFAULT, null);
    account("nurse", AccountSettings.DEFAULT, null);
    var gone = Referral.parse("moved smtp.example.net:1143");
    account("gone", AccountSettings.DEFAULT.withReferral(gone), Secret.of(PASSWORD));
    account("tybalt", AccountSettings.DEFAULT.withEnabled(false), Secret.of(PASSWORD));
    account("ünïcode", AccountSettings.DEFAULT, null);
    for (var name : List.of("full", "roomy", "narrow", "vast"))
      account(name, AccountSettings.DEFAULT.withQuota(new Quota(2_000, 0)), null);
    account("stuffed", AccountSettings.DEFAULT.withQuota(new Quota(0, 1)), null);
    alias("montague", address("romeo"));
    alias("lovers", address("romeo"), address("juliet"));
    alias("circle", address("romeo"));
    alias("circus", address("circle"));
    directory.aliases().change(TEST, address("circle"), Aliases.Content.to(address("circus")));
    alias("elsewhere", parsed("friar@elsewhere.test"));
    list("ball", address("nurse"), address("romeo"), parsed("paris@good.test"));
    shared("house", new Wanted(address("romeo"), Rights.MEMBER, true));
    shared("cellar", new Wanted(address("romeo"), Rights.MEMBER, false));
  }

  private void shared(String name, Wanted member) {
    var content = new Content(Seen.SHARED, List.of(member));
    var added = directory.shared().add(TEST, address(name), AccountSettings.DEFAULT, content);
    if (!(added instanceof SharedMailboxResult.Done))
      throw new IllegalStateException(added.inWords());
  }

  private void account(String name, AccountSettings settings, @Nullable Secret password) {
    var given = password == null ? new NewPassword.None() : new NewPassword.Given(password);
    var added = directory.accounts().add(TEST, address(name), settings, given);
    if (!(added instanceof AccountResult.Done)) throw new IllegalStateException(added.inWords());
  }

  private void alias(String name, EmailAddress... targets) {
    var added = directory.aliases().add(TEST, address(name), Aliases.Content.to(targets));
    if (!(added instanceof AliasResult.Done)) throw new IllegalStateException(added.inWords());
  }

  /// A list that its members write to.
  private void list(String name, EmailAddress owner, EmailAddress... members) {
    var settings =
        new MailingList.Settings("", true, MailingList.Posting.MEMBERS, 5_000, MAX_ON_LIST);
    var content = new MailingLists.Content(settings, List.of(members), List.of(owner));
    var added = directory.lists().add(TEST, address(name), content);
    if (!(added instanceof MailingListResult.Done))
      throw new IllegalStateException(added.inWords());
  }

  static EmailAddress address(String name) {
    return parsed(name + "@example.test");
  }

  private static EmailAddress parsed(String address) {
    try {
      return EmailAddress.parse(address);
    } catch (org.posthorn.wire.mail.AddressException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  private static DomainName domain(String name) {
    return new DomainName(name);
  }

  int port(Flavour flavour) {
    return Objects.requireNonNull(ports.get(flavour)).plain().port();
  }

  int tlsPort(Flavour flavour) {
    return Objects.requireNonNull(ports.get(flavour)).secure().port();
  }

  TestCertificates certificates() {
    return certificates;
  }

  Listeners listeners() {
    return listeners;
  }

  FakeDns dns() {
    return dns;
  }

  Journals journals() {
    return journals;
  }

  Disclaimers disclaimers() {
    return disclaimers;
  }

  Directory directory() {
    return directory;
  }

  /// The texts in somebody's INBOX, oldest first.
  List<String> inbox(String name) {
    return texts(name, "INBOX");
  }

  /// The texts in one of somebody's mailboxes, oldest first.
  List<String> texts(String name, String mailbox) {
    var where = where(name, mailbox);
    if (where == null) return List.of();
    var snapshot = Objects.requireNonNull(mail.messages().snapshot(where));
    var uids = Uids.of(IntStream.range(0, snapshot.size()).map(snapshot::uid).toArray());
    var rows = mail.messages().rows(where, uids, Detail.FACTS);
    var bodies = mail.messages().bodies(where.account(), rows);
    return rows.stream()
        .map(row -> new String(bodies.bytes(row.blob(), 0, (int) row.size()), UTF_8))
        .toList();
  }

  /// What waits for other servers, in the order of the senders.
  List<Waiting> waiting() {
    var partition = storage.partition(new PartitionId(1));
    var rows =
        partition.read(tx ->
            tx.handle()
                .select(WAITING)
                .map((row, _) ->
                    new WaitingRow(
                        row.getString(1),
                        row.getString(2).replaceAll("\\t[^\n]*", ""),
                        row.getString(3),
                        new BlobId(row.getLong(4)),
                        row.getInt(5),
                        row.getString(6)))
                .list());
    return rows.stream()
        .map(row ->
            new Waiting(
                row.sender,
                row.recipients,
                row.reportTo,
                row.destination,
                new String(partition.bytes(row.blob, 0, row.size), UTF_8)))
        .toList();
  }

  private record WaitingRow(
      String sender,
      String recipients,
      @Nullable String reportTo,
      BlobId blob,
      int size,
      String destination) {}

  record Waiting(
      String sender,
      String recipients,
      @Nullable String reportTo,
      String destination,
      String text) {}

  /// How many messages are in somebody's INBOX; `romeo/Junk` means another mailbox.
  int count(String place) {
    int slash = place.indexOf('/');
    var where =
        slash < 0
            ? where(place, "INBOX")
            : where(place.substring(0, slash), place.substring(slash + 1));
    return where == null ? 0 : Objects.requireNonNull(mail.messages().snapshot(where)).size();
  }

  private @Nullable Where where(String name, String mailbox) {
    var account = MailAccount.of(account(name));
    var found = mail.mailboxes().find(account, new MailboxPath(mailbox));
    return found == null ? null : new Where(account, found.id());
  }

  Account account(String name) {
    return Objects.requireNonNull(directory.accounts().find(address(name)));
  }

  /// Files that spools have left; there are none between messages.
  List<Path> temporaryFiles() {
    try (var files = Files.list(folder.resolve("data/tmp"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listeners.close();
    senders.close();
    directory.close();
    storage.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList())
        Files.delete(file);
    }
  }
}

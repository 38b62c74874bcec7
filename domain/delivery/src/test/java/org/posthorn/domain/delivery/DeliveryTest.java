package org.posthorn.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.AliasResult;
import org.posthorn.domain.directory.Aliases;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Role;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.queue.DestinationLimits;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.queue.QueueConfig;
import org.posthorn.domain.queue.Report;
import org.posthorn.domain.queue.Suppression;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.Hop;
import org.posthorn.domain.relay.OutgoingMail;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.relay.Transport;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.Work;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.AddressException;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.report.ReturnedContent;
import org.posthorn.wire.report.WrittenReport;
import org.posthorn.wire.smtp.ReversePath;

class DeliveryTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Actor TEST = new Actor("test");
  private static final ReversePath PARIS = new ReversePath.Mailbox(address("paris@good.test"));
  private static final Sender STRANGER = Sender.stranger(PARIS);
  private static final Sender NOBODY = Sender.stranger(new ReversePath.Null());
  private static final long UNKNOWN = Delivery.UNKNOWN_SIZE;
  private static final List<RouteRule> ROUTES =
      List.of(
          new RouteRule(
              "partner",
              List.of(new RouteRule.Domains(new DomainName("partner.test"), true)),
              List.of(),
              new Hop.SmartHost(
                  new Hop.Place.Addressed(List.of(InetAddress.getLoopbackAddress()), 2525),
                  Transport.SMTP,
                  TlsDemand.NONE,
                  null),
              DestinationLimits.DEFAULT));

  @TempDir private Path folder;
  private Storage storage;
  private Directory directory;
  private MailStore mail;
  private MailQueue queue;
  private Suppressions suppressions;
  private Outbound outbound;
  private Traces traces;
  private Delivery delivery;

  @BeforeEach
  void open() {
    storage =
        Storage.open(
            StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED),
            new Schemas(
                List.of(Directory.SCHEMA, MailQueue.DIRECTORY_SCHEMA),
                List.of(MailStore.SCHEMA, MailQueue.SCHEMA, Traces.SCHEMA)));
    storage.createPartition();
    directory =
        new Directory(
            storage.directory(),
            DirectoryConfig.DEFAULT,
            InstantSource.fixed(NOW),
            TestRandom.notSecure(1));
    mail = new MailStore(storage::partition, InstantSource.fixed(NOW));
    var clock = InstantSource.fixed(NOW);
    queue = new MailQueue(storage, QueueConfig.of("test"), new QueueStory(clock), clock);
    suppressions = new Suppressions(storage.directory(), clock);
    outbound = new Outbound(queue, suppressions, new RouteTable(ROUTES, TlsDemand.PUBLISHED));
    traces = new Traces(() -> List.of(storage.partition(new PartitionId(1))));
    delivery =
        new Delivery(
            directory, mail, outbound, PostOffice.success(directory), () -> new PartitionId(1));
    directory.domains().add(TEST, new DomainName("example.test"), DomainSettings.DEFAULT);
    account("romeo", AccountSettings.DEFAULT);
    account("juliet", AccountSettings.DEFAULT);
    account("prince", AccountSettings.DEFAULT.withRoles(Set.of(Role.ADMIN)));
    account("tybalt", AccountSettings.DEFAULT.withEnabled(false));
    account("small", AccountSettings.DEFAULT.withQuota(new Quota(100, 0)));
    account("single", AccountSettings.DEFAULT.withQuota(new Quota(0, 1)));
  }

  @AfterEach
  void close() {
    directory.close();
    storage.close();
  }

  private void account(String name, AccountSettings settings) {
    var added = directory.accounts().add(TEST, address(name), settings, new NewPassword.None());
    assertThat(added).isInstanceOf(AccountResult.Done.class);
  }

  private void alias(String name, String... targets) {
    var to = Stream.of(targets).map(DeliveryTest::address).toArray(EmailAddress[]::new);
    var added = directory.aliases().add(TEST, address(name), Aliases.Content.to(to));
    assertThat(added).isInstanceOf(AliasResult.Done.class);
  }

  private static EmailAddress address(String name) {
    try {
      return EmailAddress.parse(name.contains("@") ? name : name + "@example.test");
    } catch (AddressException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private @Nullable Refusal refusal(String name, Sender sender, long announced) {
    return switch (delivery.recipient(address(name), sender, announced)) {
      case RecipientVerdict.Accept _ -> null;
      case RecipientVerdict.Refuse(var reason, var steps) -> {
        assertThat(steps).isNotEmpty();
        yield reason;
      }
    };
  }

  private Sender romeo() {
    var account = directory.accounts().find(address("romeo"));
    return Sender.user(new ReversePath.Mailbox(address("romeo")), Objects.requireNonNull(account));
  }

  private Recipient accepted(String name) {
    var verdict = delivery.recipient(address(name), STRANGER, UNKNOWN);
    assertThat(verdict).isInstanceOf(RecipientVerdict.Accept.class);
    return ((RecipientVerdict.Accept) verdict).recipient();
  }

  /// Delivers a message of so many octets.
  private Outcomes together(int octets, String... names) throws IOException {
    try (var spool = storage.spool(100_000)) {
      spool.write("x".repeat(octets).getBytes(StandardCharsets.US_ASCII));
      var recipients = Stream.of(names).map(this::accepted).toList();
      return new Outcomes(delivery.deliverTogether(handover(recipients, spool)));
    }
  }

  private Outcomes each(int octets, String... names) throws IOException {
    try (var spool = storage.spool(100_000)) {
      spool.write("x".repeat(octets).getBytes(StandardCharsets.US_ASCII));
      var recipients = Stream.of(names).map(this::accepted).toList();
      return new Outcomes(delivery.deliverEach(handover(recipients, spool)));
    }
  }

  private Handover handover(List<Recipient> recipients, Spool spool) {
    var envelope = Envelope.ofServer("message-1", NewMail.Timing.of(NOW), "from a test");
    return handover(envelope, recipients, spool);
  }

  private Handover handover(Envelope envelope, List<Recipient> recipients, Spool spool) {
    Original.Seals seals = (_, by) -> "ARC-Seal: by " + by + "\r\n";
    var original = new Original(spool, 0, seals, () -> storage.spool(100_000));
    return new Handover(envelope, recipients, original, Placement.INBOX);
  }

  /// Delivers a small message of this sender.
  private void sent(Sender sender, String... names) throws IOException {
    var envelope =
        new Envelope(
            "message-1",
            sender.path(),
            sender.account(),
            OutgoingMail.Wishes.NONE,
            Priority.NORMAL,
            NewMail.Timing.of(NOW),
            List.of("from a test"));
    try (var spool = storage.spool(100_000)) {
      spool.write("Subject: x\r\n\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII));
      var recipients =
          Stream.of(names)
              .map(name -> delivery.recipient(address(name), sender, UNKNOWN))
              .map(verdict -> ((RecipientVerdict.Accept) verdict).recipient())
              .toList();
      assertThat(new Outcomes(delivery.deliverTogether(handover(envelope, recipients, spool))))
          .isNotNull();
    }
  }

  /// Sender, who hears of failures, recipients and octets of what is in the queue.
  private List<String> leaving() {
    return storage
        .partition(new PartitionId(1))
        .read(tx ->
            tx.handle()
                .select("SELECT sender, report_to, recipients, size FROM queue_entry")
                .map((row, _) ->
                    "%s, reports to %s, for %s, %d"
                        .formatted(
                            row.getString(1).replaceAll("=[a-z2-7]{8}=[a-z2-7]{2}=", "=hash=day="),
                            row.getString(2),
                            row.getString(3).replaceAll("\\t[^\n]*", ""),
                            row.getInt(4)))
                .list());
  }

  /// What is in the queue: destination and recipients.
  private List<String> queued() {
    return storage
        .partition(new PartitionId(1))
        .read(tx ->
            tx.handle()
                .select("SELECT destination, recipients FROM queue_entry")
                .map((row, _) ->
                    row.getString(1) + ": " + row.getString(2).replaceAll("\\t[^\n]*", ""))
                .list());
  }

  private String story() {
    return traces.of("message-1").stream()
        .map(event -> event.kind().word() + " " + event.words())
        .collect(Collectors.joining("\n"));
  }

  private record Outcomes(List<Delivered> results) {
    /// `stored N` with the number of copies, or the reason.
    List<String> inWords() {
      return results.stream()
          .map(result ->
              switch (result) {
                case Delivered.Taken(var copies, var queued) ->
                    "stored %d%s"
                        .formatted(copies.size(), queued.isEmpty() ? "" : ", queued " + queued);
                case Delivered.Refused(var reason) -> reason.name();
                case Delivered.Rejected(var text) -> text;
              })
          .toList();
    }
  }

  private long messages(String name) {
    var account = directory.accounts().find(address(name));
    assertThat(account).isNotNull();
    return mail.mailboxes().use(MailAccount.of(account)).messages();
  }

  @Test
  void own_addresses_are_taken_from_anybody() {
    assertThat(refusal("romeo", STRANGER, UNKNOWN)).isNull();
    assertThat(refusal("ROMEO+tag", STRANGER, 1_000_000)).isNull();
    assertThat(refusal("postmaster", STRANGER, UNKNOWN)).isNull();
  }

  @Test
  void postmaster_needs_no_domain() {
    var verdict = delivery.postmaster(STRANGER, UNKNOWN);
    assertThat(verdict).isInstanceOf(RecipientVerdict.Accept.class);
    assertThat(((RecipientVerdict.Accept) verdict).recipient().toString())
        .isEqualTo("prince@example.test");
  }

  @Test
  void each_refusal_has_its_reason() {
    assertThat(refusal("nobody", STRANGER, UNKNOWN)).isEqualTo(Refusal.UNKNOWN_USER);
    assertThat(refusal("tybalt", STRANGER, UNKNOWN)).isEqualTo(Refusal.DISABLED);
    alias("circle", "romeo");
    alias("circus", "circle");
    directory.aliases().change(TEST, address("circle"), Aliases.Content.to(address("circus")));
    assertThat(refusal("circle", STRANGER, UNKNOWN)).isEqualTo(Refusal.ALIAS_LOOP);
  }

  @Test
  void nobody_relays_but_who_has_logged_in_and_aliases_that_lead_away() {
    assertThat(refusal("friar@elsewhere.test", STRANGER, UNKNOWN)).isEqualTo(Refusal.NOT_OURS);
    assertThat(refusal("friar@elsewhere.test", romeo(), UNKNOWN)).isNull();
    alias("friar", "friar@elsewhere.test", "romeo");
    assertThat(refusal("friar", STRANGER, UNKNOWN)).isNull();
  }

  @Test
  void who_gets_no_mail_from_here_is_refused_or_left_out() throws IOException {
    suppressions.add(
        new Suppression.Pattern.Domain(new DomainName("gone.test")), "the company is closed", null);
    assertThat(refusal("a@gone.test", romeo(), UNKNOWN)).isEqualTo(Refusal.SUPPRESSED);
    alias("both", "a@gone.test", "b@elsewhere.test");
    assertThat(together(10, "both").inWords())
        .containsExactly("stored 0, queued [b@elsewhere.test]");
    assertThat(queued()).containsExactly("elsewhere.test: b@elsewhere.test");
  }

  @Test
  void what_stays_and_what_leaves_is_taken_together_and_its_story_begins() throws IOException {
    alias("friar", "friar@elsewhere.test", "romeo");
    alias("partner", "p@mail.partner.test", "friar@elsewhere.test");
    assertThat(together(10, "friar", "juliet", "partner").inWords())
        .containsExactly(
            "stored 1, queued [friar@elsewhere.test]",
            "stored 1",
            "stored 0, queued [p@mail.partner.test, friar@elsewhere.test]");
    assertThat(queued())
        .containsExactlyInAnyOrder(
            "elsewhere.test: friar@elsewhere.test", "@partner: p@mail.partner.test");
    assertThat(story())
        .startsWith("accepted from a test\nfor <friar@example.test>: in mailbox ")
        .contains("of romeo@example.test, UID 1\nfor <friar@example.test>: into the queue, for ")
        .contains("\nqueued <friar@elsewhere.test> waits for elsewhere.test (normal)");
  }

  @Test
  void what_a_stranger_sends_to_an_alias_goes_on_under_our_name_and_sealed() throws IOException {
    alias("friar", "friar@elsewhere.test", "romeo");
    sent(STRANGER, "friar");
    assertThat(leaving())
        .containsExactly(
            "SRS0=hash=day=good.test=paris@example.test, reports to paris@good.test, for"
                + " friar@elsewhere.test, 45");
    assertThat(messages("romeo")).isOne();
    assertThat(story())
        .contains("sent on by example.test, as <SRS0=", "=good.test=paris@example.test>, sealed");
  }

  @Test
  void what_our_own_users_send_to_an_alias_keeps_its_sender() throws IOException {
    alias("friar", "friar@elsewhere.test");
    sent(romeo(), "friar", "nurse@elsewhere.test");
    assertThat(leaving())
        .containsExactlyInAnyOrder(
            "romeo@example.test, reports to romeo@example.test, for friar@elsewhere.test, 45",
            "romeo@example.test, reports to romeo@example.test, for nurse@elsewhere.test, 18");
  }

  @Test
  void reports_and_strangers_who_write_as_one_of_us_are_not_rewritten() throws IOException {
    alias("friar", "friar@elsewhere.test");
    sent(NOBODY, "friar");
    sent(Sender.stranger(romeo().path()), "friar");
    assertThat(leaving())
        .containsExactlyInAnyOrder(
            ", reports to null, for friar@elsewhere.test, 45",
            "romeo@example.test, reports to romeo@example.test, for friar@elsewhere.test, 45");
  }

  @Test
  void an_address_that_two_domains_lead_to_gets_one_copy() throws IOException {
    directory.domains().add(TEST, new DomainName("second.test"), DomainSettings.DEFAULT);
    alias("friar", "friar@elsewhere.test");
    alias("friar@second.test", "friar@elsewhere.test", "nurse@elsewhere.test");
    sent(STRANGER, "friar", "friar@second.test");
    assertThat(leaving())
        .containsExactlyInAnyOrder(
            "SRS0=hash=day=good.test=paris@example.test, reports to paris@good.test, for"
                + " friar@elsewhere.test, 45",
            "SRS0=hash=day=good.test=paris@second.test, reports to paris@good.test, for"
                + " nurse@elsewhere.test, 44");
  }

  @Test
  void a_report_on_what_was_sent_on_goes_back_to_the_sender_and_nothing_else_does()
      throws IOException {
    var ours = new DomainName("example.test");
    var sender = directory.senders().rewrite(address("paris@good.test"), ours).toString();
    assertThat(refusal(sender, STRANGER, UNKNOWN)).isEqualTo(Refusal.TAKES_REPORTS_ONLY);
    assertThat(refusal(sender, romeo(), UNKNOWN)).isEqualTo(Refusal.TAKES_REPORTS_ONLY);
    assertThat(refusal("srs0=aaaaaaaa=aa=good.test=paris", NOBODY, UNKNOWN))
        .isEqualTo(Refusal.LEADS_NOWHERE);
    sent(NOBODY, sender);
    assertThat(leaving()).containsExactly(", reports to null, for paris@good.test, 45");
    var elsewhere = sender.replace("example.test", "elsewhere.test");
    assertThat(refusal(elsewhere, NOBODY, UNKNOWN)).isEqualTo(Refusal.NOT_OURS);
  }

  @Test
  void an_address_takes_no_more_reports_than_a_message_has() {
    var sender =
        directory.senders().rewrite(address("paris@good.test"), new DomainName("example.test"));
    for (int i = 0; i < Returns.MAX_REPORTS; i++)
      assertThat(refusal(sender.toString(), NOBODY, UNKNOWN)).isNull();
    assertThat(refusal(sender.toString(), NOBODY, UNKNOWN)).isEqualTo(Refusal.TOO_MANY_REPORTS);
  }

  @Test
  void nothing_leaves_when_one_mailbox_of_all_is_full() throws IOException {
    alias("friar", "friar@elsewhere.test");
    assertThat(together(101, "friar", "small").inWords())
        .containsExactly("WITH_ANOTHER", "LARGER_THAN_QUOTA");
    assertThat(queued()).isEmpty();
    assertThat(story()).isEmpty();
  }

  @Test
  void by_lmtp_each_gets_an_answer_and_those_elsewhere_their_mail() throws IOException {
    alias("friar", "friar@elsewhere.test");
    assertThat(each(101, "friar", "small").inWords())
        .containsExactly("stored 0, queued [friar@elsewhere.test]", "LARGER_THAN_QUOTA");
    assertThat(queued()).hasSize(1);
  }

  @Test
  void a_report_reaches_a_full_mailbox_and_settles_in_the_same_transaction() {
    var reports =
        new ReportDelivery(
            directory,
            mail,
            outbound,
            new TraceIds(InstantSource.fixed(NOW), TestRandom.seeded(3)),
            InstantSource.fixed(NOW));
    var settled = new AtomicInteger();
    Work<@Nullable Void> settle =
        _ -> {
          settled.incrementAndGet();
          return null;
        };
    for (var to : List.of("small", "friar@elsewhere.test", "nobody"))
      reports.deliver(report(address(to)), new PartitionId(1), settle);
    assertThat(settled).hasValue(3);
    assertThat(messages("small")).isEqualTo(1);
    assertThat(queued()).containsExactly("elsewhere.test: friar@elsewhere.test");
  }

  private static Report report(EmailAddress to) {
    var text = ("From: postmaster\r\n\r\n" + "x".repeat(200)).getBytes(StandardCharsets.US_ASCII);
    var facts = new WrittenReport("id@example.test", false, false, ReturnedContent.HEADER);
    return new Report(to, "message-1", MessageSource.of(text), text.length, facts);
  }

  @Test
  void a_size_that_is_announced_is_held_against_the_quota_to_the_octet() throws IOException {
    assertThat(refusal("small", STRANGER, 100)).isNull();
    assertThat(refusal("small", STRANGER, 101)).isEqualTo(Refusal.LARGER_THAN_QUOTA);
    assertThat(together(60, "small").inWords()).containsExactly("stored 1");
    assertThat(refusal("small", STRANGER, 40)).isNull();
    assertThat(refusal("small", STRANGER, 41)).isEqualTo(Refusal.OVER_QUOTA);
  }

  @Test
  void a_full_mailbox_is_full_for_messages_of_any_size() throws IOException {
    assertThat(together(10, "single").inWords()).containsExactly("stored 1");
    assertThat(refusal("single", STRANGER, UNKNOWN)).isEqualTo(Refusal.OVER_QUOTA);
  }

  @Test
  void an_alias_is_full_when_one_of_its_mailboxes_is() throws IOException {
    alias("both", "romeo", "small");
    assertThat(refusal("both", STRANGER, 101)).isEqualTo(Refusal.LARGER_THAN_QUOTA);
    assertThat(together(101, "both").inWords()).containsExactly("LARGER_THAN_QUOTA");
    assertThat(messages("romeo")).isZero();
  }

  @Test
  void together_means_all_or_none() throws IOException {
    assertThat(together(100, "romeo", "small", "juliet").inWords())
        .containsExactly("stored 1", "stored 1", "stored 1");
    assertThat(messages("romeo")).isOne();
    assertThat(messages("small")).isOne();
    assertThat(messages("juliet")).isOne();
  }

  @Test
  void one_full_mailbox_sends_the_message_away_for_all() throws IOException {
    assertThat(together(101, "romeo", "small", "juliet").inWords())
        .containsExactly("WITH_ANOTHER", "LARGER_THAN_QUOTA", "WITH_ANOTHER");
    assertThat(messages("romeo")).isZero();
    assertThat(messages("juliet")).isZero();
  }

  @Test
  void the_full_one_is_refused_for_now_when_the_sender_comes_back() throws IOException {
    assertThat(together(101, "romeo", "small").inWords()).contains("LARGER_THAN_QUOTA");
    assertThat(refusal("small", STRANGER, UNKNOWN)).isEqualTo(Refusal.OVER_QUOTA);
    assertThat(refusal("small", STRANGER, 50)).isNull();
    assertThat(together(101, "romeo").inWords()).containsExactly("stored 1");
  }

  @Test
  void each_means_each_alone() throws IOException {
    assertThat(each(101, "romeo", "small", "juliet").inWords())
        .containsExactly("stored 1", "LARGER_THAN_QUOTA", "stored 1");
    assertThat(messages("romeo")).isOne();
    assertThat(messages("small")).isZero();
  }

  @Test
  void an_account_gets_one_copy_by_however_many_addresses() throws IOException {
    alias("lovers", "romeo", "juliet");
    assertThat(together(10, "romeo", "lovers", "romeo+again").inWords())
        .containsExactly("stored 1", "stored 2", "stored 1");
    assertThat(each(10, "romeo", "lovers", "romeo+again").inWords())
        .containsExactly("stored 1", "stored 2", "stored 1");
    assertThat(messages("romeo")).isEqualTo(2);
    assertThat(messages("juliet")).isEqualTo(2);
  }

  @Test
  void an_empty_message_is_a_message() throws IOException {
    assertThat(together(0, "romeo").inWords()).containsExactly("stored 1");
  }
}

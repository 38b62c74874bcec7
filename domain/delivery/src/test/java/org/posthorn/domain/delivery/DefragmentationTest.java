package org.posthorn.domain.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.Account;
import org.posthorn.domain.directory.AccountResult;
import org.posthorn.domain.directory.AccountSettings;
import org.posthorn.domain.directory.Actor;
import org.posthorn.domain.directory.Directory;
import org.posthorn.domain.directory.DirectoryConfig;
import org.posthorn.domain.directory.DomainSettings;
import org.posthorn.domain.directory.MailingList;
import org.posthorn.domain.directory.MailingListResult;
import org.posthorn.domain.directory.MailingLists;
import org.posthorn.domain.directory.NewPassword;
import org.posthorn.domain.directory.Quota;
import org.posthorn.domain.directory.Removal;
import org.posthorn.domain.fragment.Bearer;
import org.posthorn.domain.fragment.Bearer.Standing;
import org.posthorn.domain.fragment.FragmentConsistency;
import org.posthorn.domain.fragment.FragmentLimits;
import org.posthorn.domain.fragment.Fragments;
import org.posthorn.domain.mailbox.Consistency;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.queue.MailQueue;
import org.posthorn.domain.queue.NewMail;
import org.posthorn.domain.queue.Priority;
import org.posthorn.domain.queue.QueueConfig;
import org.posthorn.domain.queue.QueueConsistency;
import org.posthorn.domain.queue.Release;
import org.posthorn.domain.queue.Suppressions;
import org.posthorn.domain.relay.OutgoingMail.Wishes;
import org.posthorn.domain.relay.TlsDemand;
import org.posthorn.domain.trace.TraceEvent;
import org.posthorn.domain.trace.TraceIds;
import org.posthorn.domain.trace.TraceKind;
import org.posthorn.domain.trace.Traces;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.testing.testkit.ManualClock;
import org.posthorn.testing.testkit.TestRandom;
import org.posthorn.wire.mail.DomainName;
import org.posthorn.wire.smtp.Notify;
import org.posthorn.wire.smtp.ReversePath;

/// Messages that come in parts.
class DefragmentationTest {

  private static final Actor TEST = new Actor("test");
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Bearer STRANGER = new Bearer("good.test", Standing.STRANGER);
  private static final Bearer ROMEO = new Bearer("account romeo", Standing.OURS);
  private static final String WHOLE =
      """
      Return-Path: <paris@good.test>
      Received: part 1
      From: paris@good.test
      Subject: large
      MIME-Version: 1.0

      one
      two
      """;

  @TempDir private Path folder;
  private final ManualClock clock = ManualClock.standing();
  private final List<Finishing.Whole> finished = new ArrayList<>();
  private @Nullable IOException fault;
  private @Nullable Error death;
  private Storage storage;
  private Directory directory;
  private MailStore mail;
  private Traces traces;
  private Delivery delivery;
  private Defragmentation waiting;
  private Defragmentation.Mode mode = Defragmentation.Mode.ON;
  private int messages;
  private Placement placement = Placement.INBOX;
  private NewMail.@Nullable Timing timing;
  private @Nullable String archive;
  private Notify notifyOn = Notify.NEVER;
  private String from = "paris@good.test";

  @BeforeEach
  void open() {
    storage =
        Storage.open(
            StorageConfig.sqlite(folder).withDurability(Durability.UNSYNCED),
            new Schemas(
                List.of(Directory.SCHEMA, MailQueue.DIRECTORY_SCHEMA),
                List.of(MailStore.SCHEMA, MailQueue.SCHEMA, Traces.SCHEMA, Fragments.SCHEMA)));
    if (storage.partitions().isEmpty()) storage.createPartition();
    directory =
        new Directory(storage.directory(), DirectoryConfig.DEFAULT, clock, TestRandom.notSecure(1));
    mail = new MailStore(storage::partition, clock);
    traces = new Traces(() -> List.of(partition()));
    var queue = new MailQueue(storage, QueueConfig.of("test"), new QueueStory(clock), clock);
    var outbound =
        new Outbound(
            queue,
            new Suppressions(storage.directory(), clock),
            new RouteTable(List.of(), TlsDemand.PUBLISHED));
    var joining =
        new Defragmentation.Joining(
            mode,
            storage,
            new FragmentLimits(10_000, PATIENCE),
            this::finish,
            new TraceIds(clock, TestRandom.seeded(3)),
            clock);
    delivery =
        new Delivery(
                directory, mail, outbound, PostOffice.success(directory), () -> new PartitionId(1))
            .joining(joining);
    waiting = Objects.requireNonNull(delivery.defragmentation());
    directory.domains().add(TEST, new DomainName("example.test"), DomainSettings.DEFAULT);
    for (var name : List.of("romeo", "juliet", "nurse"))
      directory
          .accounts()
          .add(TEST, PostOffice.address(name), AccountSettings.DEFAULT, new NewPassword.None());
  }

  private Finishing.Finished finish(Finishing.Whole whole) throws IOException {
    if (death != null) throw death;
    if (fault != null) throw fault;
    finished.add(whole);
    var changed = whole.spools().get();
    try (var in = whole.octets().open()) {
      changed.write(in.readNBytes(whole.returnPath()));
      changed.write("X-Finished: yes\r\n".getBytes(UTF_8));
      in.transferTo(changed);
    }
    return new Finishing.Finished(changed, List.of("finished"));
  }

  @AfterEach
  void close() {
    assertThat(FragmentConsistency.faults(partition())).isEmpty();
    assertThat(QueueConsistency.faults(partition())).isEmpty();
    assertThat(Consistency.faults(partition())).isEmpty();
    directory.close();
    storage.close();
  }

  private void restart() {
    close();
    open();
  }

  private Partition partition() {
    return storage.partition(new PartitionId(1));
  }

  private Account account(String name) {
    return Objects.requireNonNull(directory.accounts().find(PostOffice.address(name)));
  }

  private static String part(int number, String total, String body) {
    return """
    Return-Path: <paris@good.test>
    Received: part %d
    DKIM-Signature: v=1; of=%d
    From: paris@good.test
    Subject: large (%d)
    Content-Type: message/partial; id="x@y"; number=%d%s

    %s\
    """
        .formatted(number, number, number, number, total, body);
  }

  private static final String ONE =
      part(1, "", "Subject: large\nMIME-Version: 1.0\nX-Lost: yes\n\none\n");
  private static final String TWO = part(2, "; total=2", "two\n");

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  /// By a stranger.
  private List<Delivered> send(String message, String... to) throws IOException {
    return send(STRANGER, message, to);
  }

  private List<Delivered> send(Bearer bearer, String message, String... to) throws IOException {
    boolean ours = bearer.standing() == Standing.OURS;
    var path = new ReversePath.Mailbox(PostOffice.address(from));
    var author = ours ? account("romeo") : null;
    var sender = author == null ? Sender.stranger(path) : Sender.user(path, author);
    var recipients =
        Arrays.stream(to)
            .map(
                name -> delivery.recipient(PostOffice.address(name), sender, Delivery.UNKNOWN_SIZE))
            .map(verdict -> ((RecipientVerdict.Accept) verdict).recipient())
            .map(it -> it.reporting(new Recipient.Reporting(notifyOn, null)))
            .toList();
    var when = timing == null ? NewMail.Timing.of(clock.instant()) : timing;
    var envelope =
        new Envelope(
            "m" + ++messages, path, author, Wishes.NONE, Priority.NORMAL, when, List.of("came"));
    try (var spool = storage.spool(100_000)) {
      spool.write(crlf(message).getBytes(UTF_8));
      int returnPath = "Return-Path: <paris@good.test>\r\n".length();
      var original =
          new Original(spool, returnPath, Original.Seals.NONE, () -> storage.spool(100_000));
      var copies =
          archive == null
              ? List.<CarbonCopy>of()
              : List.of(new CarbonCopy(PostOffice.address(archive), spool));
      return delivery.deliverEach(
          new Handover(envelope, recipients, original, placement, copies).by(bearer));
    }
  }

  private List<String> texts(String name, String mailbox) {
    var account = MailAccount.of(account(name));
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

  private List<String> inbox(String name) {
    return texts(name, "INBOX");
  }

  private String story(String id) {
    return traces.of(id).stream().map(TraceEvent::words).collect(Collectors.joining("\n"));
  }

  private List<String> queued() {
    return partition()
        .read(tx ->
            tx.handle()
                .select("SELECT sender, recipients FROM queue_entry ORDER BY entry_id")
                .map((row, _) -> row.getString(1) + " " + row.getString(2).replace('\t', ' '))
                .list());
  }

  private boolean round() {
    return waiting.round(() -> true);
  }

  @Test
  void two_parts_are_one_message() throws IOException {
    assertThat(send(ONE, "juliet")).containsExactly(new Delivered.Taken(List.of(), List.of()));
    assertThat(inbox("juliet")).isEmpty();
    assertThat(send(TWO, "juliet")).hasOnlyElementsOfType(Delivered.Taken.class);
    assertThat(inbox("juliet")).containsExactly(crlf(WHOLE));
    assertThat(waiting.waiting()).isEmpty();
  }

  @Test
  void parts_may_come_in_any_order_and_their_recipients_too() throws IOException {
    send(TWO, "juliet", "nurse");
    assertThat(send(ONE, "nurse", "juliet")).hasSize(2);
    assertThat(inbox("juliet")).containsExactly(crlf(WHOLE));
    assertThat(inbox("nurse")).containsExactly(crlf(WHOLE));
  }

  @Test
  void each_part_and_the_whole_tell_their_story() throws IOException {
    send(ONE, "juliet");
    assertThat(story("m1"))
        .contains("came", "for <juliet@example.test>")
        .contains(
            "part 1 of some of \"x@y\": waits for the others, 1 of an unknown number of parts")
        .contains("goes on as it is at 2026-11-02T12:00:00Z");
    clock.move(Duration.ofMinutes(1));
    send(TWO, "juliet");
    assertThat(story("m1")).contains("joined with the other parts into message ");
    assertThat(story("m2")).contains("part 2 of 2 of \"x@y\": all parts are here");
    var whole = story("m1").substring(story("m1").lastIndexOf(' ') + 1);
    assertThat(story(whole))
        .contains("joined from 2 parts of \"x@y\" by good.test")
        .contains("part 1: m1", "part 2: m2", "for <juliet@example.test>: in mailbox");
  }

  @Test
  void what_waits_survives_a_restart() throws IOException {
    send(ONE, "juliet");
    restart();
    send(TWO, "juliet");
    assertThat(inbox("juliet")).containsExactly(crlf(WHOLE));
  }

  @Test
  void parts_whose_others_do_not_come_go_on_as_they_are() throws IOException {
    send(part(1, "; total=3", "x\n"), "juliet");
    clock.move(Duration.ofMinutes(30));
    send(part(3, "; total=3", "z\n"), "juliet", "nurse");
    send(part(2, "; total=3", "y\n"), "juliet");
    clock.move(Duration.ofMinutes(89));
    assertThat(round()).isFalse();
    assertThat(inbox("juliet")).isEmpty();
    restart();
    clock.move(Duration.ofMinutes(1));
    assertThat(round()).isTrue();
    assertThat(round()).isFalse();
    assertThat(inbox("juliet"))
        .containsExactly(crlf(part(1, "; total=3", "x\n")), crlf(part(2, "; total=3", "y\n")));
    assertThat(story("m1"))
        .contains("waited 2 h 0 min for the other parts, 2 of 3 parts were here: goes on as it is")
        .contains("for <juliet@example.test>: in mailbox");
    assertThat(traces.of("m1"))
        .extracting(TraceEvent::kind)
        .containsExactly(TraceKind.ACCEPTED, TraceKind.RELEASED);
    assertThat(queued()).isEmpty();
    // one that comes late does not wait for them
    send(part(3, "; total=3", "z\n"), "juliet");
    assertThat(inbox("juliet")).hasSize(3);
    assertThat(story("m4")).contains("part 3 of 3 of \"x@y\": not joined: the other parts have");
  }

  @Test
  void what_waited_when_joining_was_switched_off_goes_on() throws IOException {
    send(ONE, "juliet");
    mode = Defragmentation.Mode.OFF;
    restart();
    send(TWO, "juliet");
    assertThat(inbox("juliet")).containsExactly(crlf(TWO));
    clock.move(PATIENCE);
    round();
    assertThat(inbox("juliet")).containsExactly(crlf(TWO), crlf(ONE));
  }

  @Test
  void parts_of_two_senders_are_not_joined() throws IOException {
    send(ONE, "juliet");
    send(new Bearer("evil.test", Standing.STRANGER), TWO, "juliet");
    assertThat(inbox("juliet")).isEmpty();
    assertThat(waiting.waiting()).hasSize(2);
  }

  @Test
  void what_was_taken_is_stored_though_the_mailbox_is_full() throws IOException {
    var small = AccountSettings.DEFAULT.withQuota(new Quota(100, 0));
    var added =
        directory.accounts().add(TEST, PostOffice.address("small"), small, new NewPassword.None());
    assertThat(added).isInstanceOf(AccountResult.Done.class);
    send(ONE, "small");
    send(TWO, "small");
    assertThat(inbox("small")).containsExactly(crlf(WHOLE));
    assertThat(waiting.waiting()).isEmpty();
  }

  @Test
  void one_suspicious_part_makes_the_whole_suspicious() throws IOException {
    send(ONE, "juliet");
    placement = Placement.JUNK;
    send(TWO, "juliet");
    assertThat(inbox("juliet")).isEmpty();
    assertThat(texts("juliet", "Junk")).containsExactly(crlf(WHOLE));
  }

  @Test
  void what_our_users_send_is_finished_once_and_goes_as_one() throws IOException {
    send(ROMEO, TWO, "friar@elsewhere.test", "juliet");
    send(ROMEO, ONE, "juliet", "friar@elsewhere.test");
    assertThat(finished).hasSize(1);
    assertThat(finished.getFirst().way()).isEqualTo(Finishing.Way.LEAVES);
    assertThat(finished.getFirst().author()).isEqualTo(account("romeo"));
    assertThat(inbox("juliet"))
        .containsExactly(crlf(WHOLE.replace("Received", "X-Finished: yes\nReceived")));
    assertThat(queued()).containsExactly("paris@good.test friar@elsewhere.test NEVER ");
  }

  @Test
  void a_whole_that_cannot_be_finished_now_is_delivered_later() throws IOException {
    send(ROMEO, ONE, "juliet");
    fault = new IOException("no room for a file");
    assertThat(send(ROMEO, TWO, "juliet")).hasOnlyElementsOfType(Delivered.Taken.class);
    assertThat(inbox("juliet")).isEmpty();
    fault = null;
    restart();
    clock.move(Defragmentation.LEASE);
    assertThat(round()).isTrue();
    assertThat(inbox("juliet")).hasSize(1);
  }

  @Test
  void a_server_that_dies_while_it_joins_neither_loses_nor_doubles() throws IOException {
    send(ROMEO, ONE, "juliet");
    death = new AssertionError("killed");
    assertThatThrownBy(() -> send(ROMEO, TWO, "juliet")).isSameAs(death);
    death = null;
    restart();
    assertThat(inbox("juliet")).isEmpty();
    // nobody has told the client that it was taken
    send(ROMEO, TWO, "juliet");
    assertThat(inbox("juliet")).hasSize(1);
    clock.move(PATIENCE);
    round();
    assertThat(inbox("juliet")).hasSize(1);
    assertThat(waiting.waiting()).isEmpty();
  }

  @Test
  void a_part_whose_sender_did_not_hear_the_answer_comes_again() throws IOException {
    send(ONE, "juliet");
    send(ONE.replace("Received: part 1", "Received: again"), "juliet");
    assertThat(story("m2")).contains("the same as m1, and kept once");
    send(TWO, "juliet");
    assertThat(inbox("juliet")).containsExactly(crlf(WHOLE));
  }

  @Test
  void who_is_gone_meanwhile_gets_his_mail_by_the_queue_which_tells_the_sender()
      throws IOException {
    send(ONE, "juliet", "nurse");
    directory.accounts().remove(TEST, account("nurse").id(), Removal.WITH_DEPENDENTS);
    clock.move(PATIENCE);
    round();
    assertThat(inbox("juliet")).hasSize(1);
    assertThat(queued()).containsExactly("paris@good.test nurse@example.test NEVER ");
  }

  @Test
  void an_archive_gets_each_part_as_it_comes() throws IOException {
    archive = "nurse";
    send(ROMEO, ONE, "juliet");
    assertThat(inbox("nurse")).containsExactly(crlf(ONE));
    assertThat(story("m1")).contains("a copy goes to <nurse@example.test>");
    archive = "archive@elsewhere.test";
    send(ROMEO, TWO, "juliet");
    assertThat(queued()).containsExactly(" archive@elsewhere.test  ");
    assertThat(inbox("juliet")).hasSize(1);
    // one that goes on at once has its copy with it, and once
    archive = "nurse";
    send(ROMEO, part(2, "; total=3", "x\n"), "juliet");
    send(ROMEO, part(2, "; total=3", "another\n"), "juliet");
    assertThat(inbox("nurse")).hasSize(3);
    assertThat(inbox("juliet")).hasSize(2);
  }

  @Test
  void who_wants_to_hear_of_success_hears_of_the_whole_once() throws IOException {
    notifyOn = new Notify(Set.of(Notify.Event.SUCCESS));
    from = "romeo@example.test";
    send(ROMEO, ONE, "juliet");
    assertThat(inbox("romeo")).isEmpty();
    send(ROMEO, TWO, "juliet");
    assertThat(inbox("romeo")).hasSize(1);
    assertThat(inbox("romeo").getFirst()).contains("Action: delivered");
  }

  @Test
  void mail_for_lists_and_mail_that_is_put_off_is_not_joined() throws IOException {
    var settings = new MailingList.Settings("", true, MailingList.Posting.ANYBODY, 5_000, 10);
    var content =
        new MailingLists.Content(
            settings, List.of(PostOffice.address("nurse")), List.of(PostOffice.address("romeo")));
    assertThat(directory.lists().add(TEST, PostOffice.address("ball"), content))
        .isInstanceOf(MailingListResult.Done.class);
    send(ONE, "ball");
    assertThat(inbox("nurse")).hasSize(1);
    assertThat(story("m1")).contains("not joined: it is for a list");
    timing =
        new NewMail.Timing(
            clock.instant(), new Release(clock.instant().plusSeconds(9), null), null);
    send(ONE, "juliet");
    assertThat(inbox("juliet")).hasSize(1);
  }

  @Test
  void parts_for_a_crowd_do_not_wait_since_each_would_bring_its_recipients_along()
      throws IOException {
    var crowd =
        IntStream.range(0, FragmentLimits.MAX_RECIPIENTS + 1)
            .mapToObj(i -> "juliet+%d".formatted(i))
            .toList();
    send(ONE, crowd.toArray(String[]::new));
    assertThat(waiting.waiting()).isEmpty();
    assertThat(inbox("juliet")).containsExactly(crlf(ONE));
    send(TWO, crowd.subList(1, crowd.size()).toArray(String[]::new));
    assertThat(waiting.waiting()).hasSize(1);
  }

  @Test
  void parts_that_make_no_message_go_on_as_they_are() throws IOException {
    var endless = "X: y\n".repeat(1_500);
    send(part(1, "; total=2", endless), "juliet");
    send(part(2, "; total=2", endless), "juliet");
    assertThat(inbox("juliet")).hasSize(1);
    assertThat(story("m2")).contains("not joined: all parts together have more than 10000 octets");
    round();
    assertThat(inbox("juliet")).hasSize(2);
  }

  @Test
  void an_administrator_sends_parts_on_or_removes_them() throws IOException {
    send(ONE, "juliet");
    send(ONE, "nurse");
    assertThat(waiting.release(it -> it.messageIds().contains("m1"))).isEqualTo(1);
    assertThat(inbox("juliet")).containsExactly(crlf(ONE));
    assertThat(waiting.delete(_ -> true)).isEqualTo(1);
    assertThat(waiting.waiting()).isEmpty();
    assertThat(inbox("nurse")).isEmpty();
    assertThat(story("m2")).contains("deleted while it waited for other parts");
  }
}

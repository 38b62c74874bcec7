package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.domain.mailbox.Arrival.Target;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;
import org.posthorn.wire.mail.LineForm;

/// What holds for mailboxes and messages on every engine.
abstract class MailStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final PartitionId PARTITION = new PartitionId(1);

  /// One store per engine for all tests, and accounts of its own for each test.
  private static final Map<Dialect, Storage> STORES = new EnumMap<>(Dialect.class);

  private static final AtomicLong ACCOUNTS = new AtomicLong();

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount romeo = account(QuotaLimit.NONE);
  private final MailAccount juliet = account(QuotaLimit.NONE);

  MailStoreContract(Dialect dialect) {
    storage = STORES.computeIfAbsent(dialect, MailStoreContract::open);
    mail = new MailStore(storage::partition, () -> NOW, Duration.ofDays(14));
  }

  private static Storage open(Dialect dialect) {
    try {
      var folder = Files.createTempDirectory("mailbox-test");
      folder.toFile().deleteOnExit();
      var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
      var storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
      storage.createPartition();
      return storage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MailAccount account(QuotaLimit limit) {
    return new MailAccount(ACCOUNTS.incrementAndGet(), PARTITION, limit);
  }

  @BeforeEach
  void open_both_accounts() {
    mail.mailboxes().open(romeo);
    mail.mailboxes().open(juliet);
  }

  private byte[] bytes(MessageRow row) {
    return mail.messages().bodies(romeo, List.of(row)).bytes(row.blob(), 0, 100);
  }

  @AfterEach
  void every_counter_is_what_the_rows_say() {
    assertThat(Consistency.faults(storage.partition(PARTITION))).isEmpty();
  }

  private static NewEmail email(String text, String... references) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new NewEmail(
        PreparedBlob.of(bytes),
        new byte[] {1},
        new byte[] {2},
        "subject",
        NOW,
        List.of(references),
        LineForm.AS_IT_IS);
  }

  private Arrival toInbox(MailAccount account, String text) {
    return new Arrival(account, new Target.Inbox(), email(text), Flags.NONE, NOW);
  }

  private Placed.Stored deliver(MailAccount account, String text) {
    var placed = mail.messages().store(List.of(toInbox(account, text))).getFirst();
    assertThat(placed).isInstanceOf(Placed.Stored.class);
    return (Placed.Stored) placed;
  }

  private Where inbox(MailAccount account) {
    return where(account, "INBOX");
  }

  private Where where(MailAccount account, String path) {
    var mailbox = mail.mailboxes().find(account, new MailboxPath(path));
    assertThat(mailbox).as(path).isNotNull();
    return new Where(account, mailbox.id());
  }

  private Mailbox mailbox(Where where) {
    var mailbox = mail.mailboxes().find(where);
    assertThat(mailbox).isNotNull();
    return mailbox;
  }

  private Snapshot snapshot(Where where) {
    var snapshot = mail.messages().snapshot(where);
    assertThat(snapshot).isNotNull();
    return snapshot;
  }

  private List<Integer> uids(Where where) {
    var snapshot = snapshot(where);
    return IntStream.range(0, snapshot.size()).map(snapshot::uid).boxed().toList();
  }

  private static FlagEdit add(SystemFlag... flags) {
    return new FlagEdit(FlagChange.ADD, Flags.of(flags));
  }

  @Test
  void an_account_starts_with_its_special_folders_subscribed() {
    assertThat(mail.mailboxes().all(romeo).stream().map(m -> m.path().text()))
        .containsExactly("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash");
    assertThat(mail.mailboxes().subscriptions(romeo)).hasSize(6);
    assertThat(mailbox(where(romeo, "Sent")).specialUse()).isEqualTo(SpecialUse.SENT);
  }

  @Test
  void what_was_stored_is_there_at_once() {
    var stored = deliver(romeo, "hello");
    assertThat(stored.uid()).isEqualTo(1);
    assertThat(uids(inbox(romeo))).containsExactly(1);
    var row = mail.messages().rows(inbox(romeo), Uids.of(1), Detail.ALL).getFirst();
    assertThat(row.size()).isEqualTo(5);
    assertThat(row.receivedAt()).isEqualTo(NOW);
    assertThat(row.summary()).containsExactly(1);
    assertThat(row.structure()).containsExactly(2);
    assertThat(new String(bytes(row), StandardCharsets.UTF_8)).isEqualTo("hello");
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(new QuotaUse(5, 1));
  }

  @Test
  void uids_rise_and_modseqs_rise_across_mailboxes() {
    var first = deliver(romeo, "a");
    var second = deliver(romeo, "b");
    assertThat(second.uid()).isGreaterThan(first.uid());
    assertThat(second.modseq()).isGreaterThan(first.modseq());
  }

  @Test
  void nobody_sees_the_mailboxes_of_another() {
    deliver(romeo, "secret");
    var stolen = new Where(juliet, inbox(romeo).mailbox());
    assertThat(mail.messages().snapshot(stolen)).isNull();
    assertThat(mail.messages().rows(stolen, Uids.of(1), Detail.FACTS)).isEmpty();
    assertThat(mail.messages().changes(stolen, 0)).isNull();
    assertThat(mail.messages().storeFlags(stolen, Uids.of(1), add(SystemFlag.SEEN)))
        .isInstanceOf(FlagsOutcome.NoSuchMailbox.class);
    assertThat(mail.messages().destroy(stolen, Uids.of(1)).isEmpty()).isTrue();
    assertThat(mail.messages().copy(stolen, Uids.of(1), inbox(juliet).mailbox()))
        .isInstanceOf(CopyOutcome.NoSuchSource.class);
    assertThat(mail.messages().copy(inbox(juliet), Uids.of(1), inbox(romeo).mailbox()))
        .isInstanceOf(CopyOutcome.NoSuchTarget.class);
  }

  @Test
  void a_quota_is_exact_and_inclusive() {
    var tight = new MailAccount(romeo.id(), PARTITION, new QuotaLimit(10, 100));
    assertThat(mail.messages().store(List.of(toInbox(tight, "12345"))))
        .first()
        .isInstanceOf(Placed.Stored.class);
    assertThat(mail.messages().store(List.of(toInbox(tight, "123456"))))
        .first()
        .isInstanceOf(Placed.OverQuota.class);
    assertThat(mail.messages().store(List.of(toInbox(tight, "12345"))))
        .first()
        .isInstanceOf(Placed.Stored.class);
    assertThat(mail.messages().store(List.of(toInbox(tight, ""))))
        .first()
        .isInstanceOf(Placed.Stored.class);
    assertThat(mail.messages().store(List.of(toInbox(tight, "1"))))
        .first()
        .isInstanceOf(Placed.OverQuota.class);
  }

  @Test
  void a_quota_counts_messages_too() {
    var two = new MailAccount(romeo.id(), PARTITION, new QuotaLimit(1000, 2));
    var three = List.of(toInbox(two, "a"), toInbox(two, "b"), toInbox(two, "c"));
    assertThat(mail.messages().store(three))
        .satisfiesExactly(
            a -> assertThat(a).isInstanceOf(Placed.NotAlone.class),
            b -> assertThat(b).isInstanceOf(Placed.NotAlone.class),
            c -> assertThat(c).isInstanceOf(Placed.OverQuota.class));
    assertThat(uids(inbox(romeo))).isEmpty();
    assertThat(mail.messages().store(three.subList(0, 2)))
        .allSatisfy(p -> assertThat(p).isInstanceOf(Placed.Stored.class));
  }

  @Test
  void a_group_that_is_refused_does_not_keep_another_out() {
    var full = new MailAccount(romeo.id(), PARTITION, new QuotaLimit(0, 0));
    var placed =
        mail.messages()
            .storeGroups(
                List.of(
                    List.of(toInbox(full, "x"), toInbox(juliet, "x")),
                    List.of(toInbox(juliet, "y"))));
    assertThat(placed.get(0))
        .satisfiesExactly(
            a -> assertThat(a).isInstanceOf(Placed.OverQuota.class),
            b -> assertThat(b).isInstanceOf(Placed.NotAlone.class));
    assertThat(placed.get(1)).first().isInstanceOf(Placed.Stored.class);
    assertThat(uids(inbox(juliet))).hasSize(1);
  }

  @Test
  void one_new_email_may_be_in_several_mailboxes() {
    var email = email("text");
    var archive = where(romeo, "Archive");
    var placed =
        mail.messages()
            .store(
                List.of(
                    new Arrival(romeo, new Target.Inbox(), email, Flags.NONE, NOW),
                    new Arrival(
                        romeo,
                        new Target.Filed(new Target.ById(archive.mailbox())),
                        email,
                        Flags.of(SystemFlag.SEEN),
                        NOW)));
    var first = (Placed.Stored) placed.get(0);
    var second = (Placed.Stored) placed.get(1);
    assertThat(second.email()).isEqualTo(first.email());
    assertThat(second.mailbox()).isEqualTo(archive.mailbox());
    assertThat(mailbox(archive).unseen()).isZero();
    assertThat(mail.mailboxes().use(romeo).messages()).isEqualTo(2);
    mail.messages().destroy(inbox(romeo), Uids.of(first.uid()));
    assertThat(uids(archive)).containsExactly(second.uid());
  }

  @Test
  void what_a_filter_has_filed_is_never_refused() {
    var gone = new Target.Filed(new Target.ById(new MailboxId(9_999)));
    var keywords =
        IntStream.range(0, Keywords.MAX + 1)
            .mapToObj(i -> "k" + i)
            .collect(java.util.stream.Collectors.toSet());
    var flags = new Flags(java.util.Set.of(SystemFlag.FLAGGED), keywords);
    var placed = mail.messages().store(List.of(new Arrival(romeo, gone, email("x"), flags, NOW)));
    assertThat(((Placed.Stored) placed.getFirst()).mailbox()).isEqualTo(inbox(romeo).mailbox());
    assertThat(snapshot(inbox(romeo)).flags(0)).isEqualTo(SystemFlag.FLAGGED.bit());
  }

  @Test
  void flags_change_count_and_show_in_the_changes() {
    deliver(romeo, "a");
    deliver(romeo, "b");
    var inbox = inbox(romeo);
    var before = snapshot(inbox);
    var outcome = mail.messages().storeFlags(inbox, Uids.of(1, 2, 99), add(SystemFlag.SEEN));
    assertThat(((FlagsOutcome.Stored) outcome).changed().array()).containsExactly(1, 2);
    assertThat(mailbox(inbox).unseen()).isZero();
    var changes = mail.messages().changes(inbox, before.modseq());
    assertThat(changes).isNotNull();
    assertThat(changes.size()).isEqualTo(2);
    assertThat(before.with(changes).flags(0)).isEqualTo(SystemFlag.SEEN.bit());
    var again = mail.messages().storeFlags(inbox, Uids.of(1), add(SystemFlag.SEEN));
    assertThat(((FlagsOutcome.Stored) again).changed().isEmpty()).isTrue();
    assertThat(snapshot(inbox).modseq()).isEqualTo(changes.modseq());
  }

  @Test
  void facts_are_those_of_the_rows_and_grow_with_the_mailbox() {
    var inbox = inbox(romeo);
    assertThat(facts(inbox)).isEmpty();
    deliver(romeo, "a");
    deliver(romeo, "b");
    assertThat(facts(inbox)).isEqualTo(rows(inbox));
    deliver(romeo, "c");
    mail.messages().destroy(inbox, Uids.of(1));
    assertThat(facts(inbox)).isEqualTo(rows(inbox)).hasSize(2);
  }

  private List<MessageRow> facts(Where where) {
    var now = snapshot(where);
    var facts = mail.messages().facts(where, now);
    return IntStream.range(0, now.size()).mapToObj(i -> facts.row(now, i)).toList();
  }

  private List<MessageRow> rows(Where where) {
    var now = snapshot(where);
    var uids = Uids.of(IntStream.range(0, now.size()).map(now::uid).toArray());
    return mail.messages().rows(where, uids, Detail.FACTS);
  }

  @Test
  void a_conditional_store_leaves_alone_what_changed_since() {
    deliver(romeo, "a");
    deliver(romeo, "b");
    var inbox = inbox(romeo);
    var known = snapshot(inbox).modseq();
    mail.messages().storeFlags(inbox, Uids.of(1), add(SystemFlag.SEEN));
    var edit = new FlagEdit(FlagChange.ADD, Flags.of(SystemFlag.FLAGGED), known);
    var outcome = (FlagsOutcome.Stored) mail.messages().storeFlags(inbox, Uids.of(1, 2), edit);
    assertThat(outcome.modified().array()).containsExactly(1);
    assertThat(outcome.changed().array()).containsExactly(2);
  }

  @Test
  void keywords_are_named_once_and_compared_without_case() {
    deliver(romeo, "a");
    var inbox = inbox(romeo);
    mail.messages().storeFlags(inbox, Uids.of(1), keyword("$Forwarded"));
    mail.messages().storeFlags(inbox, Uids.of(1), keyword("$FORWARDED"));
    var now = snapshot(inbox);
    assertThat(now.keywords().flags(now.flags(0)).keywords()).containsExactly("$Forwarded");
    assertThat(now.keywords().knows(now.flags(0))).isTrue();
  }

  private static FlagEdit keyword(String name) {
    return new FlagEdit(FlagChange.ADD, new Flags(Set.of(), Set.of(name)));
  }

  @Test
  void more_keywords_than_there_are_bits_are_refused_until_one_is_free() {
    deliver(romeo, "a");
    var inbox = inbox(romeo);
    for (var i = 0; i < Keywords.MAX; i++)
      assertThat(mail.messages().storeFlags(inbox, Uids.of(1), keyword("k" + i)))
          .isInstanceOf(FlagsOutcome.Stored.class);
    assertThat(mail.messages().storeFlags(inbox, Uids.of(1), keyword("onemore")))
        .isInstanceOf(FlagsOutcome.TooManyKeywords.class);
    var drop = new FlagEdit(FlagChange.REMOVE, new Flags(Set.of(), Set.of("k7")));
    mail.messages().storeFlags(inbox, Uids.of(1), drop);
    assertThat(mail.messages().storeFlags(inbox, Uids.of(1), keyword("onemore")))
        .isInstanceOf(FlagsOutcome.Stored.class);
    var now = snapshot(inbox);
    assertThat(now.keywords().flags(now.flags(0)).keywords())
        .hasSize(Keywords.MAX)
        .contains("onemore", "k54")
        .doesNotContain("k7");
  }

  @Test
  void expunge_takes_deleted_messages_only_and_leaves_word() {
    for (var text : List.of("a", "b", "c")) deliver(romeo, text);
    var inbox = inbox(romeo);
    var before = snapshot(inbox);
    mail.messages().storeFlags(inbox, Uids.of(1, 3), add(SystemFlag.DELETED));
    assertThat(mailbox(inbox).deleted()).isEqualTo(2);
    assertThat(mail.messages().expunge(inbox, Uids.of(2, 3)).array()).containsExactly(3);
    assertThat(mail.messages().expunge(inbox).array()).containsExactly(1);
    var changes = mail.messages().changes(inbox, before.modseq());
    assertThat(changes).isNotNull();
    assertThat(changes.vanished()).containsExactly(1, 3);
    assertThat(before.with(changes).size()).isEqualTo(1);
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(new QuotaUse(1, 1));
  }

  @Test
  void a_copy_is_the_same_email_and_outlives_its_original() {
    var stored = deliver(romeo, "a");
    var inbox = inbox(romeo);
    var archive = where(romeo, "Archive");
    var done = (CopyOutcome.Done) mail.messages().copy(inbox, Uids.of(1, 5), archive.mailbox());
    assertThat(done.from().array()).containsExactly(1);
    assertThat(done.to().array()).containsExactly(1);
    mail.messages().destroy(inbox, Uids.of(1));
    var row = mail.messages().rows(archive, Uids.of(1), Detail.FACTS).getFirst();
    assertThat(row.email()).isEqualTo(stored.email());
    assertThat(bytes(row)).containsExactly('a');
  }

  @Test
  void a_copy_counts_for_the_quota_and_is_whole_or_not_at_all() {
    var tight = new MailAccount(romeo.id(), PARTITION, new QuotaLimit(5, 100));
    deliver(romeo, "aa");
    deliver(romeo, "bb");
    var archive = where(romeo, "Archive");
    assertThat(mail.messages().copy(inbox(tight), Uids.of(1, 2), archive.mailbox()))
        .isInstanceOf(CopyOutcome.OverQuota.class);
    assertThat(uids(archive)).isEmpty();
  }

  @Test
  void a_move_gives_new_uids_and_leaves_word_at_the_old_place() {
    deliver(romeo, "a");
    deliver(romeo, "b");
    var inbox = inbox(romeo);
    var before = snapshot(inbox);
    var trash = where(romeo, "Trash");
    var done = (CopyOutcome.Done) mail.messages().move(inbox, Uids.of(2), trash.mailbox());
    assertThat(done.to().array()).containsExactly(1);
    var changes = mail.messages().changes(inbox, before.modseq());
    assertThat(changes).isNotNull();
    assertThat(changes.vanished()).containsExactly(2);
    var self = (CopyOutcome.Done) mail.messages().move(inbox, Uids.of(1), inbox.mailbox());
    assertThat(self.to().array()).containsExactly(3);
    assertThat(uids(inbox)).containsExactly(3);
  }

  @Test
  void answers_to_each_other_are_one_conversation() {
    var first = store("first", "<1@x>");
    var answer = store("answer", "<2@x>", "<1@x>");
    var stranger = store("stranger", "<3@x>");
    var none = store("none");
    var noneEither = store("none either");
    var rows =
        mail.messages()
            .rows(inbox(romeo), Uids.of(first, answer, stranger, none, noneEither), Detail.FACTS);
    assertThat(rows.get(0).thread()).isEqualTo(rows.get(1).thread());
    assertThat(rows.stream().map(MessageRow::thread).distinct()).hasSize(4);
  }

  private int store(String text, String... references) {
    var arrival = new Arrival(romeo, new Target.Inbox(), email(text, references), Flags.NONE, NOW);
    return ((Placed.Stored) mail.messages().store(List.of(arrival)).getFirst()).uid();
  }

  @Test
  void a_mailbox_is_made_with_those_above_it() {
    var done = mail.mailboxes().create(romeo, new MailboxPath("a/b/c"), null);
    assertThat(done).isInstanceOf(MailboxOutcome.Done.class);
    assertThat(mail.mailboxes().find(romeo, new MailboxPath("a/b"))).isNotNull();
    assertThat(mail.mailboxes().create(romeo, new MailboxPath("a"), null))
        .isInstanceOf(MailboxOutcome.AlreadyExists.class);
    assertThat(mail.mailboxes().create(romeo, new MailboxPath("Other"), SpecialUse.SENT))
        .isEqualTo(new MailboxOutcome.UseTaken(new MailboxPath("Sent")));
  }

  @Test
  void a_deleted_mailbox_takes_its_messages_along_and_returns_with_another_uidvalidity() {
    mail.mailboxes().create(romeo, new MailboxPath("x"), null);
    var x = where(romeo, "x");
    var validity = mailbox(x).uidValidity();
    deliver(romeo, "a");
    mail.messages().copy(inbox(romeo), Uids.of(1), x.mailbox());
    assertThat(mail.mailboxes().delete(romeo, new MailboxPath("x")))
        .isInstanceOf(MailboxOutcome.Done.class);
    assertThat(mail.messages().snapshot(x)).isNull();
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(new QuotaUse(1, 1));
    mail.mailboxes().create(romeo, new MailboxPath("x"), null);
    assertThat(mailbox(where(romeo, "x")).uidValidity()).isGreaterThan(validity);
  }

  @Test
  void the_inbox_and_mailboxes_with_children_cannot_be_deleted() {
    mail.mailboxes().create(romeo, new MailboxPath("a/b"), null);
    assertThat(mail.mailboxes().delete(romeo, new MailboxPath("a")))
        .isInstanceOf(MailboxOutcome.HasChildren.class);
    assertThat(mail.mailboxes().delete(romeo, new MailboxPath("inbox")))
        .isInstanceOf(MailboxOutcome.IsInbox.class);
    assertThat(mail.mailboxes().delete(romeo, new MailboxPath("nowhere")))
        .isInstanceOf(MailboxOutcome.NoSuchMailbox.class);
  }

  @Test
  void renaming_takes_children_along_and_keeps_ids() {
    mail.mailboxes().create(romeo, new MailboxPath("a/b/c"), null);
    var c = where(romeo, "a/b/c");
    assertThat(mail.mailboxes().rename(romeo, new MailboxPath("a"), new MailboxPath("x/y")))
        .isInstanceOf(MailboxOutcome.Done.class);
    assertThat(mailbox(c).path().text()).isEqualTo("x/y/b/c");
    assertThat(mail.mailboxes().rename(romeo, new MailboxPath("x"), new MailboxPath("x/z")))
        .isInstanceOf(MailboxOutcome.BadTarget.class);
    assertThat(mail.mailboxes().rename(romeo, new MailboxPath("x"), new MailboxPath("Sent")))
        .isInstanceOf(MailboxOutcome.AlreadyExists.class);
  }

  @Test
  void renaming_the_inbox_moves_its_messages_and_leaves_it_empty() {
    deliver(romeo, "a");
    mail.mailboxes().create(romeo, new MailboxPath("INBOX/below"), null);
    mail.mailboxes().rename(romeo, new MailboxPath("Inbox"), new MailboxPath("old"));
    assertThat(uids(where(romeo, "old"))).containsExactly(1);
    assertThat(uids(inbox(romeo))).isEmpty();
    assertThat(mail.mailboxes().find(romeo, new MailboxPath("INBOX/below"))).isNotNull();
  }

  @Test
  void listeners_hear_of_changes_until_they_close() {
    var heard = new ArrayList<Notice>();
    try (var _ = mail.changes().subscribe(romeo, heard::add)) {
      deliver(romeo, "a");
      deliver(juliet, "b");
    }
    deliver(romeo, "c");
    assertThat(heard).containsExactly(new Notice.Messages(inbox(romeo).mailbox()));
  }

  @Test
  void long_flag_changes_and_expunges_go_through_in_pieces() {
    var many = new ArrayList<Arrival>();
    for (var i = 0; i < Messages.CHUNK + 10; i++) many.add(toInbox(romeo, "m" + i));
    mail.messages().store(many);
    var inbox = inbox(romeo);
    var all = Uids.of(IntStream.rangeClosed(1, many.size()).toArray());
    mail.messages().storeFlags(inbox, all, add(SystemFlag.DELETED));
    assertThat(mailbox(inbox).deleted()).isEqualTo(many.size());
    assertThat(mail.messages().expunge(inbox).size()).isEqualTo(many.size());
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(new QuotaUse(0, 0));
  }

  @Test
  void a_removed_account_leaves_nothing_behind() {
    deliver(romeo, "a");
    mail.messages().storeFlags(inbox(romeo), Uids.of(1), keyword("k"));
    mail.mailboxes().remove(romeo);
    mail.mailboxes().remove(romeo);
    assertThat(mail.mailboxes().all(romeo)).isEmpty();
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(QuotaUse.EMPTY);
  }

  @Test
  void an_account_whose_making_was_cut_short_mends_itself_at_its_first_mail() {
    var late = account(QuotaLimit.NONE);
    deliver(late, "a");
    assertThat(mail.mailboxes().all(late)).hasSize(6);
  }

  private Where inbox() {
    var inbox = mail.mailboxes().find(romeo, MailboxPath.INBOX);
    return new Where(romeo, java.util.Objects.requireNonNull(inbox).id());
  }

  private static Annotation annotation(String entry, int octets) {
    return new Annotation(entry, new byte[octets], 0);
  }

  @Test
  void annotations_are_set_and_taken_away_and_remembered_for_who_asks_what_changed() {
    var metadata = mail.metadata();
    var where = inbox();
    metadata.set(where, List.of(annotation("/private/A", 1), annotation("/shared/b", 0)));
    long seen = metadata.all(where).getFirst().modseq();
    assertThat(metadata.all(where))
        .extracting(Annotation::entry)
        .containsExactly("/private/a", "/shared/b");
    metadata.set(where, List.of(Annotation.removed("/private/a")));
    assertThat(metadata.all(where)).extracting(Annotation::entry).containsExactly("/shared/b");
    assertThat(metadata.changed(where, seen))
        .extracting(Annotation::entry)
        .containsExactly("/private/a");
    assertThat(metadata.all(new Where(juliet, where.mailbox()))).isEmpty();
  }

  @Test
  void annotations_have_limits() {
    var metadata = mail.metadata();
    var where = inbox();
    assertThat(metadata.set(where, List.of(annotation("/shared/x", Metadata.MAX_VALUE + 1))))
        .isInstanceOf(MetadataOutcome.TooBig.class);
    for (int i = 0; i < Metadata.MAX_ENTRIES; i++)
      metadata.set(where, List.of(annotation("/shared/" + i, 10)));
    assertThat(metadata.set(where, List.of(annotation("/shared/more", 1))))
        .isInstanceOf(MetadataOutcome.TooMany.class);
    assertThat(metadata.set(where, List.of(annotation("/shared/7", 20))))
        .isInstanceOf(MetadataOutcome.Done.class);
    metadata.set(where, List.of(Annotation.removed("/shared/7")));
    assertThat(metadata.set(where, List.of(annotation("/shared/more", 1))))
        .isInstanceOf(MetadataOutcome.Done.class);
    assertThat(metadata.changed(where, 0)).hasSizeLessThanOrEqualTo(Metadata.MAX_ENTRIES);
  }

  @Test
  void access_keys_are_made_kept_replaced_and_removed() {
    var metadata = mail.metadata();
    var where = inbox();
    assertThat(metadata.accessKey(where)).isNull();
    assertThat(metadata.accessKey(where, new byte[] {1})).containsExactly(1);
    assertThat(metadata.accessKey(where, new byte[] {2})).containsExactly(1);
    assertThat(metadata.resetAccessKey(where, new byte[] {3})).isTrue();
    assertThat(metadata.accessKey(where)).containsExactly(3);
    metadata.removeAccessKeys(romeo);
    assertThat(metadata.accessKey(where)).isNull();
    var gone = new Where(romeo, new MailboxId(Long.MAX_VALUE));
    assertThat(metadata.accessKey(gone, new byte[] {1})).isNull();
  }
}

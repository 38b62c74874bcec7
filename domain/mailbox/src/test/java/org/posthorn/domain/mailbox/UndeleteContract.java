package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Arrival.Target;
import org.posthorn.domain.mailbox.Undelete.Restored;
import org.posthorn.domain.mailbox.Undelete.Selection;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// What becomes of messages that were expunged, on every engine.
abstract class UndeleteContract {

  private static final PartitionId PARTITION = new PartitionId(1);
  private static final Instant RECEIVED = Instant.parse("2026-11-01T08:00:00Z");
  private static final Duration KEPT = Duration.ofDays(14);

  private final Dialect dialect;
  private final MailAccount romeo = account(7, QuotaLimit.NONE);
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");
  private Storage storage;
  private MailStore mail;

  @TempDir Path folder;

  UndeleteContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @BeforeEach
  void open() {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
    storage.createPartition();
    mail = new MailStore(storage::partition, () -> now, KEPT);
    mail.mailboxes().open(romeo);
  }

  @AfterEach
  void every_counter_is_what_the_rows_say() {
    try (var closing = storage) {
      assertThat(Consistency.faults(closing.partition(PARTITION))).isEmpty();
    }
  }

  private static MailAccount account(long id, QuotaLimit limit) {
    return new MailAccount(id, PARTITION, limit);
  }

  private Placed.Stored deliver(MailAccount account, String text, Flags flags) {
    var message = "Subject: " + text + "\r\n\r\n" + text;
    var email = NewEmail.of(message.getBytes(StandardCharsets.UTF_8));
    var arrival = new Arrival(account, new Target.Inbox(), email, flags, RECEIVED);
    return (Placed.Stored) mail.messages().store(List.of(arrival)).getFirst();
  }

  private Placed.Stored deliver(String text) {
    return deliver(romeo, text, Flags.NONE);
  }

  private Where where(String path) {
    var mailbox = mail.mailboxes().find(romeo, new MailboxPath(path));
    assertThat(mailbox).as(path).isNotNull();
    return new Where(romeo, mailbox.id());
  }

  private List<MessageRow> rows(String path) {
    var snapshot = mail.messages().snapshot(where(path));
    assertThat(snapshot).isNotNull();
    var uids = IntStream.range(0, snapshot.size()).map(snapshot::uid).toArray();
    return mail.messages().rows(where(path), Uids.ofSorted(uids), Detail.FACTS);
  }

  private List<Deleted> deleted(MailAccount account) {
    return mail.undelete().list(account, Selection.ALL, _ -> true, 100);
  }

  private long count(String table) {
    return storage.partition(PARTITION).read(tx -> Sql.number(tx, "SELECT COUNT(*) FROM " + table));
  }

  @Test
  void copies_that_were_taken_back_cannot_be_put_back() {
    for (int i = 0; i < 150; i++) deliver("message " + i);
    var tight = account(8, new QuotaLimit(1_000_000, 120));
    mail.mailboxes().open(tight);
    var there = mail.mailboxes().find(tight, MailboxPath.INBOX);
    assertThat(there).isNotNull();
    var outcome =
        mail.messages()
            .copyAcross(
                where("INBOX"),
                Uids.ofSorted(IntStream.rangeClosed(1, 150).toArray()),
                new Where(tight, there.id()),
                FlagMask.ALL,
                size -> Spool.in(folder, size));
    assertThat(outcome).isInstanceOf(CopyOutcome.OverQuota.class);
    assertThat(mail.mailboxes().use(tight)).isEqualTo(QuotaUse.EMPTY);
    assertThat(deleted(tight)).isEmpty();
  }

  @Test
  void an_expunged_message_comes_back_with_its_flags_and_date_and_a_new_uid() {
    var flags = new Flags(Set.of(SystemFlag.SEEN, SystemFlag.DELETED), Set.of("work"));
    var stored = deliver(romeo, "a", flags);
    var size = rows("INBOX").getFirst().size();
    mail.messages().expunge(where("INBOX"));
    assertThat(rows("INBOX")).isEmpty();
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(QuotaUse.EMPTY);
    assertThat(mail.undelete().use(romeo)).isEqualTo(new QuotaUse(size, 1));
    var found = deleted(romeo).getFirst();
    assertThat(found.email()).isEqualTo(stored.email());
    assertThat(found.mailbox()).isEqualTo(MailboxPath.INBOX);
    assertThat(found.deletedAt()).isEqualTo(now);
    assertThat(found.receivedAt()).isEqualTo(RECEIVED);

    now = now.plusSeconds(60);
    var told = new ArrayList<Notice>();
    try (var _ = mail.changes().subscribe(romeo, told::add)) {
      assertThat(mail.undelete().restore(romeo, List.of(found.email(), new EmailId(99))))
          .isEqualTo(new Restored(1, 0, 1));
    }
    assertThat(told).containsExactly(new Notice.Messages(stored.mailbox()));
    var row = rows("INBOX").getFirst();
    assertThat(row.uid()).isEqualTo(2);
    assertThat(row.email()).isEqualTo(stored.email());
    assertThat(row.receivedAt()).isEqualTo(RECEIVED);
    assertThat(row.savedAt()).isEqualTo(now);
    var snapshot = mail.messages().snapshot(where("INBOX"));
    assertThat(snapshot).isNotNull();
    assertThat(snapshot.keywords().flags(row.flags()))
        .isEqualTo(new Flags(Set.of(SystemFlag.SEEN), Set.of("work")));
    assertThat(mail.messages().bodies(romeo, List.of(row)).bytes(row.blob(), 0, 100)).hasSize(15);
    assertThat(mail.mailboxes().use(romeo)).isEqualTo(new QuotaUse(size, 1));
    assertThat(mail.undelete().use(romeo)).isEqualTo(QuotaUse.EMPTY);
    assertThat(deleted(romeo)).isEmpty();
  }

  @Test
  void what_is_moved_or_in_another_mailbox_still_is_not_deleted() {
    deliver("moved");
    deliver("copied");
    mail.messages().move(where("INBOX"), Uids.of(1), where("Archive").mailbox());
    mail.messages().copy(where("INBOX"), Uids.of(2), where("Archive").mailbox());
    mail.messages().destroy(where("INBOX"), Uids.of(2));
    assertThat(deleted(romeo)).isEmpty();
    mail.messages().destroy(where("Archive"), Uids.of(2));
    assertThat(deleted(romeo))
        .extracting(Deleted::mailbox)
        .containsExactly(new MailboxPath("Archive"));
  }

  @Test
  void a_message_that_was_replaced_can_be_put_back() {
    deliver("draft");
    var email = NewEmail.of("\r\nsecond".getBytes(StandardCharsets.UTF_8));
    var arrival = new Arrival(romeo, new Target.Inbox(), email, Flags.NONE, RECEIVED);
    assertThat(mail.messages().replace(where("INBOX"), 1, arrival))
        .isInstanceOf(Replaced.Done.class);
    assertThat(mail.undelete().restore(romeo, Selection.ALL)).isEqualTo(new Restored(1, 0, 0));
    assertThat(rows("INBOX")).extracting(MessageRow::uid).containsExactly(2, 3);
  }

  @Test
  void a_mailbox_that_is_gone_is_made_again_and_one_that_was_renamed_is_found() {
    mail.mailboxes().create(romeo, new MailboxPath("a/gone"), null);
    mail.mailboxes().create(romeo, new MailboxPath("old"), null);
    for (var text : List.of("a", "b", "c")) deliver(text);
    mail.messages().move(where("INBOX"), Uids.of(1, 2), where("a/gone").mailbox());
    mail.messages().move(where("INBOX"), Uids.of(3), where("old").mailbox());
    mail.messages().destroy(where("old"), Uids.of(1));
    mail.mailboxes().rename(romeo, new MailboxPath("old"), new MailboxPath("new"));
    mail.mailboxes().delete(romeo, new MailboxPath("a/gone"));
    mail.mailboxes().delete(romeo, new MailboxPath("a"));
    assertThat(deleted(romeo))
        .extracting(message -> message.mailbox().text())
        .containsExactlyInAnyOrder("a/gone", "a/gone", "new");
    var gone = new Selection(Instant.EPOCH, new MailboxPath("a/gone"));
    assertThat(mail.undelete().restore(romeo, gone)).isEqualTo(new Restored(2, 0, 0));
    assertThat(rows("a/gone")).extracting(MessageRow::uid).containsExactly(1, 2);
    mail.undelete().restore(romeo, Selection.ALL);
    assertThat(rows("new")).extracting(MessageRow::uid).containsExactly(2);
  }

  @Test
  void only_what_was_deleted_since_then_is_put_back() {
    deliver("a");
    deliver("b");
    mail.messages().destroy(where("INBOX"), Uids.of(1));
    now = now.plusSeconds(3600);
    mail.messages().destroy(where("INBOX"), Uids.of(2));
    var since = new Selection(now.minusSeconds(60), null);
    assertThat(mail.undelete().list(romeo, since, _ -> true, 100)).hasSize(1);
    assertThat(mail.undelete().restore(romeo, since)).isEqualTo(new Restored(1, 0, 0));
    assertThat(deleted(romeo)).hasSize(1);
  }

  @Test
  void the_quota_holds_for_what_is_kept_and_for_what_is_put_back() {
    var tight = account(romeo.id(), new QuotaLimit(1000, 3));
    for (var text : List.of("a", "b", "c")) deliver(tight, text, Flags.NONE);
    var inbox = new Where(tight, where("INBOX").mailbox());
    mail.messages().destroy(inbox, Uids.of(1));
    now = now.plusSeconds(1);
    mail.messages().destroy(inbox, Uids.of(2, 3));
    for (var text : List.of("d", "e")) deliver(tight, text, Flags.NONE);
    now = now.plusSeconds(1);
    mail.messages().destroy(inbox, Uids.of(4));
    // "a" was the oldest
    assertThat(deleted(tight)).hasSize(3).extracting(d -> d.email().value()).doesNotContain(1L);
    assertThat(mail.undelete().restore(tight, Selection.ALL)).isEqualTo(new Restored(2, 1, 0));
    assertThat(mail.mailboxes().use(tight).messages()).isEqualTo(3);
    assertThat(mail.undelete().use(tight).messages()).isEqualTo(1);
    var none = account(romeo.id(), new QuotaLimit(1, 3));
    mail.messages().destroy(new Where(none, inbox.mailbox()), Uids.of(5));
    assertThat(deleted(tight)).as("what has no room goes at once").isEmpty();
  }

  @Test
  void a_purge_lets_go_of_what_is_old_and_of_nothing_else() {
    for (var i = 0; i < Undelete.CHUNK + 2; i++) deliver("m" + i);
    var all = IntStream.rangeClosed(1, Undelete.CHUNK + 1).toArray();
    mail.messages().destroy(where("INBOX"), Uids.ofSorted(all));
    now = now.plusSeconds(1);
    mail.messages().destroy(where("INBOX"), Uids.of(Undelete.CHUNK + 2));
    var blobs = count("blob WHERE refs > 0");
    assertThat(mail.undelete().purge(PARTITION, now)).isEqualTo(Undelete.CHUNK);
    assertThat(mail.undelete().purge(PARTITION, now)).isEqualTo(1);
    assertThat(mail.undelete().purge(PARTITION, now)).isZero();
    assertThat(deleted(romeo)).hasSize(1);
    assertThat(count("email")).isEqualTo(1);
    assertThat(count("blob WHERE refs > 0")).isEqualTo(blobs - Undelete.CHUNK - 1);
  }

  @Test
  void more_than_a_page_is_listed_and_put_back() {
    var many = Undelete.CHUNK + 3;
    for (var i = 0; i < many; i++) deliver("m" + i);
    mail.messages()
        .destroy(where("INBOX"), Uids.ofSorted(IntStream.rangeClosed(1, many).toArray()));
    assertThat(mail.undelete().list(romeo, Selection.ALL, _ -> true, 10_000)).hasSize(many);
    assertThat(mail.undelete().list(romeo, Selection.ALL, _ -> true, 7)).hasSize(7);
    assertThat(mail.undelete().list(romeo, Selection.ALL, d -> d.email().value() == 1, 7))
        .hasSize(1);
    assertThat(mail.undelete().restore(romeo, Selection.ALL)).isEqualTo(new Restored(many, 0, 0));
    assertThat(rows("INBOX")).hasSize(many);
  }

  @Test
  void the_feed_has_what_can_be_put_back_and_a_removed_account_leaves_nothing() {
    var stored = deliver("a");
    deliver("b");
    mail.messages().destroy(where("INBOX"), Uids.of(1));
    assertThat(mail.feed().ofAccount(PARTITION, romeo.id())).hasSize(2);
    assertThat(mail.feed().existing(PARTITION, romeo.id(), new long[] {stored.email().value()}))
        .hasSize(1);
    mail.mailboxes().remove(romeo);
    for (var table :
        List.of("expunged", "email", "mail_account", "thread_key", "blob WHERE refs > 0"))
      assertThat(count(table)).as(table).isZero();
  }

  @Test
  void a_keyword_that_has_become_another_one_does_not_come_back() {
    deliver(romeo, "a", new Flags(Set.of(), Set.of("first")));
    mail.messages().destroy(where("INBOX"), Uids.of(1));
    var others = new HashSet<String>();
    for (var i = 0; i < Keywords.MAX; i++) others.add("k" + i);
    deliver(romeo, "b", new Flags(Set.of(), others));
    mail.undelete().restore(romeo, Selection.ALL);
    assertThat(rows("INBOX").getLast().flags()).isZero();
  }

  @Test
  void nothing_is_kept_where_nothing_is_to_be_kept() {
    var strict = new MailStore(storage::partition, () -> now);
    deliver("a");
    strict.messages().destroy(where("INBOX"), Uids.of(1));
    assertThat(deleted(romeo)).isEmpty();
    assertThat(count("email")).isZero();
    assertThat(Arrays.asList(count("expunged"), count("message"))).containsOnly(0L);
  }
}

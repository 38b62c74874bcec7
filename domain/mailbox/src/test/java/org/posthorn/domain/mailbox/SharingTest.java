package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// Mailboxes that others than their account use: what they may do, and what they have seen.
@ParameterizedClass
@EnumSource(Dialect.class)
class SharingTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final PartitionId PARTITION = new PartitionId(1);

  private final Path folder;
  private final Storage storage;
  private final MailStore mail;
  private final MailAccount romeo = new MailAccount(1, PARTITION, QuotaLimit.NONE);

  SharingTest(Dialect dialect, @TempDir Path folder) throws IOException {
    this.folder = folder;
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
    storage.createPartition();
    mail = new MailStore(storage::partition, () -> NOW);
    mail.mailboxes().open(romeo);
  }

  @AfterEach
  void every_counter_is_what_the_rows_say() {
    assertThat(Consistency.faults(storage.partition(PARTITION))).isEmpty();
    storage.close();
  }

  private void deliver(MailAccount account, String text) {
    var email = NewEmail.of(text.getBytes(StandardCharsets.UTF_8));
    var arrival = new Arrival(account, new Arrival.Target.Inbox(), email, Flags.NONE, NOW);
    assertThat(mail.messages().store(List.of(arrival)).getFirst())
        .isInstanceOf(Placed.Stored.class);
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

  private static final AccountId NURSE = new AccountId(77);
  private static final AccountId FRIAR = new AccountId(78);

  private static Where asSeenBy(Where where, AccountId reader) {
    return new Where(where.account(), where.mailbox(), reader);
  }

  private boolean isSeen(Where where, int uid) {
    var now = snapshot(where);
    return (now.flags(now.indexOf(uid)) & SystemFlag.SEEN.bit()) != 0;
  }

  private FlagsOutcome.Stored stored(Where where, int uid, FlagEdit edit) {
    var outcome = mail.messages().storeFlags(where, Uids.of(uid), edit);
    assertThat(outcome).isInstanceOf(FlagsOutcome.Stored.class);
    return (FlagsOutcome.Stored) outcome;
  }

  private void see(Where where, int uid) {
    var seen = new FlagEdit(FlagChange.ADD, Flags.of(SystemFlag.SEEN, SystemFlag.FLAGGED));
    assertThat(stored(where, uid, seen).changed().array()).containsExactly(uid);
  }

  @Test
  void readers_with_a_seen_of_their_own_share_everything_else() {
    deliver(romeo, "a");
    deliver(romeo, "b");
    var shared = inbox(romeo);
    var nurse = asSeenBy(shared, NURSE);
    var friar = asSeenBy(shared, FRIAR);
    var before = snapshot(nurse);
    var others = snapshot(friar);
    see(nurse, 1);
    assertThat(List.of(isSeen(nurse, 1), isSeen(friar, 1), isSeen(shared, 1)))
        .containsExactly(true, false, false);
    for (var where : List.of(nurse, friar, shared))
      assertThat(snapshot(where).flags(0) & SystemFlag.FLAGGED.bit()).isNotZero();
    var hers = mail.messages().changes(nurse, before.modseq());
    assertThat(hers).isNotNull();
    assertThat(hers.size()).isEqualTo(1);
    assertThat(snapshot(nurse).modseq(0)).isGreaterThan(before.modseq());
    // His own eyes change nothing for her.
    var known = snapshot(nurse);
    see(friar, 2);
    assertThat(isSeen(nurse, 2)).isFalse();
    assertThat(mail.messages().changes(friar, others.modseq())).isNotNull();
    assertThat(mail.mailboxes().seenBy(nurse, mailbox(shared)).unseen()).isEqualTo(1);
    assertThat(mail.mailboxes().seenBy(friar, mailbox(shared)).unseen()).isEqualTo(1);
    assertThat(mailbox(shared).unseen()).isEqualTo(2);
    assertThat(known.size()).isEqualTo(2);
  }

  @Test
  void what_a_reader_has_seen_is_cached_and_changes_with_the_message() {
    deliver(romeo, "a");
    var nurse = asSeenBy(inbox(romeo), NURSE);
    see(nurse, 1);
    snapshot(nurse);
    var shared = inbox(romeo);
    mail.messages()
        .storeFlags(
            shared, Uids.of(1), new FlagEdit(FlagChange.REPLACE, Flags.of(SystemFlag.DRAFT)));
    assertThat(snapshot(nurse).flags(0))
        .isEqualTo(Flags.of(SystemFlag.DRAFT, SystemFlag.SEEN).systemBits());
    var stale = new FlagEdit(FlagChange.REPLACE, Flags.NONE, 1);
    assertThat(stored(nurse, 1, stale).modified().array()).containsExactly(1);
  }

  @Test
  void what_a_reader_has_seen_goes_with_copies_and_is_forgotten_with_the_message() {
    deliver(romeo, "a");
    deliver(romeo, "b");
    var nurse = asSeenBy(inbox(romeo), NURSE);
    see(nurse, 1);
    see(nurse, 2);
    var archive = where(romeo, "Archive");
    mail.messages().move(nurse, Uids.of(1), archive.mailbox());
    assertThat(isSeen(asSeenBy(archive, NURSE), 1)).isTrue();
    mail.messages().destroy(nurse, Uids.of(2));
    assertThat(mail.mailboxes().seenBy(nurse, mailbox(nurse)).unseen()).isZero();
    deliver(romeo, "c");
    assertThat(isSeen(nurse, 3)).isFalse();
    assertThat(mail.mailboxes().seenBy(nurse, mailbox(nurse)).unseen()).isEqualTo(1);
    mail.mailboxes().remove(romeo);
  }

  @Test
  void only_flags_that_may_be_changed_are_changed() {
    deliver(romeo, "a");
    var inbox = inbox(romeo);
    var reader = FlagMask.of(Rights.READER);
    var all = Flags.of(SystemFlag.SEEN, SystemFlag.DELETED, SystemFlag.FLAGGED);
    mail.messages()
        .storeFlags(inbox, Uids.of(1), new FlagEdit(FlagChange.REPLACE, all, FlagEdit.ANY, reader));
    assertThat(snapshot(inbox).flags(0)).isEqualTo(SystemFlag.SEEN.bit());
    var trash = new CopyTarget(where(romeo, "Trash").mailbox(), new FlagMask(0));
    mail.messages().copy(inbox, Uids.of(1), trash);
    assertThat(snapshot(where(romeo, "Trash")).flags(0)).isZero();
  }

  @Test
  void what_others_may_do_is_kept_inherited_and_forgotten() {
    var nurse = new Grantee.Person(NURSE);
    var box =
        ((MailboxOutcome.Done) mail.mailboxes().create(romeo, new MailboxPath("a"), null))
            .mailbox();
    var where = new Where(romeo, box.id());
    assertThat(mail.access().set(where, nurse, Rights.READER)).isEqualTo(AccessLists.Outcome.DONE);
    assertThat(mail.access().set(where, new Grantee.Domain(), Rights.parse("l")))
        .isEqualTo(AccessLists.Outcome.DONE);
    mail.mailboxes().create(romeo, new MailboxPath("a/b/c"), null);
    var below = where(romeo, "a/b/c");
    assertThat(mail.access().of(below))
        .isEqualTo(
            Map.of(new Grantee.Domain(), Rights.of(Rights.Right.LOOKUP), nurse, Rights.READER));
    assertThat(mail.access().given(romeo, NURSE)).hasSize(3);
    assertThat(mail.access().given(romeo, FRIAR).get(box.id()))
        .isEqualTo(Map.of(new Grantee.Domain(), Rights.of(Rights.Right.LOOKUP)));
    for (var path : List.of("a", "a/b", "a/b/c"))
      mail.access().set(where(romeo, path), nurse, null);
    assertThat(mail.access().anywhere(romeo, nurse)).isFalse();
    assertThat(mail.access().anywhere(romeo, new Grantee.Domain())).isTrue();
    for (var path : List.of("a/b/c", "a/b", "a"))
      mail.mailboxes().delete(romeo, new MailboxPath(path));
    assertThat(mail.access().anywhere(romeo, new Grantee.Domain())).isFalse();
    assertThat(mail.access().set(where, nurse, Rights.READER))
        .isEqualTo(AccessLists.Outcome.NO_SUCH_MAILBOX);
  }

  @Test
  void messages_are_copied_to_another_account_all_or_none() {
    var tight = new MailAccount(2, PARTITION, new QuotaLimit(1000, 150));
    mail.mailboxes().open(tight);
    for (int i = 0; i < 250; i++) deliver(romeo, "Subject: " + i + "\r\n\r\n");
    var keyword = new FlagEdit(FlagChange.ADD, new Flags(Set.of(SystemFlag.SEEN), Set.of("Nice")));
    mail.messages().storeFlags(inbox(romeo), Uids.of(3), keyword);
    var all = Uids.ofSorted(IntStream.rangeClosed(1, 250).toArray());
    assertThat(cross(all, inbox(tight))).isInstanceOf(CopyOutcome.OverQuota.class);
    assertThat(mailbox(inbox(tight)).messages()).isZero();
    var some = Uids.ofSorted(IntStream.rangeClosed(1, 40).toArray());
    var done = (CopyOutcome.Done) cross(some, inbox(tight));
    assertThat(done.from().array()).isEqualTo(some.array());
    var there = snapshot(inbox(tight));
    assertThat(done.to().array()).startsWith(there.uid(0)).hasSize(40);
    assertThat(there.keywords().flags(there.flags(2)))
        .isEqualTo(new Flags(Set.of(SystemFlag.SEEN), Set.of("Nice")));
    var gone = new Where(tight, new MailboxId(999));
    assertThat(cross(some, gone)).isInstanceOf(CopyOutcome.NoSuchTarget.class);
  }

  @Test
  void what_a_reader_has_seen_goes_with_him_to_another_account_and_back() {
    var own = new MailAccount(2, PARTITION, QuotaLimit.NONE);
    mail.mailboxes().open(own);
    for (var text : List.of("a", "b", "c")) deliver(romeo, text);
    var nurse = asSeenBy(inbox(romeo), NURSE);
    see(nurse, 2);
    see(inbox(romeo), 3);
    cross(nurse, Uids.of(1, 2, 3), inbox(own));
    assertThat(List.of(isSeen(inbox(own), 1), isSeen(inbox(own), 2), isSeen(inbox(own), 3)))
        .containsExactly(false, true, false);
    var archive = asSeenBy(where(romeo, "Archive"), NURSE);
    cross(inbox(own), Uids.of(1, 2, 3), archive);
    assertThat(List.of(isSeen(archive, 1), isSeen(archive, 2), isSeen(archive, 3)))
        .containsExactly(false, true, false);
    assertThat(isSeen(asSeenBy(archive, FRIAR), 2)).isFalse();
  }

  private CopyOutcome cross(Uids uids, Where to) {
    return cross(inbox(romeo), uids, to);
  }

  private CopyOutcome cross(Where from, Uids uids, Where to) {
    return mail.messages().copyAcross(from, uids, to, FlagMask.ALL, size -> Spool.in(folder, size));
  }
}

package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.mailbox.Arrival.Target;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// Mailboxes that keep the UIDs of another server, on every engine.
abstract class AdoptedMailboxContract {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final PartitionId PARTITION = new PartitionId(1);
  private static final MailboxPath WORK = new MailboxPath("Work/Plans");

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount romeo = new MailAccount(1, PARTITION, QuotaLimit.NONE);

  AdoptedMailboxContract(Dialect dialect, @TempDir Path folder) {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
    storage.createPartition();
    mail = new MailStore(storage::partition, () -> NOW);
  }

  @AfterEach
  void every_counter_is_what_the_rows_say() {
    assertThat(Consistency.faults(storage.partition(PARTITION))).isEmpty();
    storage.close();
  }

  private Mailbox adopted(MailboxPath path, long uidValidity) {
    var outcome = mail.mailboxes().adopt(romeo, path, uidValidity);
    assertThat(outcome).isInstanceOf(MailboxOutcome.Done.class);
    return ((MailboxOutcome.Done) outcome).mailbox();
  }

  private Placed store(Target target) {
    var email = NewEmail.of("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
    return mail.messages()
        .store(List.of(new Arrival(romeo, target, email, Flags.NONE, NOW)))
        .getFirst();
  }

  private List<Integer> uids(Mailbox mailbox) {
    var snapshot = mail.messages().snapshot(new Where(romeo, mailbox.id()));
    assertThat(snapshot).isNotNull();
    return IntStream.range(0, snapshot.size()).map(snapshot::uid).boxed().toList();
  }

  @Test
  void messages_keep_their_uids_and_the_next_ones_come_behind_them() {
    var work = adopted(WORK, 4711);
    assertThat(work.uidValidity()).isEqualTo(4711);
    for (var uid : List.of(3, 7, 20))
      assertThat(store(new Target.Imported(work.id(), 4711, uid)))
          .isInstanceOf(Placed.Stored.class);
    mail.mailboxes().reserveUids(new Where(romeo, work.id()), 33);
    mail.mailboxes().reserveUids(new Where(romeo, work.id()), 30);
    store(new Target.ById(work.id()));
    assertThat(uids(work)).containsExactly(3, 7, 20, 33);
  }

  @Test
  void a_uid_that_is_not_ahead_is_refused_and_so_is_another_count_of_uids() {
    var work = adopted(WORK, 4711);
    store(new Target.Imported(work.id(), 4711, 7));
    for (var uid : List.of(-1, 0, 6, 7, Integer.MAX_VALUE))
      assertThat(store(new Target.Imported(work.id(), 4711, uid)))
          .isInstanceOf(Placed.NoMoreUids.class);
    assertThat(store(new Target.Imported(work.id(), 4712, 8)))
        .isInstanceOf(Placed.NoMoreUids.class);
    assertThat(uids(work)).containsExactly(7);
  }

  @Test
  void the_first_inbox_takes_a_uidvalidity_over_until_it_has_held_a_message() {
    assertThat(adopted(MailboxPath.INBOX, 99).uidValidity()).isEqualTo(99);
    assertThat(adopted(MailboxPath.INBOX, 100).uidValidity()).isEqualTo(100);
    var inbox = mail.mailboxes().inbox(romeo);
    store(new Target.Inbox());
    assertThat(mail.mailboxes().adopt(romeo, MailboxPath.INBOX, 101))
        .isInstanceOf(MailboxOutcome.AlreadyExists.class);
    assertThat(adopted(MailboxPath.INBOX, 100).id()).isEqualTo(inbox.id());
  }

  @Test
  void sessions_that_have_looked_before_see_the_uidvalidity_and_the_next_uid() {
    var inbox = new Where(romeo, mail.mailboxes().inbox(romeo).id());
    assertThat(mail.messages().snapshot(inbox)).isNotNull();
    adopted(MailboxPath.INBOX, 99);
    mail.mailboxes().reserveUids(inbox, 50);
    var now = mail.messages().snapshot(inbox);
    assertThat(now).isNotNull();
    assertThat(now.uidValidity()).isEqualTo(99);
    assertThat(now.uidNext()).isEqualTo(50);
  }

  @Test
  void later_mailboxes_have_a_greater_uidvalidity_than_any_that_was_taken_over() {
    var greatest = Mailboxes.MAX_ADOPTED;
    adopted(WORK, greatest);
    var made = mail.mailboxes().create(romeo, new MailboxPath("Later"), null);
    assertThat(((MailboxOutcome.Done) made).mailbox().uidValidity()).isGreaterThan(greatest);
    for (var bad : List.of(0L, -1L, greatest + 1))
      assertThat(mail.mailboxes().adopt(romeo, new MailboxPath("Bad"), bad))
          .isInstanceOf(MailboxOutcome.BadTarget.class);
  }
}

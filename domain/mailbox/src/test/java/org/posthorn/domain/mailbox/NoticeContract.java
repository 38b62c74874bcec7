package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.directory.Rights;
import org.posthorn.domain.directory.SharedMailboxes.Grantee;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// Who hears of what, on every engine.
abstract class NoticeContract {

  private static final PartitionId PARTITION = new PartitionId(1);

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount romeo = new MailAccount(1, PARTITION, QuotaLimit.NONE);
  private final MailAccount juliet = new MailAccount(2, PARTITION, QuotaLimit.NONE);
  private final MailAccount nurse = new MailAccount(3, PARTITION, QuotaLimit.NONE);

  NoticeContract(Dialect dialect, @TempDir Path folder) {
    var config = TestStorage.config(dialect, folder).withDurability(Durability.UNSYNCED);
    storage = Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA)));
    storage.createPartition();
    mail = new MailStore(storage::partition, () -> Instant.EPOCH);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private Where where(MailAccount account, String name) {
    var found = Objects.requireNonNull(mail.mailboxes().find(account, new MailboxPath(name)));
    return new Where(account, found.id());
  }

  private Where inbox(MailAccount account) {
    return new Where(account, mail.mailboxes().inbox(account).id());
  }

  @Test
  void listeners_hear_of_names_subscriptions_and_annotations() {
    var heard = new ArrayList<Notice>();
    var path = new MailboxPath("Plays");
    try (var _ = mail.changes().subscribe(romeo, heard::add)) {
      mail.mailboxes().create(romeo, path, null);
      var id = where(romeo, "Plays").mailbox();
      mail.mailboxes().subscribe(romeo, path);
      var set = new Annotation("/shared/comment", new byte[] {'x'}, 0);
      var done = mail.metadata().set(where(romeo, "Plays"), List.of(set));
      mail.mailboxes().rename(romeo, path, new MailboxPath("Dramas"));
      mail.mailboxes().unsubscribe(romeo, path);
      mail.mailboxes().delete(romeo, new MailboxPath("Dramas"));
      assertThat(done).isInstanceOf(MetadataOutcome.Done.class);
      long modseq = ((MetadataOutcome.Done) done).modseq();
      assertThat(heard)
          .containsExactly(
              new Notice.Name(id),
              new Notice.Subscription(path),
              new Notice.Annotations(id, modseq),
              new Notice.Name(id),
              new Notice.Subscription(path),
              new Notice.Name(id));
    }
  }

  @Test
  void what_was_annotated_since_is_told_for_all_mailboxes_at_once() {
    var metadata = mail.metadata();
    var inbox = inbox(romeo);
    var server = new Where(romeo, Metadata.SERVER);
    metadata.set(inbox, List.of(new Annotation("/shared/comment", new byte[] {'x'}, 0)));
    long before = metadata.latest(romeo);
    metadata.set(server, List.of(new Annotation("/private/comment", new byte[] {'y'}, 0)));
    metadata.set(inbox, List.of(Annotation.removed("/shared/comment")));
    var touched = metadata.touched(romeo, before, 10);
    assertThat(touched)
        .extracting(Metadata.Touched::mailbox)
        .containsExactly(Metadata.SERVER, inbox.mailbox());
    assertThat(touched).extracting(Metadata.Touched::isPrivate).containsExactly(true, false);
    assertThat(metadata.touched(romeo, metadata.latest(romeo), 10)).isEmpty();
    assertThat(metadata.touched(romeo, 0, 1)).hasSize(1);
  }

  @Test
  void who_gets_rights_hears_of_it_as_those_do_who_listen_to_the_mailbox() {
    var byRomeo = new ArrayList<Notice>();
    var byJuliet = new ArrayList<Notice>();
    var byNurse = new ArrayList<Notice>();
    var inbox = inbox(romeo);
    try (var _ = mail.changes().subscribe(romeo, byRomeo::add);
        var _ = mail.changes().subscribe(juliet, byJuliet::add);
        var _ = mail.changes().subscribe(nurse, byNurse::add)) {
      mail.access().set(inbox, new Grantee.Person(new AccountId(2)), Rights.READER);
      assertThat(byRomeo).containsExactly(new Notice.Access());
      assertThat(byJuliet).containsExactly(new Notice.Access());
      assertThat(byNurse).isEmpty();
      mail.access().set(inbox, new Grantee.Domain(), Rights.READER);
      assertThat(byNurse).containsExactly(new Notice.Access());
      mail.changes().accessChanged(List.of(new AccountId(1), new AccountId(3)));
      assertThat(byRomeo).hasSize(3);
      assertThat(byJuliet).hasSize(2);
      assertThat(byNurse).hasSize(2);
    }
  }
}

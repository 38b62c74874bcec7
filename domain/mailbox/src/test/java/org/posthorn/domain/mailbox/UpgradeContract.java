package org.posthorn.domain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Sql;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.TestStorage;

/// What becomes of mail that was stored by an earlier version.
abstract class UpgradeContract {

  private static final PartitionId PARTITION = new PartitionId(1);
  private static final Schemas FIRST =
      new Schemas(List.of(), List.of(Migrations.of("mailbox", "mailbox")));
  private static final Schemas NOW = new Schemas(List.of(), List.of(MailStore.SCHEMA));
  private static final Instant LATER = Instant.parse("2026-11-20T12:00:00Z");

  private final Dialect dialect;

  @TempDir Path folder;

  UpgradeContract(Dialect dialect) {
    this.dialect = dialect;
  }

  @Test
  void mail_of_the_first_schema_has_its_internal_date_as_save_date_and_can_be_sorted() {
    var config = TestStorage.config(dialect, folder);
    try (var storage = Storage.open(config, FIRST)) {
      storage.createPartition();
      fill(storage);
    }
    try (var storage = Storage.open(config, NOW)) {
      var mail = new MailStore(storage::partition, () -> LATER);
      var account = new MailAccount(7, PARTITION, QuotaLimit.NONE);
      var mailbox = mail.mailboxes().find(account, MailboxPath.INBOX);
      assertThat(mailbox).isNotNull();
      var where = new Where(account, mailbox.id());
      var snapshot = mail.messages().snapshot(where);
      assertThat(snapshot).isNotNull();
      var rows = mail.messages().rows(where, Uids.of(1, 200), Detail.FACTS);
      assertThat(rows).extracting(MessageRow::savedMillis).containsExactly(1_000L, 200_000L);
      var all = IntStream.range(0, 200).toArray();
      var from = List.of(new SortBy(SortCriterion.FROM, true));
      assertThat(mail.messages().sorted(where, snapshot, all, from))
          .containsExactly(IntStream.range(0, 200).map(i -> 199 - i).toArray());
      var threads = mail.messages().threads(where, snapshot, all, ThreadAlgorithm.REFERENCES);
      assertThat(SlowThreads.text(threads)).startsWith("(1 2 3 4 5").endsWith("199 200)");
      var copied =
          mail.messages().copy(where, Uids.of(1), mailbox(mail, account, "Archive").mailbox());
      assertThat(copied).isInstanceOf(CopyOutcome.Done.class);
      var copies =
          mail.messages().rows(mailbox(mail, account, "Archive"), Uids.of(1), Detail.FACTS);
      assertThat(copies).extracting(MessageRow::savedAt).containsExactly(LATER);
      assertThat(Consistency.faults(storage.partition(PARTITION))).isEmpty();
    }
  }

  private static Where mailbox(MailStore mail, MailAccount account, String path) {
    var mailbox = mail.mailboxes().find(account, new MailboxPath(path));
    assertThat(mailbox).isNotNull();
    return new Where(account, mailbox.id());
  }

  /// Two hundred answers to each other, as the first version wrote them.
  private static void fill(Storage storage) {
    var partition = storage.partition(PARTITION);
    var blob = PreparedBlob.of("x".getBytes(StandardCharsets.UTF_8));
    partition.write(
        List.of(blob),
        tx -> {
          Sql.update(tx, "INSERT INTO mail_account VALUES (7, 200, 1, 200, 200)");
          var names = List.of("Archive", "INBOX");
          for (var name : names)
            Sql.update(
                tx,
                """
                INSERT INTO mailbox (account_id, name, uid_validity, uid_next, recent_uid, modseq,
                  row_modseq, messages, unseen, deleted, bytes)
                VALUES (7, ?, 1, ?, 1, 200, 1, ?, ?, 0, ?)
                """,
                name,
                name.equals("INBOX") ? 201 : 1,
                name.equals("INBOX") ? 200 : 0,
                name.equals("INBOX") ? 200 : 0,
                name.equals("INBOX") ? 200 : 0);
          var inbox = Sql.number(tx, "SELECT mailbox_id FROM mailbox WHERE name = 'INBOX'");
          var id = tx.keep(7, blob);
          for (var uid = 1; uid <= 200; uid++) {
            if (uid > 1) tx.retain(id);
            var email =
                Sql.number(
                    tx,
                    """
                    INSERT INTO email (account_id, blob_id, size, received_ms, sent_ms, thread_id,
                      base_subject, summary, structure)
                    VALUES (7, ?, 1, ?, NULL, 1, 'lunch', ?, ?) RETURNING email_id
                    """,
                    id.value(),
                    uid * 1000,
                    summary(uid),
                    new byte[0]);
            Sql.update(
                tx,
                "INSERT INTO message (mailbox_id, uid, email_id, flags, modseq) VALUES (?, ?, ?, 0,"
                    + " ?)",
                inbox,
                uid,
                email,
                uid);
          }
          return null;
        });
  }

  private static byte[] summary(int uid) {
    var message =
        """
        From: a%03d@x.example
        Subject: Re: lunch
        Message-ID: <m%d@x>
        References: <m%d@x>

        """
            .formatted(uid, uid, uid - 1)
            .replace("\n", "\r\n");
    return NewEmail.of(message.getBytes(StandardCharsets.UTF_8)).summary();
  }
}

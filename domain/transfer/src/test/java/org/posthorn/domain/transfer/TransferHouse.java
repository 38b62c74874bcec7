package org.posthorn.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Consistency;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.QuotaLimit;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.Dialect;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Schemas;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.StorageConfig.Durability;
import org.posthorn.platform.storage.TestStorage;

/// A store with two accounts, for trying what comes in and goes out. Closing it checks every
/// counter.
final class TransferHouse implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  static final MailAccount ROMEO = account(1);
  static final MailAccount JULIET = account(2);

  final Storage storage;
  final MailStore mail;
  final Transfer transfer;

  TransferHouse(Path data) throws IOException {
    var config = TestStorage.config(Dialect.SQLITE, data).withDurability(Durability.UNSYNCED);
    storage =
        Storage.open(config, new Schemas(List.of(), List.of(MailStore.SCHEMA, Transfer.SCHEMA)));
    storage.createPartition();
    mail = new MailStore(storage::partition, () -> NOW);
    transfer = new Transfer(storage, mail);
  }

  private static MailAccount account(long id) {
    return new MailAccount(id, new PartitionId(1), new QuotaLimit(1, 1));
  }

  TransferReport bring(FileImport from) throws TransferRefused {
    return transfer.importFiles(ROMEO, from, (_, _) -> {});
  }

  Mailbox mailbox(MailAccount account, String path) {
    var mailbox = mail.mailboxes().find(account, new MailboxPath(path));
    assertThat(mailbox).as(path).isNotNull();
    return mailbox;
  }

  Snapshot snapshot(MailAccount account, String path) {
    var snapshot = mail.messages().snapshot(where(account, path));
    assertThat(snapshot).isNotNull();
    return snapshot;
  }

  Where where(MailAccount account, String path) {
    return new Where(account, mailbox(account, path).id());
  }

  List<Integer> uids(MailAccount account, String path) {
    var snapshot = snapshot(account, path);
    return IntStream.range(0, snapshot.size()).map(snapshot::uid).boxed().toList();
  }

  Flags flags(MailAccount account, String path, int index) {
    var snapshot = snapshot(account, path);
    return snapshot.keywords().flags(snapshot.flags(index));
  }

  MessageRow row(MailAccount account, String path, int uid) {
    return mail.messages().rows(where(account, path), Uids.of(uid), Detail.FACTS).getFirst();
  }

  /// All messages as they are stored.
  List<String> texts(MailAccount account, String path) {
    return uids(account, path).stream()
        .map(uid -> row(account, path, uid))
        .map(row -> mail.messages().bodies(account, List.of(row)).bytes(row.blob(), 0, 1 << 20))
        .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
        .toList();
  }

  /// Puts a message into a mailbox.
  void store(MailAccount account, String path, String text, Flags flags, Instant date) {
    var email = NewEmail.of(text.getBytes(StandardCharsets.ISO_8859_1));
    var target = new Arrival.Target.ById(mailbox(account, path).id());
    mail.messages().store(List.of(new Arrival(account.withoutLimit(), target, email, flags, date)));
  }

  @Override
  public void close() {
    try {
      assertThat(Consistency.faults(storage.partition(new PartitionId(1)))).isEmpty();
    } finally {
      storage.close();
    }
  }
}

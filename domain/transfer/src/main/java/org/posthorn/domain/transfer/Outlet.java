package org.posthorn.domain.transfer;

import java.io.IOException;
import java.util.stream.IntStream;
import org.posthorn.domain.mailbox.Detail;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MessageRow;
import org.posthorn.domain.mailbox.Snapshot;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.StorageException;

/// One run of an export: each mailbox with the messages and flags of one moment. Belongs to one
/// thread.
final class Outlet {
  /// Rows that are in memory at a time.
  private static final int BATCH = 100;

  private final MailStore mail;
  private final MailAccount account;
  private final TransferProgress progress;
  private final Findings findings = new Findings();
  private long done;
  private long total;

  Outlet(MailStore mail, MailAccount account, TransferProgress progress) {
    this.mail = mail;
    this.account = account;
    this.progress = progress;
  }

  TransferReport run(MailTarget target) throws IOException {
    var mailboxes = mail.mailboxes().all(account);
    for (var mailbox : mailboxes) total += mailbox.messages();
    for (var mailbox : mailboxes) {
      var where = new Where(account, mailbox.id());
      var snapshot = mail.messages().snapshot(where);
      if (snapshot != null) write(target, mailbox, where, snapshot);
    }
    target.subscriptions(mail.mailboxes().subscriptions(account));
    return findings.report();
  }

  private void write(MailTarget target, Mailbox mailbox, Where where, Snapshot snapshot)
      throws IOException {
    try (var folder = target.folder(mailbox, findings)) {
      int missing = 0;
      for (int from = 0; from < snapshot.size(); from += BATCH) {
        int to = Math.min(snapshot.size(), from + BATCH);
        var wanted = IntStream.range(from, to).map(snapshot::uid).toArray();
        var rows = mail.messages().rows(where, Uids.of(wanted), Detail.FACTS);
        var bodies = mail.messages().bodies(account, rows);
        for (var row : rows) write(folder, mailbox, snapshot, row, bodies);
        missing += to - from - rows.size();
        done += to - from;
        progress.at(done, Math.max(done, total));
      }
      if (missing > 0)
        findings.note(mailbox.path().text(), missing + " messages were removed meanwhile");
    }
  }

  private void write(
      MailTarget.Folder folder,
      Mailbox mailbox,
      Snapshot snapshot,
      MessageRow row,
      BlobReader bodies)
      throws IOException {
    int index = snapshot.indexOf(row.uid());
    if (index < 0) return;
    var flags = snapshot.keywords().flags(snapshot.flags(index));
    try (var octets = bodies.open(row.blob(), 0)) {
      folder.add(row, flags, octets);
      findings.imported++;
    } catch (StorageException e) {
      findings.fault(mailbox.path() + ", UID " + row.uid(), String.valueOf(e.getMessage()));
    }
  }
}

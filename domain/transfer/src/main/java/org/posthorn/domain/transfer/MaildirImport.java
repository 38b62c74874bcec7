package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.transfer.MaildirFolder.Entry;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;

/// One run over a Maildir. Belongs to one thread.
final class MaildirImport {
  /// Beyond what any mail server delivers; more is no message, but a file that went astray.
  static final long MAX_MESSAGE_OCTETS = 256L << 20;

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount account;
  private final TransferProgress progress;
  private final Findings findings = new Findings();
  private long done;
  private long total;

  MaildirImport(Storage storage, MailStore mail, MailAccount account, TransferProgress progress) {
    this.storage = storage;
    this.mail = mail;
    this.account = account;
    this.progress = progress;
  }

  TransferReport run(Path root) throws TransferRefused {
    try {
      var folders = MaildirFolder.below(root, findings);
      if (folders.isEmpty())
        throw new TransferRefused(
            root + " is no Maildir: neither it nor a folder .NAME in it has a folder cur or new.");
      for (var folder : folders) importFolder(folder);
      Subscriptions.read(root, findings).forEach(p -> mail.mailboxes().subscribe(account, p));
    } catch (IOException e) {
      throw new TransferRefused(root + ": " + Findings.words(e) + ".");
    }
    return findings.report();
  }

  private void importFolder(MaildirFolder folder) {
    var list = UidList.of(folder.folder(), findings);
    var mailbox = mailbox(folder, list);
    if (mailbox == null) return;
    var kept = list != null && list.uidValidity() == mailbox.uidValidity() ? list : null;
    var entries = folder.entries(kept, findings);
    total += entries.size();
    var where = new Where(account, mailbox.id());
    var flags = MaildirFlags.of(folder.folder(), findings);
    int numbered = 0;
    while (numbered < entries.size() && entries.get(numbered).uid() > 0) numbered++;
    importEntries(folder, where, mailbox, flags, entries.subList(0, numbered));
    // What comes from now on, from there or elsewhere, must not get a UID that clients have seen.
    if (kept != null) mail.mailboxes().reserveUids(where, kept.uidNext());
    importEntries(folder, where, mailbox, flags, entries.subList(numbered, entries.size()));
  }

  private @Nullable Mailbox mailbox(MaildirFolder folder, @Nullable UidList list) {
    var mailboxes = mail.mailboxes();
    if (list != null) {
      var adopted = mailboxes.adopt(account, folder.path(), list.uidValidity());
      if (adopted instanceof MailboxOutcome.Done(var mailbox)) return mailbox;
      findings.note(
          folder.folder(),
          adopted instanceof MailboxOutcome.BadTarget(var reason)
              ? reason + "; its messages get new UIDs"
              : folder.path() + " held other messages before; these get new UIDs");
    }
    var found = mailboxes.find(account, folder.path());
    if (found != null) return found;
    if (mailboxes.create(account, folder.path(), null) instanceof MailboxOutcome.Done(var made))
      return made;
    findings.fault(folder.folder(), "the account cannot have a mailbox " + folder.path());
    return null;
  }

  private void importEntries(
      MaildirFolder folder, Where where, Mailbox mailbox, MaildirFlags flags, List<Entry> entries) {
    try (var inlet = new Inlet(mail, where, mailbox, findings)) {
      for (int at = 0; at < entries.size(); at += Inlet.BATCH) {
        var some = entries.subList(at, Math.min(entries.size(), at + Inlet.BATCH));
        importSome(folder, where, some, flags, inlet);
        done += some.size();
        progress.at(done, total);
      }
    }
  }

  private void importSome(
      MaildirFolder folder, Where where, List<Entry> some, MaildirFlags flags, Inlet inlet) {
    var marks = some.stream().map(entry -> Mark.ofMaildir(entry.base())).toList();
    var known =
        storage
            .partition(account.partition())
            .read(tx -> MarkRows.known(tx, account, where.mailbox(), marks));
    for (int i = 0; i < some.size(); i++) {
      if (known.get(i)) findings.known++;
      else take(folder, some.get(i), marks.get(i), flags, inlet);
    }
    inlet.flush();
  }

  private void take(MaildirFolder folder, Entry entry, Mark mark, MaildirFlags names, Inlet inlet) {
    var file = folder.file(entry);
    var spool = storage.spool(MAX_MESSAGE_OCTETS);
    boolean taken = false;
    try {
      var date = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
      try (var in = Lines.open(file)) {
        CrlfCopy.copy(in, spool);
      }
      if (spool.size() == 0) throw new IOException("it is empty");
      var flags = entry.isNew() ? Flags.NONE : names.flags(entry.name());
      inlet.add(new Incoming(file, mark, spool, NewEmail.of(spool), flags, date, entry.uid()));
      taken = true;
    } catch (IOException e) {
      findings.fault(file, e);
    } finally {
      if (!taken) drop(file, spool);
    }
  }

  private void drop(Path file, Spool spool) {
    try {
      spool.close();
    } catch (IOException e) {
      findings.note(file, "its temporary copy stays behind: " + e.getMessage());
    }
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Storage;

/// Brings accounts' mail here from other servers and files, and writes it to files. What came once
/// does not come again. Any thread may call.
public final class Transfer {

  /// The tables that each partition needs, beside those of the [MailStore].
  public static final Migrations SCHEMA = Migrations.of("transfer", "transfer", "flags");

  private final Storage storage;
  private final MailStore mail;
  private final Set<Long> running = ConcurrentHashMap.newKeySet();

  public Transfer(Storage storage, MailStore mail) {
    this.storage = storage;
    this.mail = mail;
  }

  /// Brings folders and messages from files into an account, however full it gets.
  public TransferReport importFiles(MailAccount owner, FileImport from, TransferProgress progress)
      throws TransferRefused {
    return importFrom(owner, () -> source(from), progress);
  }

  /// Brings the mail of an account on another IMAP server into an account, however full it gets.
  public TransferReport importImap(MailAccount owner, ImapImport from, TransferProgress progress)
      throws TransferRefused {
    return importFrom(owner, () -> new ImapSource(from, storage), progress);
  }

  /// Writes an account's mail to files. They are there when all is written, or not at all.
  public TransferReport export(MailAccount account, FileExport to, TransferProgress progress)
      throws TransferRefused {
    var whole = to.path();
    var part = ExportFiles.part(whole);
    try {
      TransferReport report;
      try (var target = target(to, part)) {
        report = new Outlet(mail, account, progress).run(target);
      }
      ExportFiles.finish(part, whole);
      return report;
    } catch (IOException e) {
      throw new TransferRefused(
          "The export stopped (" + e + "). Remove " + part + ", and begin again.");
    }
  }

  private static MailTarget target(FileExport to, Path part) throws IOException {
    return switch (to) {
      case FileExport.Maildir _ -> new MaildirTarget(part);
      case FileExport.Mbox _ -> new MboxTarget(part);
      case FileExport.Eml _ -> new EmlTarget(part);
      case FileExport.Zip _ -> new ZipTarget(part);
    };
  }

  private MailSource source(FileImport from) throws TransferRefused, IOException {
    var path = from.path();
    boolean isThere = Files.isReadable(path) && (Files.isDirectory(path) || isFile(from));
    if (!isThere)
      throw new TransferRefused(
          path
              + (from instanceof FileImport.Maildir || from instanceof FileImport.Eml
                  ? " is no folder"
                  : " is no file")
              + " that the server can read: it needs its whole path, and the right to read it and"
              + " all in it.");
    return switch (from) {
      case FileImport.Maildir _ -> new MaildirSource(storage, path);
      case FileImport.Mbox mbox -> new MboxSource(storage, path, mbox.into(), mbox.quoting());
      case FileImport.Eml eml -> new EmlSource(storage, path, eml.into());
      case FileImport.Zip zip -> new ZipSource(storage, zip, ZipSource.FREE_OCTETS);
    };
  }

  private static boolean isFile(FileImport from) {
    return (from instanceof FileImport.Mbox || from instanceof FileImport.Zip)
        && Files.isRegularFile(from.path());
  }

  /// Opens a source.
  @FunctionalInterface
  interface Opener {
    MailSource open() throws TransferRefused, IOException;
  }

  private TransferReport importFrom(MailAccount owner, Opener from, TransferProgress progress)
      throws TransferRefused {
    var account = owner.withoutLimit();
    if (!running.add(account.id()))
      throw new TransferRefused("Another import into this account is running.");
    try {
      var source = from.open();
      mail.mailboxes().open(account);
      storage
          .partition(account.partition())
          .write(tx -> {
            MarkRows.forgetGone(tx, account);
            return null;
          });
      return new Intake(storage, mail, account, progress).run(source);
    } catch (IOException e) {
      throw new TransferRefused("Nothing was imported: " + Findings.words(e) + ".");
    } finally {
      running.remove(account.id());
    }
  }

  /// Forgets what came into an account that is removed, for good.
  public void forget(MailAccount account) {
    storage
        .partition(account.partition())
        .write(tx -> {
          MarkRows.forget(tx, account);
          return null;
        });
  }
}

package org.posthorn.domain.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.Storage;

/// Brings accounts' mail here from other servers' files. What came once does not come again. Any
/// thread may call.
public final class Transfer {

  /// The tables that each partition needs, beside those of the [MailStore].
  public static final Migrations SCHEMA = Migrations.of("transfer", "transfer");

  private final Storage storage;
  private final MailStore mail;
  private final Set<Long> running = ConcurrentHashMap.newKeySet();

  public Transfer(Storage storage, MailStore mail) {
    this.storage = storage;
    this.mail = mail;
  }

  /// Brings a Maildir's folders, messages and subscriptions into an account, however full it gets.
  public TransferReport importMaildir(MailAccount owner, Path root, TransferProgress progress)
      throws TransferRefused {
    var account = owner.withoutLimit();
    if (!Files.isDirectory(root) || !Files.isReadable(root))
      throw new TransferRefused(
          root
              + " is no folder that the server can read: it needs its whole path, and the right"
              + " to read it and all in it.");
    if (!running.add(account.id()))
      throw new TransferRefused("Another import into this account is running.");
    try {
      mail.mailboxes().open(account);
      storage
          .partition(account.partition())
          .write(tx -> {
            MarkRows.forgetGone(tx, account);
            return null;
          });
      return new MaildirImport(storage, mail, account, progress).run(root);
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

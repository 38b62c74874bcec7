package org.posthorn.domain.transfer;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.platform.storage.Storage;

/// An account on another IMAP server. A connection that breaks costs the folder that was being
/// read; the next one begins with a new connection. Belongs to one thread.
final class ImapSource implements MailSource {
  private final ImapImport from;
  private final Storage storage;
  private @Nullable ImapSession session;

  ImapSource(ImapImport from, Storage storage) throws IOException {
    this.from = from;
    this.storage = storage;
    session = ImapSession.open(from.peer(), from.login(), storage);
  }

  private ImapSession session() throws IOException {
    var open = session;
    if (open == null) {
      open = ImapSession.open(from.peer(), from.login(), storage);
      session = open;
    }
    return open;
  }

  /// What was begun on a connection that may be out of step.
  private void broken() {
    var open = session;
    session = null;
    if (open != null) open.close();
  }

  @Override
  public String place() {
    return from.login().user() + " at " + from.peer().host();
  }

  private String place(String name) {
    return place() + ", " + Printable.of(name);
  }

  @Override
  public List<SourceFolder> folders(Findings findings) throws IOException, TransferRefused {
    var all = new ImapFolders(session(), from.into(), findings).all();
    if (all.isEmpty()) throw new TransferRefused(place() + " has no mailboxes.");
    return all.stream().<SourceFolder>map(Folder::new).toList();
  }

  @Override
  public List<MailboxPath> subscriptions(Findings findings) throws IOException {
    return new ImapFolders(session(), from.into(), findings).subscribed();
  }

  @Override
  public void close() {
    broken();
  }

  private final class Folder implements SourceFolder {
    private final ImapFolders.Folder folder;

    Folder(ImapFolders.Folder folder) {
      this.folder = folder;
    }

    @Override
    public String place() {
      return ImapSource.this.place(folder.name());
    }

    @Override
    public MailboxPath path() {
      return folder.path();
    }

    @Override
    public @Nullable SpecialUse use() {
      return folder.use();
    }

    @Override
    public OpenFolder open(Findings findings) throws IOException {
      try {
        return new Guarded(ImapMailbox.open(session(), folder.name(), place(), findings));
      } catch (ImapSession.Refused e) {
        throw e; // The session is well.
      } catch (IOException e) {
        broken();
        throw e;
      }
    }
  }

  /// Gives the connection up when something goes wrong on it.
  private final class Guarded implements OpenFolder {
    private final ImapMailbox mailbox;

    Guarded(ImapMailbox mailbox) {
      this.mailbox = mailbox;
    }

    @Override
    public @Nullable Numbering numbering() {
      return mailbox.numbering();
    }

    @Override
    public long total() {
      return mailbox.total();
    }

    @Override
    public List<Offer> next() throws IOException {
      try {
        return mailbox.next();
      } catch (IOException e) {
        broken();
        throw e;
      }
    }

    @Override
    public void bring(List<Offer> wanted, Taker taker) throws IOException {
      try {
        mailbox.bring(wanted, taker);
      } catch (IOException e) {
        broken();
        throw e;
      }
    }
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.Flags;
import org.posthorn.domain.mailbox.MailboxPath;
import org.posthorn.domain.transfer.MaildirFolder.Entry;
import org.posthorn.platform.storage.Storage;

/// A Maildir++ of Dovecot, Courier or others.
record MaildirSource(Storage storage, Path root) implements MailSource {

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public List<SourceFolder> folders(Findings findings) throws IOException, TransferRefused {
    var folders = MaildirFolder.below(root, findings);
    if (folders.isEmpty())
      throw new TransferRefused(
          root + " is no Maildir: neither it nor a folder .NAME in it has a folder cur or new.");
    return folders.stream().<SourceFolder>map(Folder::new).toList();
  }

  @Override
  public List<MailboxPath> subscriptions(Findings findings) {
    return Subscriptions.read(root, findings);
  }

  private final class Folder implements SourceFolder {
    private final MaildirFolder folder;

    Folder(MaildirFolder folder) {
      this.folder = folder;
    }

    @Override
    public String place() {
      return folder.folder().toString();
    }

    @Override
    public MailboxPath path() {
      return folder.path();
    }

    @Override
    public OpenFolder open(Findings findings) {
      return new Opened(folder, findings);
    }
  }

  private final class Opened implements OpenFolder {
    private final MaildirFolder folder;
    private final Findings findings;
    private final @Nullable Numbering numbering;
    private final MaildirFlags flags;
    private final List<Entry> entries;
    private final Map<Offer, Entry> offered = new HashMap<>();
    private int at;

    Opened(MaildirFolder folder, Findings findings) {
      this.folder = folder;
      this.findings = findings;
      var list = UidList.of(folder.folder(), findings);
      numbering = list == null ? null : new Numbering(list.uidValidity(), list.uidNext());
      flags = MaildirFlags.of(folder.folder(), findings);
      entries = folder.entries(list, findings);
    }

    @Override
    public @Nullable Numbering numbering() {
      return numbering;
    }

    @Override
    public long total() {
      return entries.size();
    }

    @Override
    public List<Offer> next() {
      offered.clear();
      var some = entries.subList(at, Math.min(entries.size(), at + Inlet.BATCH));
      at += some.size();
      return some.stream().map(this::offer).toList();
    }

    private Offer offer(Entry entry) {
      var has = entry.isNew() ? Flags.NONE : flags.flags(entry.name());
      var place = folder.file(entry).toString();
      var mark = Mark.ofMaildir(entry.base());
      // The date is read together with the message.
      var offer = new Offer(place, mark, has, Instant.EPOCH, entry.uid());
      offered.put(offer, entry);
      return offer;
    }

    @Override
    public void bring(List<Offer> wanted, Taker taker) {
      for (var offer : wanted) {
        var entry = offered.get(offer);
        if (entry != null) bring(offer, folder.file(entry), taker);
      }
    }

    private void bring(Offer offer, Path file, Taker taker) {
      var spool = storage.spool(Intake.MAX_MESSAGE_OCTETS);
      try {
        var date = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        try (var in = Lines.open(file)) {
          in.transferTo(new CrlfOutput(spool));
        }
        taker.take(offer.at(date), spool);
      } catch (IOException e) {
        findings.fault(file, e);
        findings.drop(offer.place(), spool);
      }
    }
  }
}

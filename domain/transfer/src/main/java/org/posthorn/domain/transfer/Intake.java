package org.posthorn.domain.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.FlagChange;
import org.posthorn.domain.mailbox.FlagEdit;
import org.posthorn.domain.mailbox.FlagsOutcome;
import org.posthorn.domain.mailbox.MailAccount;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.MailboxOutcome;
import org.posthorn.domain.mailbox.NewEmail;
import org.posthorn.domain.mailbox.SpecialUse;
import org.posthorn.domain.mailbox.Uids;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.domain.transfer.MarkRows.Known;
import org.posthorn.domain.transfer.OpenFolder.Numbering;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.Storage;

/// One run of an import: whatever a source offers that has not come yet, folder by folder. Belongs
/// to one thread.
final class Intake {
  /// Beyond what any mail server delivers; more is no message, but a file that went astray.
  static final long MAX_MESSAGE_OCTETS = 256L << 20;

  private final Storage storage;
  private final MailStore mail;
  private final MailAccount account;
  private final TransferProgress progress;
  private final Findings findings = new Findings();
  private long done;
  private long total;
  private boolean isTotalKnown = true;

  Intake(Storage storage, MailStore mail, MailAccount account, TransferProgress progress) {
    this.storage = storage;
    this.mail = mail;
    this.account = account;
    this.progress = progress;
  }

  TransferReport run(MailSource source) throws TransferRefused {
    try (source) {
      for (var folder : source.folders(findings)) {
        try {
          take(folder);
        } catch (IOException e) {
          findings.fault(folder.place(), e);
        }
      }
      source.subscriptions(findings).forEach(p -> mail.mailboxes().subscribe(account, p));
    } catch (IOException e) {
      throw new TransferRefused(source.place() + ": " + Findings.words(e) + ".");
    }
    return findings.report();
  }

  private void take(SourceFolder folder) throws IOException {
    try (var open = folder.open(findings)) {
      var numbering = open.numbering();
      var mailbox = mailbox(folder, numbering);
      if (mailbox == null) return;
      use(folder, mailbox);
      isTotalKnown &= open.total() > 0;
      total += open.total();
      var kept =
          numbering != null && numbering.uidValidity() == mailbox.uidValidity() ? numbering : null;
      new Filling(open, new Where(account, mailbox.id()), mailbox, kept).run();
    }
  }

  private @Nullable Mailbox mailbox(SourceFolder folder, @Nullable Numbering numbering) {
    var mailboxes = mail.mailboxes();
    if (numbering != null) {
      var adopted = mailboxes.adopt(account, folder.path(), numbering.uidValidity());
      if (adopted instanceof MailboxOutcome.Done(var mailbox)) return mailbox;
      findings.note(
          folder.place(),
          adopted instanceof MailboxOutcome.BadTarget(var reason)
              ? reason + "; its messages get new UIDs"
              : folder.path() + " held other messages before; these get new UIDs");
    }
    var found = mailboxes.find(account, folder.path());
    if (found != null) return found;
    if (mailboxes.create(account, folder.path(), null) instanceof MailboxOutcome.Done(var made))
      return made;
    findings.fault(folder.place(), "the account cannot have a mailbox " + folder.path());
    return null;
  }

  /// Gives a mailbox the use that it had at its source, if need be in place of one of ours in which
  /// nothing ever was.
  private void use(SourceFolder folder, Mailbox mailbox) {
    var use = folder.use();
    if (use == null || mailbox.specialUse() == use || mailbox.path().isInbox()) return;
    var outcome = mail.mailboxes().specialUse(account, mailbox.path(), use);
    if (!(outcome instanceof MailboxOutcome.UseTaken(var holder))) return;
    var unused = mail.mailboxes().find(account, holder);
    if (unused != null && unused.uidNext() == 1 && free(unused, mailbox, use)) return;
    findings.note(
        folder.place(), "it is \\" + use.word() + " there; here " + holder + " is, and stays so");
  }

  private boolean free(Mailbox unused, Mailbox mailbox, SpecialUse use) {
    mail.mailboxes().specialUse(account, unused.path(), null);
    var given = mail.mailboxes().specialUse(account, mailbox.path(), use);
    return given instanceof MailboxOutcome.Done;
  }

  /// One folder on its way into one mailbox.
  private final class Filling {
    private final OpenFolder open;
    private final Where where;
    private final Inlet inlet;
    private final boolean keepsUids;
    private int unreserved;

    Filling(OpenFolder open, Where where, Mailbox mailbox, @Nullable Numbering kept) {
      this.open = open;
      this.where = where;
      this.inlet = new Inlet(mail, where, mailbox, findings);
      this.keepsUids = kept != null;
      this.unreserved = kept == null ? 0 : kept.uidNext();
    }

    void run() throws IOException {
      try (inlet) {
        for (var batch = open.next(); !batch.isEmpty(); batch = open.next()) {
          var wanted = unknown(batch);
          bring(wanted.stream().filter(offer -> offer.uid() > 0).toList());
          var unnumbered = wanted.stream().filter(offer -> offer.uid() == 0).toList();
          if (!unnumbered.isEmpty()) reserve();
          bring(unnumbered);
          done += batch.size();
          progress.at(done, isTotalKnown ? total : 0);
        }
        reserve();
      }
    }

    private void bring(List<Offer> wanted) throws IOException {
      if (wanted.isEmpty()) return;
      open.bring(wanted, this::take);
      inlet.flush();
    }

    /// What comes from now on, from there or elsewhere, must not get a UID that clients have seen.
    private void reserve() {
      if (unreserved > 0) mail.mailboxes().reserveUids(where, unreserved);
      unreserved = 0;
    }

    /// Those that have not come yet; the others get the flags that they have meanwhile.
    private List<Offer> unknown(List<Offer> batch) {
      var partition = storage.partition(account.partition());
      var marks = batch.stream().map(Offer::mark).toList();
      var known = partition.read(tx -> MarkRows.known(tx, account, where.mailbox(), marks));
      var wanted = new ArrayList<Offer>();
      var seen = new HashSet<Mark>();
      for (int i = 0; i < batch.size(); i++) {
        var one = known.get(i);
        var offer = batch.get(i);
        if (one == null && seen.add(offer.mark())) {
          wanted.add(offer);
        } else {
          findings.known++;
          if (one != null) update(offer, one);
        }
      }
      return wanted;
    }

    private void update(Offer offer, Known known) {
      if (known.uid() == 0 || known.flags().equals(FlagText.of(offer.flags()))) return;
      var edit = new FlagEdit(FlagChange.REPLACE, offer.flags());
      var outcome = mail.messages().storeFlags(where, Uids.of(known.uid()), edit);
      if (outcome instanceof FlagsOutcome.Stored) findings.updated++;
      else findings.note(offer.place(), "its flags stay as they are: too many keywords");
      storage
          .partition(account.partition())
          .write(tx -> {
            MarkRows.reflag(tx, where, offer);
            return null;
          });
    }

    private void take(Offer offer, Spool spool) {
      boolean taken = false;
      try {
        if (spool.size() == 0) throw new IOException("it is empty");
        var uid = keepsUids ? offer.uid() : 0;
        inlet.add(new Incoming(offer, spool, NewEmail.of(spool), offer.flags(), uid));
        taken = true;
      } catch (IOException e) {
        findings.fault(offer.place(), e);
      } finally {
        if (!taken) findings.drop(offer.place(), spool);
      }
    }
  }
}

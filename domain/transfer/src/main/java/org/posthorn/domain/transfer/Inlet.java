package org.posthorn.domain.transfer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.domain.mailbox.Alongside;
import org.posthorn.domain.mailbox.Arrival;
import org.posthorn.domain.mailbox.Arrival.Target;
import org.posthorn.domain.mailbox.MailStore;
import org.posthorn.domain.mailbox.Mailbox;
import org.posthorn.domain.mailbox.Placed;
import org.posthorn.domain.mailbox.Where;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Transaction;

/// Stores messages into one mailbox, some at a time, each together with its mark: after a power cut
/// every message is there with its mark or not at all. Belongs to one thread.
final class Inlet implements AutoCloseable {
  /// One commit for that many messages or octets: enough that its wait for the disk does not count,
  /// few enough that others write in between.
  static final int BATCH = 100;

  static final long BATCH_OCTETS = 32L << 20;

  private final MailStore mail;
  private final Where where;
  private final long uidValidity;
  private final Findings findings;
  private final List<Incoming> waiting = new ArrayList<>();
  private long octets;

  Inlet(MailStore mail, Where where, Mailbox mailbox, Findings findings) {
    this.mail = mail;
    this.where = where;
    this.uidValidity = mailbox.uidValidity();
    this.findings = findings;
  }

  /// Takes it over, with its spool.
  void add(Incoming message) {
    waiting.add(message);
    octets += message.email().blob().size();
    if (waiting.size() >= BATCH || octets >= BATCH_OCTETS) flush();
  }

  void flush() {
    try {
      var again = store(waiting);
      // Without the UID or the keywords that it could not have; nothing else can be in its way.
      if (!again.isEmpty()) again = store(again);
      for (var left : again)
        findings.fault(left.offer().place(), "the mailbox takes no more messages");
    } finally {
      close();
    }
  }

  /// Those that were refused for something that they can do without, without it.
  private List<Incoming> store(List<Incoming> messages) {
    var again = new ArrayList<Incoming>();
    if (messages.isEmpty()) return again;
    var groups = new ArrayList<List<Arrival>>();
    for (var message : messages) groups.add(List.of(arrival(message)));
    var results = mail.messages().storeGroups(groups, new Marks(List.copyOf(messages)));
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      switch (results.get(i).getFirst()) {
        case Placed.Stored _ -> findings.imported++;
        case Placed.TooManyKeywords _ -> {
          findings.note(message.offer().place(), "without its keywords: the account has too many");
          again.add(message.withoutKeywords().withNewUid());
        }
        case Placed.NoMoreUids _ -> again.add(message.withNewUid());
        case Placed.NoSuchMailbox _ ->
            findings.fault(message.offer().place(), "its mailbox was deleted meanwhile");
        case Placed.OverQuota _ -> findings.fault(message.offer().place(), "the account is full");
        case Placed.NotAlone _ -> findings.fault(message.offer().place(), "it was not stored");
      }
    }
    return again;
  }

  private Arrival arrival(Incoming message) {
    var target =
        message.uid() == 0
            ? new Target.ById(where.mailbox())
            : new Target.Imported(where.mailbox(), uidValidity, message.uid());
    return new Arrival(
        where.account(), target, message.email(), message.flags(), message.offer().date());
  }

  /// Drops what waits.
  @Override
  public void close() {
    for (var message : waiting) findings.drop(message.offer().place(), message.spool());
    waiting.clear();
    octets = 0;
  }

  private final class Marks implements Alongside {
    private final List<Incoming> messages;

    Marks(List<Incoming> messages) {
      this.messages = messages;
    }

    @Override
    public PartitionId partition() {
      return where.account().partition();
    }

    @Override
    public List<PreparedBlob> blobs() {
      return List.of();
    }

    @Override
    public void write(Transaction tx, List<List<Placed>> placed) throws SQLException {
      for (int i = 0; i < messages.size(); i++)
        if (placed.get(i).getFirst() instanceof Placed.Stored stored)
          MarkRows.insert(tx, where, messages.get(i).offer(), stored.uid());
    }
  }
}

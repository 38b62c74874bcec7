package org.posthorn.domain.queue;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.directory.AccountId;
import org.posthorn.domain.queue.QueueEntry.Times;
import org.posthorn.domain.relay.OutgoingMail.Recipient;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.Migrations;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.Storage;
import org.posthorn.platform.storage.Transaction;
import org.posthorn.wire.mail.EmailAddress;
import org.posthorn.wire.smtp.DeliverBy.Mode;

/// The way into the queue: mail is taken in by the transaction in which it is accepted, and what
/// [QueueRunner] does with it is another matter. Thread-safe.
public final class MailQueue {

  /// The tables that each partition needs.
  public static final Migrations SCHEMA = Migrations.of("queue", "queue", "put-off");

  /// The tables that the directory's database needs, for [Suppressions].
  public static final Migrations DIRECTORY_SCHEMA = Migrations.of("outbound", "suppression");

  /// Who holds the octets of what is queued. Accounts are numbered from 1, on both engines, so this
  /// is none of them.
  public static final long BLOB_OWNER = 0;

  /// Recipients of one entry: what every host takes in one transaction (RFC 5321 §4.5.3.1.8), and
  /// the bound of what a worker keeps in memory. More become several entries.
  public static final int MAX_RECIPIENTS = 100;

  private final Storage storage;
  private final QueueConfig config;
  private final QueueTrace trace;
  private final InstantSource clock;
  private final Lanes lanes;

  public MailQueue(Storage storage, QueueConfig config, QueueTrace trace, InstantSource clock) {
    this.storage = storage;
    this.config = config;
    this.trace = trace;
    this.clock = clock;
    lanes = new Lanes(config.connections(), clock);
  }

  /// Takes mail in, in the caller's write to a partition, which was given the blob. Once that is
  /// committed, [#announce] what this returns.
  public Accepted accept(Transaction tx, PartitionId partition, NewMail mail) throws SQLException {
    var times = times(mail.timing());
    var destinations = new ArrayList<String>();
    BlobId blob = null;
    for (var parcel : mail.parcels()) {
      for (int from = 0; from < parcel.recipients().size(); from += MAX_RECIPIENTS) {
        blob = hold(tx, mail, blob);
        EntryRows.insert(tx, mail, part(parcel, from), blob, times);
      }
      destinations.add(parcel.destination());
      trace.event(tx, mail.id(), queued(parcel, mail));
    }
    return new Accepted(partition, destinations, mail.priority(), mail.timing().start());
  }

  private static BlobId hold(Transaction tx, NewMail mail, @Nullable BlobId held)
      throws SQLException {
    if (held == null) return tx.keep(BLOB_OWNER, mail.blob());
    tx.retain(held);
    return held;
  }

  private static Parcel part(Parcel parcel, int from) {
    var all = parcel.recipients();
    if (all.size() <= MAX_RECIPIENTS) return parcel;
    int end = Math.min(from + MAX_RECIPIENTS, all.size());
    return new Parcel(parcel.destination(), all.subList(from, end));
  }

  private static QueueEvent queued(Parcel parcel, NewMail mail) {
    List<EmailAddress> recipients = parcel.recipients().stream().map(Recipient::address).toList();
    return new QueueEvent.Queued(
        parcel.destination(), recipients, mail.priority(), mail.timing().start());
  }

  /// A message that is to be delivered by a time, and else returned, does not wait longer (RFC 2852
  /// §4.1.3); one that is not returned has its notice then.
  private Times times(NewMail.Timing timing) {
    var start = timing.start();
    var expires = start.plus(config.patience().expiry());
    var notice = start.plus(config.patience().notice());
    var by = timing.by();
    if (by != null && by.mode() == Mode.RETURN && by.time().isBefore(expires)) expires = by.time();
    if (by != null && by.mode() == Mode.NOTIFY && by.time().isBefore(notice)) notice = by.time();
    return new Times(
        timing.accepted(), timing.release(), by, expires, notice.isBefore(expires) ? notice : null);
  }

  /// Tells the workers of this node about mail that has been committed. Forgotten, it is found half
  /// a minute later.
  public void announce(Accepted accepted) {
    for (var destination : accepted.destinations())
      lanes.hint(
          accepted.partition(), destination, accepted.priority(), accepted.due().toEpochMilli());
  }

  /// Takes back a message that may not leave yet, as its sender wishes.
  ///
  /// @return how many destinations it does not go to now; 0 when it is too late, or is not his
  public int undo(PartitionId partition, AccountId account, String messageId) {
    var now = clock.instant();
    return storage
        .partition(partition)
        .write(tx -> {
          int undone = EntryRows.undo(tx, messageId, account, now);
          if (undone > 0)
            trace.event(
                tx, messageId, new QueueEvent.Handled(QueueEvent.Deed.TAKEN_BACK, "", null));
          return undone;
        });
  }

  /// How many entries of an account wait for a time that is still to come, in all partitions.
  public long putOff(AccountId account) {
    var now = clock.instant();
    long all = 0;
    for (var id : storage.partitions())
      all += storage.partition(id).read(tx -> EntryRows.putOff(tx, account, now));
    return all;
  }

  Storage storage() {
    return storage;
  }

  QueueConfig config() {
    return config;
  }

  QueueTrace trace() {
    return trace;
  }

  InstantSource clock() {
    return clock;
  }

  Lanes lanes() {
    return lanes;
  }
}

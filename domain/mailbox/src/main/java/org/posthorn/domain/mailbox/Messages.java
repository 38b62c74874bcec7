package org.posthorn.domain.mailbox;

import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;

/// The messages of accounts: stored, looked at, flagged, copied, moved, expunged.
///
/// What returns from here is durable and visible to everybody; the [ChangeHub] is told afterwards.
/// Any thread may call.
public final class Messages {

  /// How many messages one transaction flags or expunges: long commands let other people's writes
  /// through in between.
  static final int CHUNK = 1000;

  private final Function<PartitionId, Partition> partitions;
  private final InstantSource clock;
  private final ChangeHub hub;
  private final Snapshots snapshots = new Snapshots();

  Messages(Function<PartitionId, Partition> partitions, InstantSource clock, ChangeHub hub) {
    this.partitions = partitions;
    this.clock = clock;
    this.hub = hub;
  }

  /// Stores new messages and says for each what became of it, in the same order.
  ///
  /// With [Together#ALL_OR_NONE] the arrivals of one partition stand or fall together. Those of
  /// several partitions are stored one partition after the other; the first partition that refuses
  /// keeps the ones after it out.
  public List<Placed> store(List<Arrival> arrivals, Together together) {
    var byPartition = new LinkedHashMap<PartitionId, List<Integer>>();
    for (var i = 0; i < arrivals.size(); i++) {
      byPartition
          .computeIfAbsent(arrivals.get(i).account().partition(), _ -> new ArrayList<>())
          .add(i);
    }
    var results = new Placed[arrivals.size()];
    Arrays.fill(results, new Placed.NotAlone());
    for (var group : byPartition.values()) {
      var placed = storeInOne(group.stream().map(arrivals::get).toList(), together);
      for (var i = 0; i < placed.size(); i++) results[group.get(i)] = placed.get(i);
      if (together == Together.ALL_OR_NONE && !(placed.getFirst() instanceof Placed.Stored)) break;
    }
    for (var i = 0; i < results.length; i++) {
      if (results[i] instanceof Placed.Stored stored)
        hub.publish(arrivals.get(i).account(), stored.mailbox());
    }
    return List.of(results);
  }

  private List<Placed> storeInOne(List<Arrival> arrivals, Together together) {
    var blobs = arrivals.stream().map(arrival -> arrival.email().blob()).distinct().toList();
    return partition(arrivals.getFirst().account())
        .write(
            blobs,
            tx ->
                switch (together) {
                  case EACH -> new Placing(tx, clock).each(arrivals);
                  case ALL_OR_NONE -> new Placing(tx, clock).allOrNone(arrivals);
                });
  }

  /// All messages of the mailbox as they are now; null if the account has no such mailbox.
  public @Nullable Snapshot snapshot(Where where) {
    return snapshots.now(partition(where.account()), where.account(), where.mailbox());
  }

  /// What changed since a modification sequence; null if the account has no such mailbox any more.
  public @Nullable Changes changes(Where where, long since) {
    var account = where.account().id();
    return partition(where.account())
        .read(tx -> {
          var mailbox = MailboxRows.byId(tx, account, where.mailbox());
          return mailbox == null ? null : MessageRows.changes(tx, account, mailbox, since);
        });
  }

  /// Those of the messages that are still there, by UID. Ask for some hundred at a time: they are
  /// all in memory.
  public List<MessageRow> rows(Where where, Uids uids, Detail detail) {
    return partition(where.account())
        .read(tx -> {
          if (MailboxRows.byId(tx, where.account().id(), where.mailbox()) == null) return List.of();
          return MessageRows.wide(tx, where.mailbox(), uids, detail);
        });
  }

  /// The bytes of a message from `offset` on.
  public InputStream open(MailAccount account, BlobId blob, long offset) {
    return partition(account).open(blob, offset);
  }

  /// At most `length` bytes of a message from `offset` on; fewer only at its end.
  public byte[] bytes(MailAccount account, BlobId blob, long offset, int length) {
    return partition(account).bytes(blob, offset, length);
  }

  /// Changes flags. Messages that are gone are passed over.
  public FlagsOutcome storeFlags(Where where, Uids uids, FlagEdit edit) {
    var changed = new ArrayList<Uids>();
    var modified = new ArrayList<Uids>();
    for (var chunk : chunks(uids)) {
      var outcome =
          partition(where.account()).write(tx -> FlagStore.store(tx, clock, where, chunk, edit));
      if (!(outcome instanceof FlagsOutcome.Stored stored)) return outcome;
      changed.add(stored.changed());
      modified.add(stored.modified());
    }
    var stored = new FlagsOutcome.Stored(joined(changed), joined(modified));
    if (!stored.changed().isEmpty()) hub.publish(where.account(), where.mailbox());
    return stored;
  }

  /// Removes every message that has `\Deleted`.
  public Uids expunge(Where where) {
    var deleted =
        partition(where.account())
            .read(tx -> MessageRows.withFlag(tx, where.mailbox(), SystemFlag.DELETED));
    return expunge(where, deleted);
  }

  /// Removes those of `uids` that have `\Deleted` (RFC 4315 UID EXPUNGE); returns which.
  public Uids expunge(Where where, Uids uids) {
    return remove(where, uids, SystemFlag.DELETED.bit());
  }

  /// Removes messages whatever their flags are.
  public Uids destroy(Where where, Uids uids) {
    return remove(where, uids, 0);
  }

  private Uids remove(Where where, Uids uids, long requiredFlags) {
    var gone = new ArrayList<Uids>();
    for (var chunk : chunks(uids)) {
      gone.add(
          partition(where.account())
              .write(tx -> Removal.expunge(tx, clock, where, chunk, requiredFlags)));
    }
    var all = joined(gone);
    if (!all.isEmpty()) hub.publish(where.account(), where.mailbox());
    return all;
  }

  /// Copies messages with flags and internal date into another mailbox of the account: all or none.
  public CopyOutcome copy(Where from, Uids uids, MailboxId to) {
    return told(
        from,
        to,
        partition(from.account()).write(tx -> new Copying(tx, clock).copy(from, uids, to)));
  }

  /// Moves messages into another mailbox of the account: all or none.
  public CopyOutcome move(Where from, Uids uids, MailboxId to) {
    return told(
        from,
        to,
        partition(from.account()).write(tx -> new Copying(tx, clock).move(from, uids, to)));
  }

  private CopyOutcome told(Where from, MailboxId to, CopyOutcome outcome) {
    if (outcome instanceof CopyOutcome.Done) {
      hub.publish(from.account(), to);
      hub.publish(from.account(), from.mailbox());
    }
    return outcome;
  }

  private Partition partition(MailAccount account) {
    return partitions.apply(account.partition());
  }

  private static List<Uids> chunks(Uids uids) {
    if (uids.size() <= CHUNK) return List.of(uids);
    var chunks = new ArrayList<Uids>();
    for (var start = 0; start < uids.size(); start += CHUNK) {
      var end = Math.min(uids.size(), start + CHUNK);
      chunks.add(Uids.ofSorted(Arrays.copyOfRange(uids.array(), start, end)));
    }
    return chunks;
  }

  private static Uids joined(List<Uids> parts) {
    if (parts.size() == 1) return parts.getFirst();
    return Uids.ofSorted(parts.stream().map(Uids::array).flatMapToInt(IntStream::of).toArray());
  }
}

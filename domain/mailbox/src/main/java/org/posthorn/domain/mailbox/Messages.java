package org.posthorn.domain.mailbox;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.Partition;
import org.posthorn.platform.storage.PartitionId;
import org.posthorn.platform.storage.PreparedBlob;
import org.posthorn.platform.storage.Spool;

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
  private final Retention retention;
  private final ChangeHub hub;
  private final Snapshots snapshots = new Snapshots();
  private final KnownFacts facts = new KnownFacts();
  private final KnownSortKeys sortKeys = new KnownSortKeys();

  Messages(Function<PartitionId, Partition> partitions, Retention retention, ChangeHub hub) {
    this.partitions = partitions;
    this.clock = retention.clock();
    this.retention = retention;
    this.hub = hub;
  }

  /// Stores new messages, all of them or none, and says for each what became of it.
  public List<Placed> store(List<Arrival> arrivals) {
    return storeGroups(List.of(arrivals)).getFirst();
  }

  /// Stores groups of new messages in one go: each group whole or not at all, whatever becomes of
  /// the others. The results are in the order of the arrivals.
  ///
  /// A group whose accounts live in several partitions is whole in each of them only.
  public List<List<Placed>> storeGroups(List<List<Arrival>> groups) {
    return storeGroups(groups, null);
  }

  /// The same with something else in the same transaction.
  public List<List<Placed>> storeGroups(List<List<Arrival>> groups, @Nullable Alongside alongside) {
    var places = new LinkedHashSet<PartitionId>();
    for (var group : groups) for (var arrival : group) places.add(arrival.account().partition());
    var last = alongside == null ? null : alongside.partition();
    if (last != null) places.remove(last);
    var results = notYet(groups);
    for (var partition : places) results = storeIn(partition, groups, results, null);
    if (last != null) results = storeIn(last, groups, results, alongside);
    for (var g = 0; g < groups.size(); g++)
      for (var i = 0; i < groups.get(g).size(); i++)
        if (results.get(g).get(i) instanceof Placed.Stored stored)
          hub.publish(groups.get(g).get(i).account(), stored.mailbox());
    return results;
  }

  private static List<List<Placed>> notYet(List<List<Arrival>> groups) {
    var results = new ArrayList<List<Placed>>();
    for (var group : groups) results.add(Collections.nCopies(group.size(), new Placed.NotAlone()));
    return results;
  }

  /// What was known before, with what became of those that live in this partition.
  private List<List<Placed>> storeIn(
      PartitionId partition,
      List<List<Arrival>> groups,
      List<List<Placed>> before,
      @Nullable Alongside alongside) {
    var blobs = new LinkedHashSet<PreparedBlob>();
    if (alongside != null) blobs.addAll(alongside.blobs());
    for (var group : groups)
      for (var arrival : group)
        if (arrival.account().partition().equals(partition)) blobs.add(arrival.email().blob());
    return partitions
        .apply(partition)
        .write(
            List.copyOf(blobs),
            tx -> {
              var placing = new Placing(tx, clock);
              var after = new ArrayList<List<Placed>>();
              for (var g = 0; g < groups.size(); g++)
                after.add(place(placing, partition, groups.get(g), before.get(g)));
              placing.save();
              if (alongside != null) alongside.write(tx, after);
              return after;
            });
  }

  private static List<Placed> place(
      Placing placing, PartitionId partition, List<Arrival> group, List<Placed> before)
      throws SQLException {
    var here = group.stream().filter(a -> a.account().partition().equals(partition)).toList();
    if (here.isEmpty()) return before;
    var placed = placing.group(here).iterator();
    var after = new ArrayList<Placed>();
    for (var i = 0; i < group.size(); i++)
      after.add(
          group.get(i).account().partition().equals(partition) ? placed.next() : before.get(i));
    return after;
  }

  /// All messages of the mailbox as they are now; null if the account has no such mailbox.
  public @Nullable Snapshot snapshot(Where where) {
    return snapshots.now(partition(where.account()), where);
  }

  /// What changed since a modification sequence; null if the account has no such mailbox any more.
  public @Nullable Changes changes(Where where, long since) {
    var account = where.account().id();
    return partition(where.account())
        .read(tx -> {
          var mailbox = MailboxRows.byId(tx, account, where.mailbox());
          return mailbox == null ? null : MessageRows.changes(tx, where, mailbox, since);
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

  /// Sizes, dates and ids of at least those messages of `snapshot` that are still there.
  public Facts facts(Where where, Snapshot snapshot) {
    return facts.of(partition(where.account()), where, snapshot);
  }

  /// The messages at the places `found` of a snapshot (ascending) in order: their places. Those
  /// that are gone since are left out.
  ///
  /// @param scores by place in the snapshot; only for [SortCriterion#RELEVANCY]
  public int[] sorted(Where where, Snapshot snapshot, int[] found, List<SortBy> by, int[] scores) {
    var parts = EnumSet.noneOf(SortPart.class);
    for (var each : by) parts.add(each.criterion().part());
    return sortKeys
        .of(partition(where.account()), where, snapshot, parts)
        .sorted(snapshot, found, by, scores);
  }

  /// The same where nothing has a score.
  public int[] sorted(Where where, Snapshot snapshot, int[] found, List<SortBy> by) {
    return sorted(where, snapshot, found, by, new int[0]);
  }

  /// The threads of the messages at the places `found` of a snapshot (ascending). Those that are
  /// gone since are left out.
  public ThreadTree threads(
      Where where, Snapshot snapshot, int[] found, ThreadAlgorithm algorithm) {
    var parts = EnumSet.of(SortPart.THREADS);
    return sortKeys
        .of(partition(where.account()), where, snapshot, parts)
        .threads(snapshot, found, algorithm);
  }

  /// For reading the bytes of some messages one after the other; those that `rows` name.
  public BlobReader bodies(MailAccount account, List<MessageRow> rows) {
    return partition(account).reader(rows.stream().map(MessageRow::blob).toList());
  }

  /// Changes flags. Messages that are gone are passed over.
  public FlagsOutcome storeFlags(Where where, Uids uids, FlagEdit edit) {
    var changed = new ArrayList<Uids>();
    var modified = new ArrayList<Uids>();
    for (var chunk : chunks(otherwise(where, uids, edit))) {
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

  /// Those that are not yet as `edit` wants them; all of them where the snapshot cannot tell.
  ///
  /// Clients mark as read what is read already, whole mailboxes at a time; that needs no write.
  private Uids otherwise(Where where, Uids uids, FlagEdit edit) {
    if (edit.unchangedSince() != FlagEdit.ANY) return uids;
    var now = snapshot(where);
    if (now == null) return uids;
    var bits = edit.flags().systemBits();
    for (var keyword : edit.flags().keywords()) {
      var bit = now.keywords().bit(keyword);
      if (bit == 0 && edit.change() != FlagChange.REMOVE) return uids;
      bits |= bit;
    }
    var wanted = bits;
    return uids.filter(uid -> {
      var index = now.indexOf(uid);
      if (index < 0) return false;
      var flags = now.flags(index);
      return edit.apply(flags, wanted) != flags;
    });
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
    return remove(where, uids, SystemFlag.DELETED.bit(), retention);
  }

  /// Removes messages whatever their flags are.
  public Uids destroy(Where where, Uids uids) {
    return remove(where, uids, 0, retention);
  }

  /// The same so that nobody can put them back.
  Uids erase(Where where, Uids uids) {
    return remove(where, uids, 0, retention.nothing());
  }

  private Uids remove(Where where, Uids uids, long requiredFlags, Retention kept) {
    var gone = new ArrayList<Uids>();
    for (var chunk : chunks(uids)) {
      gone.add(
          partition(where.account())
              .write(tx -> Removal.expunge(tx, kept, where, chunk, requiredFlags)));
    }
    var all = joined(gone);
    if (!all.isEmpty()) hub.publish(where.account(), where.mailbox());
    return all;
  }

  /// Stores a message and removes another one of the same account, both or neither. Only the
  /// difference counts for the quota.
  public Replaced replace(Where old, int uid, Arrival arrival) {
    if (arrival.account().id() != old.account().id())
      throw new IllegalArgumentException("a message of one account for one of another");
    var blobs = List.of(arrival.email().blob());
    var outcome =
        partition(old.account())
            .write(blobs, tx -> Placing.replace(tx, retention, old, uid, arrival));
    if (outcome instanceof Replaced.Done(var stored)) {
      hub.publish(arrival.account(), stored.mailbox());
      hub.publish(old.account(), old.mailbox());
    }
    return outcome;
  }

  /// As the other, with all flags.
  public CopyOutcome copy(Where from, Uids uids, MailboxId to) {
    return copy(from, uids, CopyTarget.of(to));
  }

  /// As the other, with all flags.
  public CopyOutcome move(Where from, Uids uids, MailboxId to) {
    return move(from, uids, CopyTarget.of(to));
  }

  /// Copies messages with flags and internal date into another mailbox of the account: all or none.
  public CopyOutcome copy(Where from, Uids uids, CopyTarget to) {
    return told(
        from,
        to.mailbox(),
        partition(from.account()).write(tx -> new Copying(tx, clock).copy(from, uids, to)));
  }

  /// Moves messages into another mailbox of the account: all or none.
  public CopyOutcome move(Where from, Uids uids, CopyTarget to) {
    return told(
        from,
        to.mailbox(),
        partition(from.account()).write(tx -> new Copying(tx, clock).move(from, uids, to)));
  }

  /// Copies messages into a mailbox of another account: all or none. The result is a new message
  /// there, which counts against that account's quota. Who has a `\Seen` of his own on either side
  /// takes it along.
  ///
  /// @param flags those that go with them
  /// @param spools makes a place for a message of at most so many octets
  public CopyOutcome copyAcross(
      Where from, Uids uids, Where to, FlagMask flags, LongFunction<Spool> spools) {
    return new Crossing(this, from, to, flags, spools).copy(uids);
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
    if (uids.isEmpty()) return List.of();
    if (uids.size() <= CHUNK) return List.of(uids);
    var chunks = new ArrayList<Uids>();
    for (var start = 0; start < uids.size(); start += CHUNK) {
      var end = Math.min(uids.size(), start + CHUNK);
      chunks.add(Uids.ofSorted(Arrays.copyOfRange(uids.array(), start, end)));
    }
    return chunks;
  }

  static Uids joined(List<Uids> parts) {
    if (parts.size() == 1) return parts.getFirst();
    return Uids.ofSorted(parts.stream().map(Uids::array).flatMapToInt(IntStream::of).toArray());
  }
}

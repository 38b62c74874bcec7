package org.posthorn.domain.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.Spool;
import org.posthorn.platform.storage.StorageException;

/// Copies messages into a mailbox of another account, which may live in another partition: a few at
/// a time, so that any number fits in memory. When one of them cannot be copied, those that were
/// are taken back, so that it is all or none in the end (RFC 9051 §6.4.7).
///
/// The `\Seen` that goes with a message is that of who copies it: his own where he has one.
final class Crossing {

  /// Messages and octets that one write stores: their spools are open at the same time.
  private static final int MESSAGES_AT_ONCE = 100;

  private static final long OCTETS_AT_ONCE = 32L << 20;

  private final Messages messages;
  private final Where from;
  private final Where to;
  private final FlagMask flags;
  private final LongFunction<Spool> spools;
  private final List<Uids> old = new ArrayList<>();
  private final List<Uids> made = new ArrayList<>();

  /// Of what was made: what he has seen who copies.
  private final IntStream.Builder seen = IntStream.builder();

  private long uidValidity;

  Crossing(Messages messages, Where from, Where to, FlagMask flags, LongFunction<Spool> spools) {
    this.messages = messages;
    this.from = from;
    this.to = to;
    this.flags = flags;
    this.spools = spools;
  }

  CopyOutcome copy(Uids uids) {
    var snapshot = messages.snapshot(from);
    if (snapshot == null) return new CopyOutcome.NoSuchSource();
    var target = messages.snapshot(to);
    if (target == null) return new CopyOutcome.NoSuchTarget();
    uidValidity = target.uidValidity();
    @Nullable CopyOutcome fault = null;
    boolean done = false;
    try {
      for (int start = 0; start < uids.size() && fault == null; start += MESSAGES_AT_ONCE) {
        int end = Math.min(uids.size(), start + MESSAGES_AT_ONCE);
        var part = Uids.ofSorted(Arrays.copyOfRange(uids.array(), start, end));
        fault = copy(messages.rows(from, part, Detail.FACTS), snapshot);
      }
      if (fault == null) see();
      done = fault == null;
    } finally {
      if (!done) for (var copies : made) messages.erase(to, copies);
    }
    return fault == null
        ? new CopyOutcome.Done(uidValidity, Messages.joined(old), Messages.joined(made))
        : fault;
  }

  private @Nullable CopyOutcome copy(List<MessageRow> rows, Snapshot snapshot) {
    for (int start = 0; start < rows.size(); ) {
      int end = start;
      long octets = 0;
      while (end < rows.size() && (end == start || octets + rows.get(end).size() < OCTETS_AT_ONCE))
        octets += rows.get(end++).size();
      var fault = store(rows.subList(start, end), snapshot);
      if (fault != null) return fault;
      start = end;
    }
    return null;
  }

  private @Nullable CopyOutcome store(List<MessageRow> rows, Snapshot snapshot) {
    var open = new ArrayList<Spool>();
    try {
      var arrivals = new ArrayList<Arrival>();
      for (var row : rows) {
        var spool = spools.apply(row.size());
        open.add(spool);
        arrivals.add(arrival(row, spool, snapshot));
      }
      return noted(rows, arrivals, messages.store(arrivals));
    } catch (IOException e) {
      throw new StorageException.Full("Cannot keep a message that is copied: " + e.getMessage(), e);
    } finally {
      for (var spool : open) close(spool);
    }
  }

  private Arrival arrival(MessageRow row, Spool spool, Snapshot snapshot) throws IOException {
    try (var bytes = messages.bodies(from.account(), List.of(row)).open(row.blob(), 0)) {
      bytes.transferTo(spool);
    }
    return new Arrival(
        to.account(),
        new Arrival.Target.ById(to.mailbox()),
        NewEmail.of(spool),
        snapshot.keywords().flags(flags.of(flags(row, snapshot))),
        row.receivedAt());
  }

  /// As who copies sees them: the row has the `\Seen` that all share.
  private long flags(MessageRow row, Snapshot snapshot) {
    int index = snapshot.indexOf(row.uid());
    if (from.seenBy() == null || index < 0) return row.flags();
    long own = SystemFlag.SEEN.bit();
    return (row.flags() & ~own) | (snapshot.flags(index) & own);
  }

  /// Where he has a `\Seen` of his own, what he had seen is seen there too.
  private void see() {
    var uids = Uids.ofSorted(seen.build().toArray());
    if (to.seenBy() == null || uids.isEmpty()) return;
    messages.storeFlags(to, uids, new FlagEdit(FlagChange.ADD, Flags.of(SystemFlag.SEEN)));
  }

  private static void close(Spool spool) {
    try {
      spool.close();
    } catch (IOException e) {
      throw new StorageException("Cannot delete a spool: " + e.getMessage(), e);
    }
  }

  /// Why nothing was stored; null when everything was.
  private @Nullable CopyOutcome noted(
      List<MessageRow> rows, List<Arrival> arrivals, List<Placed> all) {
    var uids = new int[rows.size()];
    for (int i = 0; i < uids.length; i++) {
      switch (all.get(i)) {
        case Placed.Stored stored -> {
          uids[i] = stored.uid();
          if (arrivals.get(i).flags().system().contains(SystemFlag.SEEN)) seen.add(stored.uid());
          uidValidity = stored.uidValidity();
        }
        case Placed.NotAlone _ -> {}
        case Placed.OverQuota(var use, var limit) -> {
          return new CopyOutcome.OverQuota(use, limit);
        }
        case Placed.NoSuchMailbox _ -> {
          return new CopyOutcome.NoSuchTarget();
        }
        case Placed.TooManyKeywords _ -> {
          return new CopyOutcome.TooManyKeywords();
        }
        case Placed.NoMoreUids _ -> {
          return new CopyOutcome.NoMoreUids();
        }
      }
    }
    old.add(Uids.ofSorted(rows.stream().mapToInt(MessageRow::uid).toArray()));
    made.add(Uids.ofSorted(uids));
    return null;
  }
}

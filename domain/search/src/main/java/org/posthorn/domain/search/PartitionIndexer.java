package org.posthorn.domain.search;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.mailbox.EmailFeed;
import org.posthorn.platform.storage.Partition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index of one partition: notes which emails have come, makes segments when an account
/// has enough of them, merges, and removes what is of emails that are gone.
///
/// What is noted is in memory only. It is found again after a start: the database keeps the id up
/// to which all emails are in a segment or never will be.
final class PartitionIndexer {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionIndexer.class);

  /// Emails that are noted by one query.
  private static final int NOTED_AT_ONCE = 5_000;

  /// An account that gets little mail is indexed all the same when others have got so many emails
  /// meanwhile: it bounds what has to be noted again after a start.
  private static final long MAX_AGE_EMAILS = 50_000;

  private final EmailFeed feed;
  private final Partition partition;
  private final IndexLimits limits;
  private final SegmentMaker maker;
  private final Merging merging;

  /// One step at a time; guards the rest.
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<Long, Pending> pending = new HashMap<>();
  private Map<Long, Long> lastIndexed = Map.of();
  private long noted;
  private long saved;
  private boolean isStarted;

  PartitionIndexer(
      EmailFeed feed,
      Partition partition,
      IndexLimits limits,
      InstantSource clock,
      BooleanSupplier goesOn) {
    this.feed = feed;
    this.partition = partition;
    this.limits = limits;
    maker = new SegmentMaker(feed, partition, limits, clock, goesOn);
    merging = new Merging(feed, partition);
  }

  /// Which accounts are worth indexing.
  enum Eagerness {
    /// Those with enough new mail.
    WORTHWHILE,
    /// Those with any.
    ALL
  }

  /// Indexes what has come; returns when nothing is left to do, or `goesOn` says no. Others get
  /// through between two steps.
  void catchUp(Eagerness eagerness, BooleanSupplier goesOn) {
    boolean more = true;
    while (more && goesOn.getAsBoolean()) {
      more = locked(this::note);
      var worth = more ? Eagerness.WORTHWHILE : eagerness;
      for (long account : locked(() -> due(worth))) index(account, goesOn);
    }
    if (goesOn.getAsBoolean()) locked(this::save);
  }

  private <T extends @Nullable Object> T locked(Supplier<T> step) {
    lock.lock();
    try {
      start();
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    if (isStarted) return;
    drop(partition.read(SegmentStore::unfinished));
    noted = saved = partition.read(SegmentStore::progress);
    var last = new HashMap<Long, Long>();
    partition
        .read(SegmentStore::accounts)
        .values()
        .forEach(account -> last.put(account.id(), account.lastEmail()));
    lastIndexed = last;
    isStarted = true;
  }

  /// True when there may be more.
  private boolean note() {
    var notices = feed.beyond(partition.id(), noted, NOTED_AT_ONCE);
    for (var notice : notices) {
      long email = notice.email().value();
      noted = email;
      if (email <= lastIndexed.getOrDefault(notice.account(), 0L)) continue;
      pending.computeIfAbsent(notice.account(), _ -> new Pending()).add(email, notice.size());
    }
    return notices.size() == NOTED_AT_ONCE;
  }

  private List<Long> due(Eagerness eagerness) {
    var due = new ArrayList<Long>();
    pending.forEach((account, waiting) -> {
      boolean isWorthIt =
          waiting.size() >= limits.waitingEmails()
              || waiting.octets() >= limits.waitingOctets()
              || waiting.first() < noted - MAX_AGE_EMAILS;
      if (eagerness == Eagerness.ALL || isWorthIt) due.add(account);
    });
    return due;
  }

  private void index(long account, BooleanSupplier goesOn) {
    boolean more = true;
    while (more && goesOn.getAsBoolean()) more = locked(() -> indexPart(account, goesOn));
  }

  /// True when the account has more that waits.
  private boolean indexPart(long account, BooleanSupplier goesOn) {
    var waiting = pending.get(account);
    if (waiting == null) return false;
    var part = waiting.first(SegmentBuilder.MAX_EMAILS);
    long octets =
        partition.read(tx -> SegmentStore.segments(tx, account)).stream()
            .mapToLong(SegmentStore.Row::bytes)
            .sum();
    try {
      if (octets < limits.accountOctets()) {
        maker.make(account, part);
        merging.merge(account);
      }
      if (!goesOn.getAsBoolean()) return false; // what is not there yet is noted at the next start
      waiting.removeFirst(part.length);
      if (waiting.size() == 0) pending.remove(account);
      return waiting.size() > 0;
    } catch (IndexDamaged e) {
      LOG.error(
          "{}: the index of account {} is made again: {}", partition.id(), account, e.getMessage());
      forget(account);
      return true;
    }
  }

  /// What has not been indexed is noted again after a start.
  private @Nullable Void save() {
    long to = noted;
    for (var waiting : pending.values()) to = Math.min(to, waiting.first() - 1);
    boolean isLittle = to - saved < MAX_AGE_EMAILS / 10 && !pending.isEmpty();
    if (to > saved && !isLittle) save(to);
    return null;
  }

  private void save(long progress) {
    partition.write(tx -> {
      SegmentStore.progress(tx, progress);
      return null;
    });
    saved = progress;
  }

  /// Drops an account's index and notes all its emails again. Searches look at the emails
  /// themselves until they are indexed.
  ///
  /// @return how many there are
  int forget(long account) {
    return locked(() -> {
      drop(partition.read(tx -> SegmentStore.ofAccount(tx, account)));
      var again = new Pending();
      for (var notice : feed.ofAccount(partition.id(), account)) {
        if (notice.email().value() <= noted) again.add(notice.email().value(), notice.size());
      }
      pending.remove(account);
      if (again.size() > 0) {
        pending.put(account, again);
        save(Math.min(saved, again.first() - 1));
      }
      return again.size();
    });
  }

  /// Gives back the room of emails and accounts that are gone.
  void compact(BooleanSupplier goesOn) {
    var known = new HashSet<Long>();
    for (long account : feed.accounts(partition.id())) known.add(account);
    for (var account : partition.read(SegmentStore::accounts).keySet()) {
      if (!goesOn.getAsBoolean()) return;
      locked(() -> compact(account, known.contains(account)));
    }
  }

  private @Nullable Void compact(long account, boolean isThere) {
    if (isThere) merging.compact(account);
    else drop(partition.read(tx -> SegmentStore.ofAccount(tx, account)));
    return null;
  }

  private void drop(List<Long> segments) {
    SegmentOutput.drop(partition, segments);
  }

  IndexStatus status(long account) {
    return locked(() -> {
      var waiting = pending.get(account);
      return IndexStatus.of(
          partition.read(tx -> SegmentStore.segments(tx, account)),
          waiting == null ? 0 : waiting.size());
    });
  }

  /// Of all accounts together.
  IndexStatus status() {
    return locked(() -> {
      int waiting = pending.values().stream().mapToInt(Pending::size).sum();
      return partition.read(SegmentStore::accounts).values().stream()
          .map(it -> new IndexStatus(it.segments(), it.emails(), it.bytes(), 0))
          .reduce(new IndexStatus(0, 0, 0, waiting), IndexStatus::plus);
    });
  }
}

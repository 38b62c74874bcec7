package org.posthorn.domain.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.posthorn.domain.queue.GateRows.Gate;
import org.posthorn.domain.queue.GateRows.Waiting;
import org.posthorn.domain.queue.Lane.Rank;
import org.posthorn.domain.queue.Lane.Standing;
import org.posthorn.platform.storage.PartitionId;

/// Which destinations of this node have something to do, when, and how many workers they have: what
/// decides who is served next. A picture of the database in little, fed by hints and put right
/// every half minute; nothing is lost when it is wrong, something is only late.
///
/// An attempt at a destination that is not known to work is not counted among the sessions, since
/// it may hang for minutes and costs no more than a thread that waits: however many are dead, the
/// others go on. Of such attempts there is a bound of its own, and another for destinations that
/// failed the last time, so that those do not keep new ones waiting.
///
/// Thread-safe; one lock, never held while anything else is asked.
final class Lanes {

  /// Destinations that are known at a time, some hundred octets each. Of more, the earliest.
  static final int MOST = 50_000;

  /// Nobody waits longer without looking at the clock, which may have been set.
  private static final long LONGEST_WAIT = Duration.ofSeconds(30).toMillis();

  private static final Comparator<Lane> BY_RANK =
      Comparator.comparing(
              (Lane lane) -> lane.rank,
              Comparator.comparing(Rank::busy)
                  .thenComparing(Rank::priority)
                  .thenComparingLong(Rank::time))
          .thenComparing(Lane::destination);
  private static final Comparator<Lane> BY_TIME =
      Comparator.comparingLong((Lane lane) -> lane.rank.time()).thenComparing(Lane::destination);

  private final int connections;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition startable = lock.newCondition();
  private final Condition quieter = lock.newCondition();
  private final Map<String, Lane> lanes = new HashMap<>();

  /// Those that could have one more worker: later, and now.
  private final TreeSet<Lane> sleeping = new TreeSet<>(BY_TIME);

  private final Map<Standing, TreeSet<Lane>> ready = new EnumMap<>(Standing.class);

  /// Those with workers that wait for more mail.
  private final Set<Lane> idling = new HashSet<>();

  private final Map<Standing, Integer> counted = new EnumMap<>(Standing.class);
  private int workers;
  private int idle;
  private long loads;
  private boolean closing;

  Lanes(int connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
    for (var standing : Standing.values()) ready.put(standing, new TreeSet<>(BY_RANK));
    for (var standing : Standing.values()) counted.put(standing, 0);
  }

  /// There is something to do for a destination, then.
  void hint(PartitionId partition, String destination, Priority priority, long due) {
    lock.lock();
    try {
      var lane = lane(destination);
      if (lane == null) return; // found by a later load
      lane.dues.computeIfAbsent(partition, _ -> new Dues()).note(priority, due);
      lane.hints++;
      lane.hintedAt = loads;
      place(lane);
      if (lane.idle > 0) lane.more.signal();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Lane lane(String destination) {
    var known = lanes.get(destination);
    if (known != null || lanes.size() >= MOST) return known;
    var lane = new Lane(destination, lock.newCondition());
    lanes.put(destination, lane);
    return lane;
  }

  /// Call before reading what [#load] is given: later hints are not undone by it.
  long beginLoad() {
    lock.lock();
    try {
      return ++loads;
    } finally {
      lock.unlock();
    }
  }

  /// What a partition's database says.
  void load(PartitionId partition, List<Waiting> waiting, long begun) {
    var dues = new HashMap<String, Dues>();
    var gates = new HashMap<String, Gate>();
    for (var one : waiting) {
      dues.computeIfAbsent(one.destination(), _ -> new Dues()).note(one.priority(), one.due());
      if (one.gate() != null) gates.put(one.destination(), one.gate());
    }
    lock.lock();
    try {
      for (var lane : new ArrayList<>(lanes.values()))
        if (!dues.containsKey(lane.destination())) loaded(lane, partition, new Dues(), begun);
      for (var known : dues.entrySet()) {
        var lane = lane(known.getKey());
        if (lane == null) continue;
        loadGate(lane, gates.get(known.getKey()), begun);
        loaded(lane, partition, known.getValue(), begun);
      }
    } finally {
      lock.unlock();
    }
  }

  private void loaded(Lane lane, PartitionId partition, Dues now, long begun) {
    var old = lane.dues.get(partition);
    if (lane.hintedAt >= begun && old != null) now.noteAll(old);
    boolean isNew = lane.in == null && lane.workers == 0;
    if (old != null && old.isSameAs(now) && !isNew) return;
    if (now.first() == Dues.NEVER) lane.dues.remove(partition);
    else lane.dues.put(partition, now);
    place(lane);
  }

  /// The gate as all nodes see it; this node's own doing since then counts more.
  private void loadGate(Lane lane, @Nullable Gate gate, long begun) {
    if (lane.workers > 0 || lane.shutAt >= begun) return;
    long retry = gate == null ? 0 : gate.retry().toEpochMilli();
    if (retry == lane.gate) return;
    lane.gate = retry;
    lane.failures = gate == null ? 0 : gate.failures();
    lane.standing = gate == null ? Standing.FRESH : Standing.SUSPECT;
    place(lane);
  }

  /// Puts a lane where it belongs after any change to it.
  private void place(Lane lane) {
    if (lane.in != null) lane.in.remove(lane);
    lane.in = null;
    if (!lane.isNeeded()) {
      lanes.remove(lane.destination());
      return;
    }
    long at = lane.readyAt();
    if (at == Dues.NEVER || lane.workers >= lane.allowed()) return;
    long now = clock.millis();
    lane.rank = new Rank(lane.workers > 0, lane.mostUrgent(now), at);
    var order = at <= now ? ready(lane.standing) : sleeping;
    order.add(lane);
    lane.in = order;
    if (at > now && sleeping.first() != lane) return;
    startable.signal();
    if (isStarving()) for (var one : idling) one.more.signalAll();
  }

  private NavigableSet<Lane> ready(Standing standing) {
    return Objects.requireNonNull(ready.get(standing));
  }

  private int counted(Standing standing) {
    return counted.getOrDefault(standing, 0);
  }

  private boolean hasRoom(Standing standing) {
    return switch (standing) {
      case PROVEN -> true;
      case FRESH -> counted(standing) < connections + connections / 2;
      case SUSPECT -> counted(standing) < connections / 2;
    };
  }

  /// Whether there are as many sessions as may be; attempts that succeed may be a few more.
  private boolean isFull() {
    return counted(Standing.PROVEN) >= connections;
  }

  /// Whether a destination without worker waits for one of the others to end.
  private boolean isStarving() {
    if (!isFull()) return false;
    for (var standing : Standing.values())
      if (hasRoom(standing) && !ready(standing).isEmpty() && !ready(standing).first().rank.busy())
        return true;
    return false;
  }

  /// The next lane that gets a worker, which [#done] ends; null when this closes.
  @Nullable Lane awaitStart() {
    lock.lock();
    try {
      while (!closing) {
        long now = clock.millis();
        while (!sleeping.isEmpty() && sleeping.first().rank.time() <= now) place(sleeping.first());
        var lane = startable();
        if (lane != null) return begun(lane);
        quieter.signalAll();
        long wake = sleeping.isEmpty() ? Dues.NEVER : sleeping.first().rank.time();
        pause(startable, Math.min(wake - now, LONGEST_WAIT));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its callers look again
  private static void pause(Condition condition, long millis) {
    try {
      condition.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody interrupts these threads; the loop goes on
    }
  }

  private @Nullable Lane startable() {
    if (isFull()) return null;
    Lane best = null;
    for (var standing : Standing.values()) {
      if (!hasRoom(standing) || ready(standing).isEmpty()) continue;
      var first = ready(standing).first();
      if (best == null || BY_RANK.compare(first, best) < 0) best = first;
    }
    return best;
  }

  private Lane begun(Lane lane) {
    if (lane.workers == 0) lane.counted = lane.standing;
    lane.workers++;
    workers++;
    counted.merge(lane.counted, 1, Integer::sum);
    lane.wantsMore = false;
    place(lane);
    return lane;
  }

  /// A worker ends.
  void done(Lane lane) {
    lock.lock();
    try {
      lane.workers--;
      workers--;
      counted.merge(lane.counted, -1, Integer::sum);
      if (lane.workers == 0) {
        lane.ceiling = Integer.MAX_VALUE;
        lane.wantsMore = false;
      }
      place(lane);
      startable.signal();
      quieter.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void limit(Lane lane, DestinationLimits limits) {
    lock.lock();
    try {
      lane.limits = limits;
    } finally {
      lock.unlock();
    }
  }

  /// What a worker may lease next.
  ///
  /// @param hints see [#leased]
  record Turn(PartitionId partition, int most, long hints) {}

  /// Null when nothing is due, or when nothing more is allowed now.
  @Nullable Turn turn(Lane lane, int wanted) {
    lock.lock();
    try {
      // To see whether a host is there, one message is enough to have waiting at its door.
      int most = lane.standing == Standing.PROVEN ? wanted : 1;
      long now = clock.millis();
      var partition = lane.partitionDue(now);
      if (closing || partition == null || lane.gate > now) return null;
      int allowed = lane.take(most, now);
      return allowed == 0 ? null : new Turn(partition, allowed, lane.hints);
    } finally {
      lock.unlock();
    }
  }

  /// What was leased.
  ///
  /// @param next what is left there; null when there was more than a turn
  void leased(Lane lane, Turn turn, int number, @Nullable Dues next) {
    lock.lock();
    try {
      lane.giveBack(turn.most - number);
      if (next == null) {
        lane.wantsMore = true;
      } else {
        var old = lane.dues.get(turn.partition);
        if (lane.hints != turn.hints && old != null) next.noteAll(old);
        if (next.first() == Dues.NEVER) lane.dues.remove(turn.partition);
        else lane.dues.put(turn.partition, next);
      }
      place(lane);
    } finally {
      lock.unlock();
    }
  }

  /// A gate that was shut, and partitions that may know of it.
  record Opened(List<PartitionId> partitions) {
    Opened {
      partitions = List.copyOf(partitions);
    }
  }

  /// A worker has a session now. Null when the gate was not shut.
  @Nullable Opened connected(Lane lane) {
    lock.lock();
    try {
      lane.sessions++;
      counted.merge(lane.counted, -lane.workers, Integer::sum);
      counted.merge(Standing.PROVEN, lane.workers, Integer::sum);
      lane.counted = Standing.PROVEN;
      lane.standing = Standing.PROVEN;
      boolean wasShut = lane.failures > 0;
      lane.failures = 0;
      lane.gate = 0;
      lane.shutAt = loads;
      place(lane);
      startable.signal();
      return wasShut ? new Opened(List.copyOf(lane.dues.keySet())) : null;
    } finally {
      lock.unlock();
    }
  }

  /// A worker's session has ended.
  void disconnected(Lane lane) {
    lock.lock();
    try {
      lane.sessions--;
    } finally {
      lock.unlock();
    }
  }

  /// What the database knows of earlier failures of a lane that is new here.
  void knownGate(Lane lane, Gate gate) {
    lock.lock();
    try {
      lane.failures = Math.max(lane.failures, gate.failures());
    } finally {
      lock.unlock();
    }
  }

  /// A shut gate, and for which partitions it has to be written down.
  record Shut(Gate gate, List<PartitionId> partitions) {
    Shut {
      partitions = List.copyOf(partitions);
    }
  }

  /// What a failure says of the sessions that others have.
  enum Extent {
    /// There was no session: where others have one, the host only wants no more of them.
    SESSION,
    /// The host takes no messages, by whatever session.
    HOST
  }

  /// A destination cannot be used now, says a worker that has no session any more. Null where the
  /// gate stays as it is: others have sessions, or have said so already.
  @Nullable Shut failed(Lane lane, Extent extent, IntFunction<Duration> backoff) {
    lock.lock();
    try {
      long now = clock.millis();
      if (lane.gate > now) return null;
      if (extent == Extent.SESSION && lane.sessions > 0) {
        lane.ceiling = lane.sessions;
        lane.wantsMore = false;
        return null;
      }
      lane.failures++;
      lane.standing = Standing.SUSPECT;
      lane.shutAt = loads;
      var retry = clock.instant().plus(backoff.apply(lane.failures));
      lane.gate = retry.toEpochMilli();
      place(lane);
      return new Shut(new Gate(lane.failures, retry), List.copyOf(lane.dues.keySet()));
    } finally {
      lock.unlock();
    }
  }

  /// An administrator wants a destination to be tried now.
  void open(String destination) {
    lock.lock();
    try {
      var lane = lanes.get(destination);
      if (lane == null) return;
      lane.gate = 0;
      lane.shutAt = loads;
      place(lane);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for more mail to a destination, but no longer than others wait for this worker. True
  /// when there is some.
  boolean awaitMore(Lane lane, long until) {
    lock.lock();
    try {
      lane.wantsMore = false;
      enterIdle(lane);
      while (!closing && !isStarving()) {
        long now = clock.millis();
        long readyAt = lane.readyAt();
        if (readyAt <= now) return true;
        if (now >= until) return false;
        pause(lane.more, Math.min(Math.min(until, readyAt) - now, LONGEST_WAIT));
      }
      return false;
    } finally {
      leaveIdle(lane);
      lock.unlock();
    }
  }

  private void enterIdle(Lane lane) {
    lane.idle++;
    idle++;
    idling.add(lane);
    quieter.signalAll();
  }

  private void leaveIdle(Lane lane) {
    lane.idle--;
    idle--;
    if (lane.idle == 0) idling.remove(lane);
  }

  /// Whether a worker that has had its turn has to make room for other destinations.
  boolean mustYield() {
    lock.lock();
    try {
      return closing || isStarving();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /// Workers at this moment.
  int workers() {
    lock.lock();
    try {
      return workers;
    } finally {
      lock.unlock();
    }
  }

  /// Everybody who waits looks at the clock again.
  void lookAgain() {
    lock.lock();
    try {
      startable.signalAll();
      for (var lane : idling) lane.more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// No worker is started any more, and those that are end after the message that they are at.
  void close() {
    lock.lock();
    try {
      closing = true;
      startable.signalAll();
      for (var lane : idling) lane.more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is no worker; false when that takes longer.
  boolean awaitEmpty(Duration most) {
    return awaitThat(most, () -> workers == 0);
  }

  /// Waits until nothing can be done before the clock moves; false when that takes longer.
  boolean awaitQuiet(Duration most) {
    return awaitThat(most, () -> workers == idle && !isDue());
  }

  private boolean isDue() {
    long now = clock.millis();
    if (!sleeping.isEmpty() && sleeping.first().rank.time() <= now) return true;
    if (idling.stream().anyMatch(lane -> lane.readyAt() <= now)) return true;
    return startable() != null;
  }

  private boolean awaitThat(Duration most, BooleanSupplier condition) {
    lock.lock();
    try {
      long left = most.toNanos();
      while (!condition.getAsBoolean() && left > 0) left = quieter.awaitNanos(left);
      return condition.getAsBoolean();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}

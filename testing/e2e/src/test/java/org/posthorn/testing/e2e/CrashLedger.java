package org.posthorn.testing.e2e;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the clients of the crash test have been promised for one account. Guarded by its own
/// monitor.
///
/// A client says what it is about to do before it sends a command and again when it has the answer;
/// in between, both outcomes are allowed.
final class CrashLedger {
  static final String INBOX = "INBOX";
  static final String ARCHIVE = "Archive";

  /// Flags that the clients change.
  enum Flag {
    FLAGGED("\\Flagged"),
    SEEN("\\Seen"),
    KEYWORD("$Crash");

    final String word;

    Flag(String word) {
      this.word = word;
    }
  }

  /// Where a message is.
  record Place(String mailbox, long uid) {}

  /// What is known of one message.
  private static final class Fate {
    /// Acknowledged, or seen in a mailbox.
    private boolean stored;

    /// What a client is doing to it, as far as it has no answer.
    private @Nullable String moving;

    private boolean expunging;
    private boolean gone;
    private String mailbox = INBOX;
    private final Set<Flag> set = EnumSet.noneOf(Flag.class);
    private final Set<Flag> unsure = EnumSet.noneOf(Flag.class);
  }

  private final Map<Long, Fate> fates = new TreeMap<>();

  /// Messages that a client has seen in INBOX, and may do something to.
  private final Map<Long, Long> inbox = new HashMap<>();

  /// Numbers that were nowhere when an audit looked: they must never turn up.
  private final Set<Long> lost = new HashSet<>();

  /// What was in a mailbox at some time.
  private final Set<Long> everStored = new HashSet<>();

  private long acknowledged;

  synchronized void sending(long number) {
    fates.put(number, new Fate());
  }

  synchronized void stored(long number) {
    isThere(number);
    acknowledged++;
  }

  synchronized void seen(long number, long uid) {
    isThere(number);
    inbox.put(number, uid);
  }

  private void isThere(long number) {
    fate(number).stored = true;
    everStored.add(number);
  }

  /// A message that a client has seen in INBOX and may use; null when there is none.
  synchronized @Nullable Long any(RandomGenerator random) {
    if (inbox.isEmpty()) return null;
    var numbers = List.copyOf(inbox.keySet());
    return numbers.get(random.nextInt(numbers.size()));
  }

  synchronized long uid(long number) {
    var uid = inbox.get(number);
    if (uid == null) throw new IllegalStateException("not in INBOX: " + number);
    return uid;
  }

  synchronized void flagging(long number, Flag flag) {
    fate(number).unsure.add(flag);
  }

  synchronized void flagged(long number, Flag flag, boolean isSet) {
    var fate = fate(number);
    fate.unsure.remove(flag);
    if (isSet) fate.set.add(flag);
    else fate.set.remove(flag);
    acknowledged++;
  }

  synchronized void moving(long number) {
    inbox.remove(number);
    fate(number).moving = ARCHIVE;
  }

  synchronized void moved(long number) {
    var fate = fate(number);
    fate.moving = null;
    fate.mailbox = ARCHIVE;
    acknowledged++;
  }

  synchronized void expunging(long number) {
    inbox.remove(number);
    fate(number).expunging = true;
  }

  synchronized void expunged(long number) {
    fate(number).gone = true;
    acknowledged++;
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  /// Whether it is or was in a mailbox, for what several recipients were sent.
  synchronized boolean wasStored(long number) {
    return everStored.contains(number);
  }

  /// Compares everything promised with everything found; what was open is settled by it.
  ///
  /// @param found by number, each place with the flags that it has there
  synchronized void settle(Map<Long, Map<Place, Set<Flag>>> found) {
    for (var number : found.keySet()) {
      if (lost.contains(number)) throw new AssertionError("message " + number + " came back");
      if (!fates.containsKey(number)) throw new AssertionError("nobody sent message " + number);
    }
    inbox.clear();
    for (var number : new ArrayList<>(fates.keySet())) {
      var places = found.getOrDefault(number, Map.of());
      if (places.size() > 1) throw new AssertionError("message " + number + " is at " + places);
      if (places.isEmpty()) absent(number);
      else places.forEach((place, flags) -> present(number, place, flags));
    }
  }

  private void absent(long number) {
    var fate = fate(number);
    if (fate.stored && !fate.gone && !fate.expunging)
      throw new AssertionError("message " + number + " was acknowledged and is lost");
    fates.remove(number);
    lost.add(number);
  }

  private void present(long number, Place place, Set<Flag> flags) {
    var fate = fate(number);
    if (fate.gone)
      throw new AssertionError("message " + number + " was expunged and is at " + place);
    if (!place.mailbox().equals(fate.mailbox) && !place.mailbox().equals(fate.moving))
      throw new AssertionError("message " + number + " is in " + place.mailbox());
    for (var flag : Flag.values()) {
      if (!fate.unsure.contains(flag) && flags.contains(flag) != fate.set.contains(flag))
        throw new AssertionError(
            "message %d was acknowledged with %s and has %s".formatted(number, fate.set, flags));
    }
    isThere(number);
    fate.moving = null;
    fate.expunging = false;
    fate.mailbox = place.mailbox();
    fate.set.clear();
    fate.set.addAll(flags);
    fate.unsure.clear();
    if (place.mailbox().equals(INBOX)) inbox.put(number, place.uid());
  }

  private Fate fate(long number) {
    var fate = fates.get(number);
    if (fate == null) throw new AssertionError("nobody sent message " + number);
    return fate;
  }
}

package org.posthorn.domain.mailbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What SORT and THREAD compare of the messages of a mailbox, packed, UIDs ascending. Messages that
/// are gone may still be here. The keys are immutable, so that sessions share them; orders and
/// threads that were made of them are kept along, by any thread.
final class SortKeys {

  static final SortKeys NONE = new SortKeys(new Builder(EnumSet.of(SortPart.NUMBERS), 0));

  /// Orders that are kept for a mailbox: a client shows one, and goes through some.
  static final int MAX_ORDERS = 6;

  private final Set<SortPart> parts;
  private final int[] uids;
  private final long[] received;
  private final long[] sent;
  private final long[] sizes;
  private final long[] ids;
  private final long[] subjects;
  private final int[] referenceEnds;
  private final long[] references;
  private final Map<SortCriterion, Texts> texts;
  private final Map<List<SortBy>, int[]> orders;

  /// Orders of the first so many messages.
  private final Map<List<SortBy>, int[]> earlierOrders;

  private final Map<ThreadAlgorithm, Threaded> threads = new ConcurrentHashMap<>();

  /// Threads of all messages that a mailbox had at some time.
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Threaded(int[] uids, ThreadTree tree) {}

  private SortKeys(Builder built) {
    var size = built.size;
    parts = Set.copyOf(built.parts);
    uids = Arrays.copyOf(built.uids, size);
    received = Arrays.copyOf(built.received, size);
    sent = Arrays.copyOf(built.sent, size);
    sizes = Arrays.copyOf(built.sizes, size);
    var threaded = parts.contains(SortPart.THREADS) ? size : 0;
    ids = Arrays.copyOf(built.ids, threaded);
    subjects = Arrays.copyOf(built.subjects, threaded);
    referenceEnds = Arrays.copyOf(built.referenceEnds, threaded);
    references = Arrays.copyOf(built.references, built.referenceCount);
    texts = built.texts;
    orders = new ConcurrentHashMap<>();
    earlierOrders = built.orders;
  }

  int size() {
    return uids.length;
  }

  boolean has(Set<SortPart> wanted) {
    return parts.containsAll(wanted);
  }

  Set<SortPart> parts() {
    return parts;
  }

  /// The greatest UID here; 0 when there is none.
  int last() {
    return uids.length == 0 ? 0 : uids[uids.length - 1];
  }

  /// Octets that this takes in memory, with the orders and threads that it may come to keep.
  int weight() {
    var kept = Integer.BYTES * (MAX_ORDERS + 2 * 3);
    long octets = 256 + (long) uids.length * (Integer.BYTES + 3 * Long.BYTES + kept);
    octets += (long) ids.length * (2 * Long.BYTES + Integer.BYTES);
    octets += (long) references.length * Long.BYTES;
    for (var text : texts.values()) octets += text.weight();
    return (int) Math.min(Integer.MAX_VALUE, octets);
  }

  /// Of the messages at the places `found` of a snapshot, ascending, those that are here, sorted.
  ///
  /// @param scores by place in the snapshot; only for [SortCriterion#RELEVANCY]
  int[] sorted(Snapshot snapshot, int[] found, List<SortBy> by, int[] scores) {
    var here = here(snapshot, found);
    if (here.at.length == 0) return here.at;
    if (by.stream().anyMatch(each -> each.criterion() == SortCriterion.RELEVANCY))
      return sorted(here, each(by, here, scores));
    var order = order(by);
    if (here.at.length * 4L < uids.length && !isKnown(by))
      return sorted(here, (a, b) -> order.compare(here.at[a], here.at[b]));
    var places = new int[uids.length];
    for (var i = 0; i < here.at.length; i++) places[here.at[i]] = here.found[i] + 1;
    var sorted = new int[here.at.length];
    var count = 0;
    for (var number : all(by, order)) if (places[number] > 0) sorted[count++] = places[number] - 1;
    return sorted;
  }

  /// Without keeping the order.
  private static int[] sorted(Here here, IndexSort.Order order) {
    var numbers = count(here.at.length);
    IndexSort.sort(numbers, order);
    for (var i = 0; i < numbers.length; i++) numbers[i] = here.found[numbers[i]];
    return numbers;
  }

  private IndexSort.Order each(List<SortBy> by, Here here, int[] scores) {
    IndexSort.Order scored =
        (a, b) -> Integer.compare(scores[here.found[b]], scores[here.found[a]]);
    return chain(
        by.stream()
            .map(each -> {
              if (each.criterion() == SortCriterion.RELEVANCY)
                return each.reverse() ? reversed(scored) : scored;
              var order = order(each);
              return (IndexSort.Order) (a, b) -> order.compare(here.at[a], here.at[b]);
            })
            .toArray(IndexSort.Order[]::new));
  }

  /// The threads of the messages at the places `found` of a snapshot, as far as they are here.
  ThreadTree threads(Snapshot snapshot, int[] found, ThreadAlgorithm algorithm) {
    var here = here(snapshot, found);
    var foundUids = new int[here.at.length];
    for (var i = 0; i < foundUids.length; i++) foundUids[i] = uids[here.at[i]];
    var known = threads.get(algorithm);
    if (known != null && Arrays.equals(known.uids(), foundUids)) return known.tree();
    var byDate = List.of(new SortBy(SortCriterion.DATE, false));
    var places = new int[uids.length];
    for (var i = 0; i < here.at.length; i++) places[here.at[i]] = i + 1;
    var dated = new int[here.at.length];
    var count = 0;
    for (var number : all(byDate, order(byDate)))
      if (places[number] > 0) dated[count++] = places[number] - 1;
    var tree =
        switch (algorithm) {
          case ORDEREDSUBJECT -> SubjectThreads.of(this, here.at, dated);
          case REFERENCES -> ReferenceThreads.of(this, here.at, dated);
        };
    // A part of the mailbox is asked for in too many ways to keep it.
    if (found.length == snapshot.size()) threads.put(algorithm, new Threaded(foundUids, tree));
    return tree;
  }

  int uid(int number) {
    return uids[number];
  }

  /// The hash of the message id; 0 when there is none.
  long id(int number) {
    return ids[number];
  }

  /// The hash of the base subject; 0 when it is empty.
  long subject(int number) {
    return subjects[number] & ~1L;
  }

  boolean isReply(int number) {
    return (subjects[number] & 1) != 0;
  }

  int firstReference(int number) {
    return number == 0 ? 0 : referenceEnds[number - 1];
  }

  int endOfReferences(int number) {
    return referenceEnds[number];
  }

  long reference(int index) {
    return references[index];
  }

  /// Which messages are meant: their numbers here, and their places in the snapshot.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Here(int[] at, int[] found) {}

  private Here here(Snapshot snapshot, int[] found) {
    var at = new int[found.length];
    var places = new int[found.length];
    var count = 0;
    var number = 0;
    for (var place : found) {
      var uid = snapshot.uid(place);
      while (number < uids.length && uids[number] < uid) number++;
      if (number == uids.length) break;
      if (uids[number] != uid) continue;
      at[count] = number;
      places[count++] = place;
    }
    return count == found.length
        ? new Here(at, places)
        : new Here(Arrays.copyOf(at, count), Arrays.copyOf(places, count));
  }

  private Map<List<SortBy>, int[]> knownOrders() {
    var all = new HashMap<>(orders);
    for (var earlier : earlierOrders.entrySet())
      if (all.size() < MAX_ORDERS) all.putIfAbsent(earlier.getKey(), earlier.getValue());
    return Map.copyOf(all);
  }

  private boolean isKnown(List<SortBy> by) {
    return orders.containsKey(by) || earlierOrders.containsKey(by);
  }

  /// All messages in order. Two threads may make the same; it is the same.
  private int[] all(List<SortBy> by, IndexSort.Order order) {
    var known = orders.get(by);
    if (known != null) return known;
    var earlier = earlierOrders.getOrDefault(by, new int[0]);
    var more = count(uids.length - earlier.length);
    for (var i = 0; i < more.length; i++) more[i] += earlier.length;
    var all = IndexSort.merged(earlier, more, order);
    if (orders.size() < MAX_ORDERS) orders.put(List.copyOf(by), all);
    return all;
  }

  private static int[] count(int size) {
    var numbers = new int[size];
    for (var i = 0; i < size; i++) numbers[i] = i;
    return numbers;
  }

  private IndexSort.Order order(List<SortBy> by) {
    if (by.size() == 1) return order(by.getFirst());
    return chain(by.stream().map(this::order).toArray(IndexSort.Order[]::new));
  }

  private static IndexSort.Order chain(IndexSort.Order[] each) {
    return (a, b) -> {
      for (var order : each) {
        var difference = order.compare(a, b);
        if (difference != 0) return difference;
      }
      return 0;
    };
  }

  private IndexSort.Order order(SortBy by) {
    var order =
        switch (by.criterion()) {
          case ARRIVAL -> byNumber(received);
          case DATE -> byNumber(sent);
          case SIZE -> byNumber(sizes);
          case RELEVANCY -> throw new IllegalArgumentException("not a key of messages");
          case SUBJECT, CC, DISPLAY_FROM, DISPLAY_TO, FROM, TO -> byText(by.criterion());
        };
    return by.reverse() ? reversed(order) : order;
  }

  private static IndexSort.Order reversed(IndexSort.Order order) {
    return (a, b) -> order.compare(b, a);
  }

  private static IndexSort.Order byNumber(long[] column) {
    return (a, b) -> Long.compare(column[a], column[b]);
  }

  private IndexSort.Order byText(SortCriterion criterion) {
    var column = texts.get(criterion);
    if (column == null) throw new IllegalStateException(criterion + " was not read");
    return column::compare;
  }

  /// Puts blocks behind what is known. Belongs to one thread.
  static final class Builder {
    private final Set<SortPart> parts;
    private final Map<List<SortBy>, int[]> orders;
    private final Map<SortCriterion, Texts> texts = new EnumMap<>(SortCriterion.class);
    private int[] uids;
    private long[] received;
    private long[] sent;
    private long[] sizes;
    private long[] ids;
    private long[] subjects;
    private int[] referenceEnds;
    private long[] references;
    private int referenceCount;
    private int size;

    Builder(Set<SortPart> parts, int expected) {
      this.parts = parts;
      orders = Map.of();
      uids = new int[expected];
      received = new long[expected];
      sent = new long[expected];
      sizes = new long[expected];
      var threaded = parts.contains(SortPart.THREADS) ? expected : 0;
      ids = new long[threaded];
      subjects = new long[threaded];
      referenceEnds = new int[threaded];
      references = new long[3 * threaded];
      for (var criterion : MessageKeys.TEXTS)
        if (parts.contains(criterion.part())) texts.put(criterion, new Texts(expected));
    }

    /// Behind all of `known`.
    Builder(SortKeys known, int more) {
      parts = known.parts;
      orders = known.knownOrders();
      size = known.uids.length;
      var room = size + more;
      uids = Arrays.copyOf(known.uids, room);
      received = Arrays.copyOf(known.received, room);
      sent = Arrays.copyOf(known.sent, room);
      sizes = Arrays.copyOf(known.sizes, room);
      var threaded = parts.contains(SortPart.THREADS) ? room : 0;
      ids = Arrays.copyOf(known.ids, threaded);
      subjects = Arrays.copyOf(known.subjects, threaded);
      referenceEnds = Arrays.copyOf(known.referenceEnds, threaded);
      referenceCount = known.references.length;
      references = Arrays.copyOf(known.references, referenceCount + (threaded == 0 ? 0 : 3 * more));
      known.texts.forEach((criterion, text) -> texts.put(criterion, new Texts(text, more)));
    }

    /// Adds those messages of a block whose UIDs are greater than all before.
    void add(SortBlock block) {
      var count = block.size();
      var numbers = SortBlock.little(block.numbers());
      var last = size == 0 ? 0 : uids[size - 1];
      var skip = 0;
      while (skip < count && numbers.getInt(skip * Integer.BYTES) <= last) skip++;
      var more = count - skip;
      if (more == 0) return;
      makeRoom(more);
      numbers.position(skip * Integer.BYTES).asIntBuffer().get(uids, size, more);
      var column = count * Integer.BYTES;
      for (var target : List.of(received, sent, sizes)) {
        numbers.position(column + skip * Long.BYTES).asLongBuffer().get(target, size, more);
        column += count * Long.BYTES;
      }
      var threads = block.threads();
      if (threads != null && parts.contains(SortPart.THREADS)) addThreads(threads, count, skip);
      addTexts(block, SortPart.SUBJECTS, skip);
      addTexts(block, SortPart.NAMES, skip);
      size += more;
    }

    private void addThreads(byte[] block, int count, int skip) {
      var in = SortBlock.little(block);
      var more = count - skip;
      in.position(skip * Long.BYTES).asLongBuffer().get(ids, size, more);
      in.position((count + skip) * Long.BYTES).asLongBuffer().get(subjects, size, more);
      var lengths = 2 * count * Long.BYTES;
      var from = lengths + count * Short.BYTES;
      for (var i = 0; i < skip; i++) from += Long.BYTES * in.getShort(lengths + i * Short.BYTES);
      var end = referenceCount;
      for (var i = skip; i < count; i++) {
        end += in.getShort(lengths + i * Short.BYTES);
        referenceEnds[size + i - skip] = end;
      }
      if (end > references.length)
        references = Arrays.copyOf(references, Math.max(end, 2 * references.length));
      in.position(from).asLongBuffer().get(references, referenceCount, end - referenceCount);
      referenceCount = end;
    }

    private void addTexts(SortBlock block, SortPart part, int skip) {
      var octets = block.part(part);
      if (octets == null || !parts.contains(part)) return;
      var in = SortBlock.little(octets);
      var kinds = MessageKeys.TEXTS.stream().filter(kind -> kind.part() == part).toList();
      var from = kinds.size() * block.size() * Short.BYTES;
      var lengths = 0;
      for (var kind : kinds) {
        var text = texts.get(kind);
        if (text == null) throw new IllegalStateException("no room for " + kind);
        from = text.add(in, lengths, from, block.size(), skip);
        lengths += block.size() * Short.BYTES;
      }
    }

    private void makeRoom(int more) {
      if (size + more <= uids.length) return;
      var room = Math.max(size + more, 2 * uids.length);
      uids = Arrays.copyOf(uids, room);
      received = Arrays.copyOf(received, room);
      sent = Arrays.copyOf(sent, room);
      sizes = Arrays.copyOf(sizes, room);
      if (!parts.contains(SortPart.THREADS)) return;
      ids = Arrays.copyOf(ids, room);
      subjects = Arrays.copyOf(subjects, room);
      referenceEnds = Arrays.copyOf(referenceEnds, room);
    }

    int last() {
      return size == 0 ? 0 : uids[size - 1];
    }

    SortKeys build() {
      return new SortKeys(this);
    }
  }
}

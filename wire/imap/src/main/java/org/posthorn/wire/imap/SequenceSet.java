package org.posthorn.wire.imap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The messages that a command names, as they were written: `1:3,5,7:*` or `$` (RFC 9051 §4.1.1 and
/// §9 `sequence-set`, RFC 5182 §2.1).
///
/// Means something only together with the mailbox: [#resolve]. Immutable, eight octets a range, at
/// most [ImapLimits#SEQUENCE_RANGES] ranges.
public final class SequenceSet {

  /// What an earlier `SEARCH RETURN (SAVE)` found, `$`.
  public static final SequenceSet SAVED = new SequenceSet(new int[0], true);

  private static final int STAR = 0;

  /// Pairs of unsigned numbers in the order of the text; 0 is `*`, which no message has as number.
  private final int[] bounds;

  private final boolean saved;

  private SequenceSet(int[] bounds, boolean saved) {
    this.bounds = bounds;
    this.saved = saved;
  }

  /// Every number of `numbers`.
  public static SequenceSet of(NumberSet numbers) {
    var builder = new Builder();
    for (int i = 0; i < numbers.rangeCount(); i++) builder.add(numbers.first(i), numbers.last(i));
    return builder.build();
  }

  /// Whether `$` is part of it, so that the saved result is needed.
  public boolean usesSaved() {
    return saved;
  }

  /// Whether `*` is part of it.
  public boolean usesStar() {
    for (int bound : bounds) if (bound == STAR) return true;
    return false;
  }

  /// The largest number that is written in it; 0 when there is only `*` or `$`. A message number
  /// above the mailbox's count deserves `BAD` (RFC 9051 §9 `seq-number`).
  public long largestWritten() {
    long largest = 0;
    for (int bound : bounds) largest = Math.max(largest, Integer.toUnsignedLong(bound));
    return largest;
  }

  /// The numbers meant, in order and without overlap, not limited to those that exist.
  ///
  /// @param largest what `*` stands for: the largest number in use. In an empty mailbox `*` is
  ///   UIDNEXT for UIDs; pass 0 where there is nothing, and ranges with `*` on both ends vanish
  /// @param savedResult what `$` stands for
  public NumberSet resolve(long largest, NumberSet savedResult) {
    var ranges = new long[bounds.length / 2 + (saved ? savedResult.rangeCount() : 0)];
    int count = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      long a = number(bounds[i], largest);
      long b = number(bounds[i + 1], largest);
      long first = Math.max(1, Math.min(a, b));
      long last = Math.max(a, b);
      if (last > 0) ranges[count++] = first << 32 | last;
    }
    for (int i = 0; saved && i < savedResult.rangeCount(); i++)
      ranges[count++] = savedResult.first(i) << 32 | savedResult.last(i);
    return merged(ranges, count);
  }

  /// [#resolve(long, NumberSet)] where no result was saved.
  public NumberSet resolve(long largest) {
    return resolve(largest, NumberSet.EMPTY);
  }

  private static long number(int bound, long largest) {
    return bound == STAR ? largest : Integer.toUnsignedLong(bound);
  }

  private static NumberSet merged(long[] ranges, int count) {
    // Numbers have 32 bits, so as signed longs the ranges from 2^31 up would sort before the
    // others.
    for (int i = 0; i < count; i++) ranges[i] ^= Long.MIN_VALUE;
    Arrays.sort(ranges, 0, count);
    var builder = new NumberSet.Builder();
    long done = 0;
    for (int i = 0; i < count; i++) {
      long range = ranges[i] ^ Long.MIN_VALUE;
      long first = Math.max(range >>> 32, done + 1);
      long last = range & NumberSet.MAX_NUMBER;
      if (last < first) continue;
      builder.addRange(first, last);
      done = last;
    }
    return builder.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SequenceSet set
        && set.saved == saved
        && Arrays.equals(set.bounds, bounds);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bounds) + Boolean.hashCode(saved);
  }

  /// As on the wire.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      if (i > 0) text.append(',');
      append(text, bounds[i]);
      if (bounds[i] == bounds[i + 1]) continue;
      text.append(':');
      append(text, bounds[i + 1]);
    }
    if (saved) text.append(text.isEmpty() ? "$" : ",$");
    return text.toString();
  }

  private static void append(StringBuilder text, int bound) {
    if (bound == STAR) text.append('*');
    else text.append(Integer.toUnsignedLong(bound));
  }

  /// Collects ranges in any order. Belongs to one thread.
  static final class Builder {
    private int[] bounds = new int[2];
    private int length;
    private boolean saved;

    /// Bounds in any order; 0 is `*`.
    void add(long first, long last) {
      if (length == bounds.length) bounds = Arrays.copyOf(bounds, 2 * length);
      bounds[length++] = (int) first;
      bounds[length++] = (int) last;
    }

    void addSaved() {
      saved = true;
    }

    int ranges() {
      return length / 2;
    }

    SequenceSet build() {
      return new SequenceSet(Arrays.copyOf(bounds, length), saved);
    }
  }
}

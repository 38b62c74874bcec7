package org.posthorn.wire.imap;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Message numbers or UIDs in ascending order without repetition, packed as ranges: eight octets
/// for each run of consecutive numbers. Immutable.
public final class NumberSet {

  public static final NumberSet EMPTY = new NumberSet(new int[0], 0);

  /// The largest message number or UID: RFC 9051 numbers are unsigned and of 32 bits.
  public static final long MAX_NUMBER = 0xFFFF_FFFFL;

  /// First and last number of each range, unsigned.
  private final int[] bounds;

  private final long size;

  private NumberSet(int[] bounds, long size) {
    this.bounds = bounds;
    this.size = size;
  }

  public static NumberSet of(long... ascending) {
    var builder = new Builder();
    for (long number : ascending) builder.add(number);
    return builder.build();
  }

  /// How many numbers.
  public long size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int rangeCount() {
    return bounds.length / 2;
  }

  /// The first number of a range.
  public long first(int range) {
    return Integer.toUnsignedLong(bounds[2 * range]);
  }

  /// The last number of a range.
  public long last(int range) {
    return Integer.toUnsignedLong(bounds[2 * range + 1]);
  }

  /// The smallest number of a set that is not empty.
  public long min() {
    return first(0);
  }

  /// The largest number of a set that is not empty.
  public long max() {
    return last(rangeCount() - 1);
  }

  public boolean contains(long number) {
    int low = 0;
    int high = rangeCount() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (number < first(middle)) high = middle - 1;
      else if (number > last(middle)) low = middle + 1;
      else return true;
    }
    return false;
  }

  /// Every number, ascending.
  public void forEach(LongConsumer action) {
    for (int range = 0; range < rangeCount(); range++)
      for (long number = first(range); number <= last(range); number++) action.accept(number);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NumberSet set && Arrays.equals(set.bounds, bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /// As on the wire, `1:3,5`; empty for an empty set.
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int range = 0; range < rangeCount(); range++) {
      if (range > 0) text.append(',');
      text.append(first(range));
      if (last(range) != first(range)) text.append(':').append(last(range));
    }
    return text.toString();
  }

  /// Collects numbers in ascending order. Belongs to one thread.
  public static final class Builder {
    private int[] bounds = new int[16];
    private int length;
    private long last;
    private long size;

    /// A number greater than every one before.
    public Builder add(long number) {
      return addRange(number, number);
    }

    /// Every number from `first` to `end`, both included, all greater than every one before.
    public Builder addRange(long first, long end) {
      if (first <= last || end < first || end > MAX_NUMBER)
        throw new IllegalArgumentException(first + ":" + end + " after " + last);
      if (length > 0 && first == last + 1) {
        bounds[length - 1] = (int) end;
      } else {
        if (length == bounds.length) bounds = Arrays.copyOf(bounds, 2 * length);
        bounds[length++] = (int) first;
        bounds[length++] = (int) end;
      }
      last = end;
      size += end - first + 1;
      return this;
    }

    public NumberSet build() {
      return size == 0 ? EMPTY : new NumberSet(Arrays.copyOf(bounds, length), size);
    }
  }
}

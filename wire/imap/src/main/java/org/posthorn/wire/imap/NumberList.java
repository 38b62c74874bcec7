package org.posthorn.wire.imap;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// Message numbers or UIDs in an order of their own, packed as runs of numbers that rise by one
/// (RFC 5267 §3.2). Immutable.
public final class NumberList {

  /// First and last number of each run, unsigned.
  private final int[] bounds;

  private final int size;

  private NumberList(int[] bounds, int size) {
    this.bounds = bounds;
    this.size = size;
  }

  public static NumberList of(long... numbers) {
    var builder = new Builder();
    for (long number : numbers) builder.add(number);
    return builder.build();
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// Every number in order.
  public void forEach(LongConsumer action) {
    for (int run = 0; run < bounds.length; run += 2) {
      long last = Integer.toUnsignedLong(bounds[run + 1]);
      for (long number = Integer.toUnsignedLong(bounds[run]); number <= last; number++)
        action.accept(number);
    }
  }

  /// As a `sequence-set` whose order counts.
  void write(ResponseWriter out) {
    for (int run = 0; run < bounds.length; run += 2) {
      if (run > 0) out.raw(',');
      out.number(Integer.toUnsignedLong(bounds[run]));
      if (bounds[run] == bounds[run + 1]) continue;
      out.raw(':');
      out.number(Integer.toUnsignedLong(bounds[run + 1]));
    }
  }

  /// Collects numbers in their order. Belongs to one thread.
  public static final class Builder {
    private int[] bounds = new int[16];
    private int length;
    private int size;

    public Builder add(long number) {
      if (number < 1 || number > NumberSet.MAX_NUMBER)
        throw new IllegalArgumentException("number " + number);
      size++;
      if (length > 0 && Integer.toUnsignedLong(bounds[length - 1]) + 1 == number) {
        bounds[length - 1] = (int) number;
        return this;
      }
      if (length == bounds.length) bounds = Arrays.copyOf(bounds, 2 * length);
      bounds[length++] = (int) number;
      bounds[length++] = (int) number;
      return this;
    }

    public NumberList build() {
      return new NumberList(Arrays.copyOf(bounds, length), size);
    }
  }
}

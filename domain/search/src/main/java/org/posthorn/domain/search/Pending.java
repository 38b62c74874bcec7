package org.posthorn.domain.search;

import java.util.Arrays;

/// The emails of an account that wait to be indexed: ids, ascending. Guarded by whoever has it.
final class Pending {

  private long[] emails = new long[8];
  private int size;
  private long octets;

  void add(long email, long emailOctets) {
    if (size > 0 && emails[size - 1] >= email) return;
    if (size == emails.length) emails = Arrays.copyOf(emails, size * 2);
    emails[size++] = email;
    octets += emailOctets;
  }

  int size() {
    return size;
  }

  /// Octets of all of them together, about.
  long octets() {
    return octets;
  }

  /// The least id; there must be one.
  long first() {
    return emails[0];
  }

  /// The first, at most so many.
  long[] first(int most) {
    return Arrays.copyOf(emails, Math.min(size, most));
  }

  /// The first so many wait no more.
  void removeFirst(int count) {
    System.arraycopy(emails, count, emails, 0, size - count);
    octets = size == count ? 0 : octets * (size - count) / size;
    size -= count;
  }
}

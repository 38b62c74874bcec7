package org.posthorn.wire.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Lines of a multi-line response that begin with a number: scan listings and unique-id listings
/// (RFC 1939 §5 and §7). A buffer that its owner empties when it is [#isFull], so that a listing of
/// a million messages takes no more memory than one of a few. Owned by one thread.
public final class Listing {

  private static final int SPILL_OCTETS = 8 * 1024;

  /// No line is longer: three numbers of up to 20 digits.
  private static final int LONGEST_LINE = 70;

  private static final int DIGITS = 20;

  private final byte[] octets = new byte[SPILL_OCTETS + LONGEST_LINE];
  private int length;

  /// A scan listing: number, blank, octets.
  public Listing size(int message, long size) {
    number(message);
    octets[length++] = ' ';
    number(size);
    return end();
  }

  /// A unique-id listing: number, blank, unique-id.
  public Listing uniqueId(int message, UniqueId id) {
    number(message);
    octets[length++] = ' ';
    number(id.uidValidity());
    octets[length++] = UniqueId.SEPARATOR;
    number(id.uid());
    return end();
  }

  /// The dot at the end of a multi-line response.
  public Listing last() {
    octets[length++] = '.';
    return end();
  }

  private Listing end() {
    octets[length++] = '\r';
    octets[length++] = '\n';
    return this;
  }

  private void number(long value) {
    if (value < 0) throw new IllegalArgumentException("negative: " + value);
    var digits = new byte[DIGITS];
    int at = DIGITS;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    System.arraycopy(digits, at, octets, length, DIGITS - at);
    length += DIGITS - at;
  }

  /// Time to send what is here.
  public boolean isFull() {
    return length >= SPILL_OCTETS;
  }

  public byte[] octets() {
    return octets;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  @Override
  public String toString() {
    return new String(octets, 0, length, US_ASCII);
  }
}

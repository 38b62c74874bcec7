package org.posthorn.domain.search;

import java.util.Arrays;

/// Octets that grow. Numbers are written in groups of seven bits, the least first.
final class Octets {

  private byte[] bytes;
  private int size;

  Octets(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void writeByte(int octet) {
    if (size == bytes.length) grow(1);
    bytes[size++] = (byte) octet;
  }

  void writeNumber(long number) {
    long rest = number;
    while (rest >>> 7 != 0) {
      writeByte((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    writeByte((int) rest);
  }

  void write(byte[] source, int from, int to) {
    int length = to - from;
    if (bytes.length - size < length) grow(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  void write(Octets other) {
    write(other.bytes, 0, other.size);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
  }

  /// Reads what was written. Damage is an `IndexDamaged`.
  static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    int position() {
      return at;
    }

    int readByte() {
      if (at >= bytes.length) throw new IndexDamaged("ends too early");
      return bytes[at++] & 0xff;
    }

    long readNumber() {
      long number = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        int octet = readByte();
        number |= (long) (octet & 0x7f) << shift;
        if (octet < 0x80) return number;
      }
      throw new IndexDamaged("a number without end");
    }

    /// A number of things that take at least an octet each.
    int readCount() {
      long count = readNumber();
      if (count < 0 || count > bytes.length - at) throw new IndexDamaged("a count of " + count);
      return (int) count;
    }

    byte[] readBytes(int length) {
      if (length > bytes.length - at) throw new IndexDamaged("ends too early");
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }
  }
}

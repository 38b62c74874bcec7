package org.posthorn.wire.mail;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what `BinaryWriter` wrote; bytes that it did not write are an `IllegalArgumentException`.
/// Owned by one thread.
final class BinaryReader {

  private final byte[] bytes;
  private int at;

  BinaryReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int position() {
    return at;
  }

  void skip(int count) {
    require(count);
    at += count;
  }

  int readByte() {
    require(1);
    return bytes[at++] & 0xff;
  }

  long readNumber() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
    throw corrupt();
  }

  /// A number of things that take a byte each at least.
  int readCount() {
    long count = readNumber();
    if (count < 0 || count > bytes.length - at) throw corrupt();
    return (int) count;
  }

  long readSigned() {
    long value = readNumber();
    return (value >>> 1) ^ -(value & 1);
  }

  @Nullable String readText() {
    long number = readNumber();
    if (number == 0) return null;
    if (number < BinaryWriter.Words.CAPACITY) {
      if (number > BinaryWriter.Words.LIST.length) throw corrupt();
      return BinaryWriter.Words.LIST[(int) number - 1];
    }
    long length = number - BinaryWriter.Words.CAPACITY;
    if (length > bytes.length - at) throw corrupt();
    var text = new String(bytes, at, (int) length, StandardCharsets.UTF_8);
    at += (int) length;
    return text;
  }

  String readRequiredText() {
    var text = readText();
    if (text == null) throw corrupt();
    return text;
  }

  int readInt() {
    require(4);
    int value = 0;
    for (int i = 0; i < 4; i++) value = value << 8 | (bytes[at++] & 0xff);
    return value;
  }

  static IllegalArgumentException corrupt() {
    return new IllegalArgumentException("not written by this codec, or damaged");
  }

  private void require(int count) {
    if (count < 0 || count > bytes.length - at) throw corrupt();
  }
}

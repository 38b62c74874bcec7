package org.posthorn.domain.mailbox;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Texts of many messages one behind the other, compared as octets.
final class Texts {

  private int[] starts;
  private byte[] octets;
  private int size;

  Texts(int expected) {
    starts = new int[expected + 1];
    octets = new byte[expected * 16];
  }

  /// A copy with room for more.
  Texts(Texts other, int more) {
    starts = Arrays.copyOf(other.starts, other.size + more + 1);
    octets = Arrays.copyOf(other.octets, other.starts[other.size] + more * 16);
    size = other.size;
  }

  /// Adds texts, their lengths at `lengths` and their octets at `from`, without the first `skip`;
  /// returns where the next kind of text begins.
  int add(ByteBuffer block, int lengths, int from, int count, int skip) {
    var more = count - skip;
    if (size + more + 1 > starts.length)
      starts = Arrays.copyOf(starts, Math.max(2 * starts.length, size + more + 1));
    var begin = from;
    for (var i = 0; i < skip; i++) begin += length(block, lengths, i);
    var end = begin;
    for (var i = skip; i < count; i++) {
      var length = length(block, lengths, i);
      starts[size + 1] = starts[size] + length;
      size++;
      end += length;
    }
    var first = starts[size - more];
    var room = first + (end - begin);
    if (room > octets.length) octets = Arrays.copyOf(octets, Math.max(2 * octets.length, room));
    block.get(begin, octets, first, end - begin);
    return end;
  }

  private static int length(ByteBuffer block, int lengths, int index) {
    return Short.toUnsignedInt(block.getShort(lengths + index * Short.BYTES));
  }

  int compare(int a, int b) {
    return Arrays.compareUnsigned(
        octets, starts[a], starts[a + 1], octets, starts[b], starts[b + 1]);
  }

  int weight() {
    return Integer.BYTES * starts.length + octets.length;
  }
}

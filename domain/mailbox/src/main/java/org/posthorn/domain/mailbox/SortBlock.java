package org.posthorn.domain.mailbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sort keys of the messages of up to [#SPAN] UIDs, as they are stored: column by column, so
/// that reading one is a copy. Numbers are little-endian.
///
/// `numbers` holds UIDs (4 octets each), internal dates, sent dates and sizes (8 each); `threads`
/// holds message ids, base subjects, numbers of references (2 octets each) and the references;
/// `subjects` and `names` hold the lengths of their texts (2 octets each) and the texts, one kind
/// after the other.
@SuppressWarnings("ArrayRecordComponent") // read and taken apart, never compared
record SortBlock(
    byte[] numbers,
    byte @Nullable [] threads,
    byte @Nullable [] subjects,
    byte @Nullable [] names) {

  /// UIDs of a block: reading those that are in no block yet must cost less than reading the blocks
  /// of ten thousand messages, and writing one less than a delivery.
  static final int SPAN = 128;

  private static final int NUMBERS_STRIDE = Integer.BYTES + 3 * Long.BYTES;

  /// A message that goes into a block.
  ///
  /// @param keys absent where only numbers are wanted
  record Entry(int uid, long received, long sent, long size, @Nullable MessageKeys keys) {}

  static int blockOf(int uid) {
    return uid / SPAN;
  }

  static int firstUid(int block) {
    return block * SPAN;
  }

  static int lastUid(int block) {
    return block * SPAN + (SPAN - 1);
  }

  int size() {
    return numbers.length / NUMBERS_STRIDE;
  }

  byte @Nullable [] part(SortPart part) {
    return switch (part) {
      case NUMBERS -> numbers;
      case THREADS -> threads;
      case SUBJECTS -> subjects;
      case NAMES -> names;
    };
  }

  static ByteBuffer little(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// @param entries UIDs ascending, all with keys or none
  static SortBlock of(List<Entry> entries) {
    var octets = new byte[entries.size() * NUMBERS_STRIDE];
    var numbers = little(octets);
    for (var entry : entries) numbers.putInt(entry.uid());
    for (var entry : entries) numbers.putLong(entry.received());
    for (var entry : entries) numbers.putLong(entry.sent());
    for (var entry : entries) numbers.putLong(entry.size());
    var keys = entries.stream().map(Entry::keys).toList();
    if (keys.stream().anyMatch(java.util.Objects::isNull))
      return new SortBlock(octets, null, null, null);
    var texts = MessageKeys.TEXTS.size();
    return new SortBlock(octets, threads(keys), texts(keys, 0, 1), texts(keys, 1, texts));
  }

  private static byte[] threads(List<MessageKeys> keys) {
    var references = 0;
    for (var key : keys) references += key.references().length;
    var stride = 2 * Long.BYTES + Short.BYTES;
    var octets = new byte[keys.size() * stride + references * Long.BYTES];
    var threads = little(octets);
    for (var key : keys) threads.putLong(key.id());
    for (var key : keys) threads.putLong(key.subject());
    for (var key : keys) threads.putShort((short) key.references().length);
    for (var key : keys) for (var reference : key.references()) threads.putLong(reference);
    return octets;
  }

  private static byte[] texts(List<MessageKeys> keys, int from, int to) {
    var size = 0;
    for (var key : keys)
      for (var kind = from; kind < to; kind++) size += Short.BYTES + key.texts()[kind].length;
    var octets = new byte[size];
    var texts = little(octets);
    for (var kind = from; kind < to; kind++)
      for (var key : keys) texts.putShort((short) key.texts()[kind].length);
    for (var kind = from; kind < to; kind++) for (var key : keys) texts.put(key.texts()[kind]);
    return octets;
  }
}

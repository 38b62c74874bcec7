package org.posthorn.platform.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What stands before the bytes of a blob in a pack; enough to read, check and list it without any
/// database. Big-endian:
///
/// ```
///  0  int     magic "PHbl"
///  4  byte    version, 1
///  5  byte[3] zero
///  8  int     frame size: raw octets in each frame but the last
/// 12  int     number of frames n
/// 16  long    size: raw octets of the blob
/// 24  long    stored octets of all frames
/// 32  byte[]  SHA-256 of the raw octets
/// 64  n times int: stored octets of the frame, sign bit set if it is not compressed
///             int: CRC-32C of those stored octets
///  …  int     CRC-32C of everything above
///  …  the frames, each one zstd frame or raw
/// ```
///
/// Frames stand alone, so that reading from the middle decompresses one frame and not all before.
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this package
record RecordHeader(int frameSize, long size, long framesLength, byte[] sha256, Frame[] frames) {

  static final int MAGIC = 0x5048626c;
  static final int FIXED = 64;
  static final int FRAME_SIZE = 256 * 1024;
  private static final byte VERSION = 1;
  private static final int PER_FRAME = 8;

  /// No blob is that long: 2^20 frames are 256 GiB.
  private static final int MOST_FRAMES = 1 << 20;

  /// A frame's stored octets, within the frames' area from `start` on.
  record Frame(long start, int stored, boolean compressed, int crc) {}

  static int length(int frames) {
    return FIXED + PER_FRAME * frames + 4;
  }

  int length() {
    return length(frames.length);
  }

  long recordLength() {
    return length() + framesLength;
  }

  int rawLength(int frame) {
    return (int) Math.min(frameSize, size - (long) frame * frameSize);
  }

  static int crc(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  void write(byte[] to) {
    var out = ByteBuffer.wrap(to).order(ByteOrder.BIG_ENDIAN);
    out.putInt(MAGIC).put(VERSION).put(new byte[3]).putInt(frameSize).putInt(frames.length);
    out.putLong(size).putLong(framesLength).put(sha256);
    for (var frame : frames)
      out.putInt(frame.stored | (frame.compressed ? 0 : 0x80000000)).putInt(frame.crc);
    out.putInt(crc(to, 0, out.position()));
  }

  /// The length of the header that begins with these [#FIXED] bytes, or -1 if none does.
  static int lengthOf(byte[] fixed) {
    var in = ByteBuffer.wrap(fixed);
    if (in.getInt() != MAGIC || in.get() != VERSION) return -1;
    var frames = in.getInt(12);
    return frames < 0 || frames > MOST_FRAMES ? -1 : length(frames);
  }

  /// The header in the first bytes of `from`, or null if it is not one or not intact.
  static @Nullable RecordHeader parse(byte[] from) {
    var length = from.length < FIXED ? -1 : lengthOf(from);
    if (length < 0 || from.length < length) return null;
    var in = ByteBuffer.wrap(from, 0, length);
    if (in.getInt(length - 4) != crc(from, 0, length - 4)) return null;
    var frameSize = in.getInt(8);
    var frames = new Frame[in.getInt(12)];
    var size = in.getLong(16);
    var framesLength = in.getLong(24);
    var sha256 = new byte[32];
    in.get(32, sha256);
    var start = 0L;
    in.position(FIXED);
    for (var i = 0; i < frames.length; i++) {
      var word = in.getInt();
      var stored = word & 0x7fffffff;
      frames[i] = new Frame(start, stored, word >= 0, in.getInt());
      start += stored;
    }
    var expected = frameSize <= 0 ? -1 : (size + frameSize - 1) / frameSize;
    if (start != framesLength || expected != frames.length) return null;
    return new RecordHeader(frameSize, size, framesLength, sha256, frames);
  }
}

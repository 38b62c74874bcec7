package org.posthorn.platform.storage;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// Cuts raw octets into frames and compresses each, on one thread.
final class FrameEncoder {

  private static final ZstdContexts ZSTD = new ZstdContexts();

  /// What frames are made into.
  enum Form {
    COMPRESSED,
    AS_IT_IS
  }

  private final Form form;
  private final MessageDigest sha256 = sha256();
  private final List<RecordHeader.Frame> frames = new ArrayList<>(1);
  private long size;
  private long stored;

  FrameEncoder(Form form) {
    this.form = form;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Encodes the next frame into `to` at `at`, where there is room for `length` octets, and returns
  /// how many it took. Octets that do not shrink are stored as they are.
  int frame(byte[] raw, int offset, int length, byte[] to, int at) {
    sha256.update(raw, offset, length);
    var taken = form == Form.COMPRESSED ? compress(raw, offset, length, to, at) : -1;
    var compressed = taken >= 0;
    if (!compressed) {
      System.arraycopy(raw, offset, to, at, length);
      taken = length;
    }
    frames.add(new RecordHeader.Frame(stored, taken, compressed, RecordHeader.crc(to, at, taken)));
    size += length;
    stored += taken;
    return taken;
  }

  /// -1 if it would save less than a thirty-second part.
  private static int compress(byte[] raw, int offset, int length, byte[] to, int at) {
    var room = length - length / 32 - 1;
    if (room <= 0) return -1;
    try {
      return ZSTD.compress(zstd -> zstd.compressByteArray(to, at, room, raw, offset, length));
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) return -1;
      throw e;
    }
  }

  RecordHeader header() {
    return new RecordHeader(
        RecordHeader.FRAME_SIZE,
        size,
        stored,
        sha256.digest(),
        frames.toArray(RecordHeader.Frame[]::new));
  }
}

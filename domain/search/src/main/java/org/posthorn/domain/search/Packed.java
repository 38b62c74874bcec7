package org.posthorn.domain.search;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/// Compressed octets as they are in a row: their length, then zstd's.
final class Packed {

  /// As quick as the lower ones here, and a tenth smaller.
  private static final int LEVEL = 3;

  /// More than any page or directory takes; what claims to be greater is damaged.
  private static final int MAX_OCTETS = 256 << 20;

  private Packed() {}

  static byte[] pack(byte[] octets) {
    var compressed = Zstd.compress(octets, LEVEL);
    var packed = new Octets(compressed.length + 5);
    packed.writeNumber(octets.length);
    packed.write(compressed, 0, compressed.length);
    return packed.toBytes();
  }

  static byte[] unpack(byte[] packed) {
    var in = new Octets.Reader(packed);
    long length = in.readNumber();
    if (length < 0 || length > MAX_OCTETS) throw new IndexDamaged("a length of " + length);
    try {
      var octets = Zstd.decompress(in.readBytes(packed.length - in.position()), (int) length);
      if (octets.length != length) throw new IndexDamaged("another length");
      return octets;
    } catch (ZstdException e) {
      throw new IndexDamaged(String.valueOf(e.getMessage()));
    }
  }
}

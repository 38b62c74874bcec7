package org.posthorn.platform.storage;

import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.posthorn.platform.storage.StorageException.Damaged;

/// Reads one record at one place. One thread at a time; every octet that it hands out was checked.
final class RecordReader {

  private static final ZstdContexts ZSTD = new ZstdContexts();
  private static final int WHOLE = RecordHeader.FRAME_SIZE + RecordHeader.length(2);

  private final PackChannels packs;
  private final Place place;
  private final RecordHeader header;

  /// The record's first octets, all of it if it is short.
  private final byte[] head;

  RecordReader(PackChannels packs, Place place) throws IOException, PackGone {
    this.packs = packs;
    this.place = place;
    var first = read(0, (int) Math.min(place.length(), WHOLE));
    var length = first.length < RecordHeader.FIXED ? -1 : RecordHeader.lengthOf(first);
    if (length > first.length && length <= place.length()) first = read(0, length);
    var parsed = RecordHeader.parse(first);
    if (parsed == null || parsed.recordLength() != place.length())
      throw damaged("there is no intact record at that place");
    this.head = first;
    this.header = parsed;
  }

  RecordHeader header() {
    return header;
  }

  /// The raw octets of one frame.
  byte[] frame(int index) throws IOException, PackGone {
    var frame = header.frames()[index];
    var stored = stored(index);
    var raw = header.rawLength(index);
    var to = new byte[raw];
    if (!frame.compressed()) {
      if (frame.stored() != raw) throw damaged("frame " + index + " has a wrong length");
      System.arraycopy(stored.bytes, stored.at, to, 0, raw);
    } else if (decompress(stored, frame.stored(), to) != raw) {
      throw damaged("frame " + index + " does not decompress");
    }
    return to;
  }

  private static long decompress(Stored stored, int length, byte[] to) {
    try {
      return ZSTD.decompress(
          zstd -> zstd.decompressByteArray(to, 0, to.length, stored.bytes, stored.at, length));
    } catch (ZstdException _) {
      return -1;
    }
  }

  /// Checks every frame's stored octets without decompressing them.
  void verifyStored() throws IOException, PackGone {
    for (var i = 0; i < header.frames().length; i++) stored(i);
  }

  /// Checked octets of a frame.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(byte[] bytes, int at) {}

  private Stored stored(int index) throws IOException, PackGone {
    var frame = header.frames()[index];
    var start = header.length() + frame.start();
    var stored = new Stored(head, (int) start);
    if (start + frame.stored() > head.length) stored = new Stored(read(start, frame.stored()), 0);
    if (stored.bytes.length < stored.at + frame.stored())
      throw damaged("the pack ends within frame " + index);
    if (RecordHeader.crc(stored.bytes, stored.at, frame.stored()) != frame.crc())
      throw damaged("the checksum of frame " + index + " is wrong");
    return stored;
  }

  private byte[] read(long offset, int length) throws IOException, PackGone {
    var bytes = new byte[length];
    var buffer = ByteBuffer.wrap(bytes);
    packs.read(place.pack(), place.position() + offset, buffer);
    return buffer.limit() == length ? bytes : java.util.Arrays.copyOf(bytes, buffer.limit());
  }

  private Damaged damaged(String what) {
    return new Damaged(
        "Pack %d, position %d: %s. Restore this pack from a backup and run check-store."
            .formatted(place.pack(), place.position(), what),
        null);
  }
}

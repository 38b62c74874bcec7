package org.posthorn.platform.storage;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.posthorn.platform.storage.FrameEncoder.Form;

/// A finished record: its first bytes in memory, and for a large one the rest in a file.
///
/// @param sha256 of the raw octets
/// @param size raw octets
/// @param length octets of the record in the pack
/// @param head the record's first bytes; all of them if `rest` is null
/// @param rest where the others are
@SuppressWarnings("ArrayRecordComponent") // compared by identity, never leaves this package
record EncodedBlob(byte[] sha256, long size, long length, byte[] head, @Nullable Rest rest)
    implements PreparedBlob {

  /// The part of a file from `start` on.
  record Rest(Path file, long start) {}

  static EncodedBlob of(byte[] bytes) {
    return of(bytes, Form.COMPRESSED);
  }

  static EncodedBlob passing(byte[] bytes) {
    return bytes.length <= RecordHeader.FRAME_SIZE ? of(bytes, Form.AS_IT_IS) : of(bytes);
  }

  static EncodedBlob passing(Spool spool) throws IOException {
    return spool.size() <= RecordHeader.FRAME_SIZE ? passing(spool.bytes()) : of(spool);
  }

  private static EncodedBlob of(byte[] bytes, Form form) {
    var frameSize = RecordHeader.FRAME_SIZE;
    var count = (bytes.length + frameSize - 1) / frameSize;
    var at = RecordHeader.length(count);
    var record = new byte[at + bytes.length];
    var encoder = new FrameEncoder(form);
    for (var from = 0; from < bytes.length; from += frameSize)
      at += encoder.frame(bytes, from, Math.min(frameSize, bytes.length - from), record, at);
    var header = encoder.header();
    header.write(record);
    return new EncodedBlob(header.sha256(), header.size(), at, Arrays.copyOf(record, at), null);
  }

  static EncodedBlob of(Spool spool) throws IOException {
    if (spool.size() <= RecordHeader.FRAME_SIZE) return of(spool.bytes());
    var file = spool.companion();
    var encoder = new FrameEncoder(Form.COMPRESSED);
    try (var in = spool.open();
        var out = new BufferedOutputStream(new FileOutputStream(file.toFile()), 1 << 16)) {
      var raw = new byte[RecordHeader.FRAME_SIZE];
      var frame = new byte[RecordHeader.FRAME_SIZE];
      for (var n = in.readNBytes(raw, 0, raw.length); n > 0; n = in.readNBytes(raw, 0, raw.length))
        out.write(frame, 0, encoder.frame(raw, 0, n, frame, 0));
    }
    var header = encoder.header();
    if (header.size() != spool.size())
      throw new IOException("spool changed while it was read: " + header.size() + " octets");
    var head = new byte[header.length()];
    header.write(head);
    return new EncodedBlob(
        header.sha256(), header.size(), header.recordLength(), head, new Rest(file, 0));
  }

  /// Identity: the same object is the same blob of a write.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "blob of " + size + " octets";
  }
}

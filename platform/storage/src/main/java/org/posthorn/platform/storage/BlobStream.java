package org.posthorn.platform.storage;

import java.io.InputStream;

/// The bytes of a blob between two positions. Needs no closing.
final class BlobStream extends InputStream {

  private final OpenBlob blob;
  private final long end;
  private long position;

  BlobStream(OpenBlob blob, long position, long end) {
    this.blob = blob;
    this.position = position;
    this.end = end;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (length == 0) return 0;
    if (position >= end) return -1;
    // no more than one frame at a time, so that a consumer sees the first octets early
    var n =
        blob.fill(
            position,
            to,
            offset,
            (int) Math.min(Math.min(length, blob.frameSize()), end - position));
    position += n;
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(blob.available(position), end - position);
  }

  @Override
  public long skip(long octets) {
    var before = position;
    if (octets > 0) position = Math.min(end, position + octets);
    return position - before;
  }
}

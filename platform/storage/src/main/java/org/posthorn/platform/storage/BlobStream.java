package org.posthorn.platform.storage;

import java.io.InputStream;

/// The bytes of a blob from some position on. Needs no closing.
final class BlobStream extends InputStream {

  private final OpenBlob blob;
  private long position;

  BlobStream(OpenBlob blob, long position) {
    this.blob = blob;
    this.position = position;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    if (length == 0) return 0;
    if (position >= blob.size()) return -1;
    // no more than one frame at a time, so that a consumer sees the first octets early
    var n = blob.fill(position, to, offset, Math.min(length, blob.frameSize()));
    position += n;
    return n;
  }

  @Override
  public int available() {
    return blob.available(position);
  }

  @Override
  public long skip(long octets) {
    var before = position;
    if (octets > 0) position = Math.min(blob.size(), position + octets);
    return position - before;
  }
}

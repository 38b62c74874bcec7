package org.posthorn.servers.imap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The first octets of a stream, and no more.
final class Spanned extends FilterInputStream {

  private long left;

  Spanned(InputStream in, long length) {
    super(in);
    left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) return -1;
    int octet = super.read();
    if (octet >= 0) left--;
    return octet;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left <= 0) return length == 0 ? 0 : -1;
    int read = super.read(target, offset, (int) Math.min(length, left));
    if (read > 0) left -= read;
    return read;
  }
}

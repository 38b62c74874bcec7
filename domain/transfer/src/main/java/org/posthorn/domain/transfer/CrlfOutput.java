package org.posthorn.domain.transfer;

import java.io.IOException;
import java.io.OutputStream;

/// Passes a message on as it goes over the wire: a bare line feed, as files have it, becomes CRLF.
/// Lines that end so already stay as they are. Closing it leaves the target open.
final class CrlfOutput extends OutputStream {
  private static final int CHUNK = 16 * 1024;

  private final OutputStream to;
  private final byte[] out = new byte[2 * CHUNK];
  private byte last;

  CrlfOutput(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] in, int offset, int length) throws IOException {
    for (int at = offset; at < offset + length; at += CHUNK)
      chunk(in, at, Math.min(offset + length, at + CHUNK));
  }

  private void chunk(byte[] in, int from, int end) throws IOException {
    int size = 0;
    for (int i = from; i < end; i++) {
      if (in[i] == '\n' && last != '\r') out[size++] = '\r';
      out[size++] = in[i];
      last = in[i];
    }
    to.write(out, 0, size);
  }
}

package org.posthorn.domain.transfer;

import java.io.IOException;
import java.io.OutputStream;

/// Passes a message on as files of Unix have it: CRLF becomes a bare line feed. Counts what is
/// written, and what it would be with CRLF. Closing it leaves the target open.
final class LfOutput extends OutputStream {
  private static final int CHUNK = 16 * 1024;

  private final OutputStream to;
  private final byte[] out = new byte[CHUNK + 1];
  private boolean isHeld;
  private long octets;
  private long lines;
  private byte last = '\n';

  LfOutput(OutputStream to) {
    this.to = to;
  }

  long octets() {
    return octets;
  }

  long octetsWithCrlf() {
    return octets + lines;
  }

  boolean endsLine() {
    return last == '\n';
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] in, int offset, int length) throws IOException {
    for (int at = offset; at < offset + length; at += CHUNK / 2)
      chunk(in, at, Math.min(offset + length, at + CHUNK / 2));
  }

  private void chunk(byte[] in, int from, int end) throws IOException {
    int size = 0;
    for (int i = from; i < end; i++) {
      if (isHeld && in[i] != '\n') out[size++] = '\r';
      isHeld = in[i] == '\r';
      if (in[i] == '\n') lines++;
      if (!isHeld) out[size++] = in[i];
    }
    put(size);
  }

  private void put(int size) throws IOException {
    if (size == 0) return;
    to.write(out, 0, size);
    octets += size;
    last = out[size - 1];
  }

  /// Writes a last CR that waits for what follows.
  @Override
  public void flush() throws IOException {
    if (isHeld) {
      isHeld = false;
      out[0] = '\r';
      put(1);
    }
    to.flush();
  }
}

package org.posthorn.domain.queue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.posthorn.platform.storage.BlobId;
import org.posthorn.platform.storage.BlobReader;
import org.posthorn.platform.storage.StorageException;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;

/// The octets of a queued message, for one thread at a time. A store that fails is an `IOException`
/// to whoever reads, who knows what to do about a message that cannot be read.
record BlobSource(BlobReader reader, BlobId blob) implements MessageSource {

  @Override
  public InputStream open(Span span) throws IOException {
    try {
      return new Part(reader.open(blob, span.offset()), span.length());
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static final class Part extends FilterInputStream {
    private long left;

    Part(InputStream in, long length) {
      super(in);
      left = length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) return length == 0 ? 0 : -1;
      try {
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read > 0) left -= read;
        return read;
      } catch (StorageException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public long skip(long n) throws IOException {
      try {
        long skipped = in.skip(Math.min(n, left));
        left -= skipped;
        return skipped;
      } catch (StorageException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}

package org.posthorn.domain.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.posthorn.platform.storage.Spool;
import org.posthorn.wire.mail.MessageLimits;
import org.posthorn.wire.mail.MessageParser;
import org.posthorn.wire.mail.MessageSource;
import org.posthorn.wire.mail.Span;
import org.posthorn.wire.sieve.SieveMessage;

/// A spool as filters look at it; it stays open meanwhile.
record SpoolSource(Spool spool) implements MessageSource {

  static SieveMessage message(Spool spool) throws IOException {
    try (var in = spool.open()) {
      var parsed = MessageParser.parse(in, MessageLimits.ORDINARY);
      return SieveMessage.of(parsed, new SpoolSource(spool));
    }
  }

  @Override
  public InputStream open(Span span) throws IOException {
    var in = spool.open();
    try {
      in.skipNBytes(span.offset());
      return new Bounded(in, span.length());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) return -1;
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) return -1;
      int read = in.read(into, offset, (int) Math.min(left, length));
      if (read > 0) left -= read;
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(Math.min(left, count));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(left, in.available());
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}

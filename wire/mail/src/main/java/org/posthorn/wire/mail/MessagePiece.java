package org.posthorn.wire.mail;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A piece of a converted message: how to read it from the message that was.
sealed interface MessagePiece {

  InputStream open(MessageSource source) throws IOException;

  /// A range as it is.
  record Copy(Span span) implements MessagePiece {
    @Override
    public InputStream open(MessageSource source) throws IOException {
      return source.open(span);
    }
  }

  /// A range that nobody is to read (RFC 2046 §5.1.1: before, between and after the parts), with
  /// `?` for what is not ASCII.
  record Masked(Span span) implements MessagePiece {
    @Override
    public InputStream open(MessageSource source) throws IOException {
      return new Masking(source.open(span));
    }
  }

  /// New text in place of what was there; ASCII, or copied octets as ISO 8859-1.
  record Text(String latin1) implements MessagePiece {
    @Override
    public InputStream open(MessageSource source) {
      return new ByteArrayInputStream(
          latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
  }

  /// A header for readers of ASCII; made when it is read, so that a message of many headers takes
  /// the memory of one.
  record Downgraded(Span header) implements MessagePiece {
    @Override
    public InputStream open(MessageSource source) throws IOException {
      try (var in = source.open(header)) {
        return new Text(HeaderDowngrade.of(in.readAllBytes())).open(source);
      }
    }
  }

  /// The body of a part in another transfer encoding.
  ///
  /// @param from the encoding that it has
  /// @param base64 else quoted-printable
  record Encoded(Span body, String from, boolean base64) implements MessagePiece {
    @Override
    public InputStream open(MessageSource source) throws IOException {
      var decoded = TransferEncoding.decode(from, source.open(body));
      return new Encoding(decoded, base64 ? new Base64Encoder() : new QuotedPrintableEncoder());
    }
  }

  /// Puts `?` for what is not ASCII.
  final class Masking extends FilterInputStream {
    Masking(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int octet = in.read();
      return octet > 0x7f ? '?' : octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      for (int i = offset; i < offset + read; i++) if (target[i] < 0) target[i] = '?';
      return read;
    }
  }

  /// Encodes while it is read.
  final class Encoding extends InputStream {
    private static final int PIECE_OCTETS = 4096;

    private final InputStream decoded;
    private final TransferEncoder encoder;
    private final byte[] piece = new byte[PIECE_OCTETS];
    private final byte[] encoded =
        new byte[PIECE_OCTETS * TransferEncoder.MAX_GROWTH + TransferEncoder.SLACK];
    private int position;
    private int limit;
    private boolean over;

    Encoding(InputStream decoded, TransferEncoder encoder) {
      this.decoded = decoded;
      this.encoder = encoder;
    }

    @Override
    public int read() throws IOException {
      return fill() ? encoded[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) return 0;
      if (!fill()) return -1;
      int here = Math.min(length, limit - position);
      System.arraycopy(encoded, position, target, offset, here);
      position += here;
      return here;
    }

    private boolean fill() throws IOException {
      while (position == limit && !over) {
        int read = decoded.read(piece);
        position = 0;
        over = read < 0;
        limit = over ? encoder.finish(encoded) : encoder.encode(piece, read, encoded);
      }
      return position < limit;
    }

    @Override
    public void close() throws IOException {
      decoded.close();
    }
  }
}

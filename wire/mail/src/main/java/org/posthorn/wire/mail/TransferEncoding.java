package org.posthorn.wire.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

/// Content transfer encodings (RFC 2045 §6) undone while reading, with a few kilobytes of memory.
/// What is broken is read on as well as it can; nothing but the source fails.
public final class TransferEncoding {

  private static final int PIECE_OCTETS = 8192;

  private static final Set<String> KNOWN =
      Set.of(
          "7bit",
          "8bit",
          "binary",
          "base64",
          "quoted-printable",
          "x-uuencode",
          "uuencode",
          "x-uue");

  private TransferEncoding() {}

  /// Whether what is decoded means something: an encoding that nobody knows is passed through.
  public static boolean isKnown(String encoding) {
    return KNOWN.contains(encoding.strip().toLowerCase(Locale.ROOT));
  }

  /// The decoded octets; closing the stream closes `encoded`.
  public static InputStream decode(String encoding, InputStream encoded) {
    return new Decoding(TransferDecoder.of(encoding), encoded);
  }

  private static final class Decoding extends InputStream {
    private final TransferDecoder decoder;
    private final InputStream encoded;
    private final byte[] piece = new byte[PIECE_OCTETS];
    private final byte[] decoded = new byte[PIECE_OCTETS + TransferDecoder.SLACK];
    private int position;
    private int limit;
    private boolean over;

    Decoding(TransferDecoder decoder, InputStream encoded) {
      this.decoder = decoder;
      this.encoded = encoded;
    }

    @Override
    public int read() throws IOException {
      return fill() ? decoded[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) return 0;
      if (!fill()) return -1;
      int here = Math.min(length, limit - position);
      System.arraycopy(decoded, position, target, offset, here);
      position += here;
      return here;
    }

    /// Whether there is something to read.
    private boolean fill() throws IOException {
      while (position == limit && !over) {
        int read = encoded.read(piece);
        position = 0;
        over = read < 0;
        limit = over ? decoder.finish(decoded) : decoder.decode(piece, read, decoded);
      }
      return position < limit;
    }

    @Override
    public void close() throws IOException {
      encoded.close();
    }
  }
}

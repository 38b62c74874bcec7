package org.posthorn.wire.mail;

import java.util.Locale;

/// A content transfer encoding (RFC 2045 §6), undone in pieces and without ever failing.
interface TransferDecoder {

  /// Room that `out` needs beyond the length of `in`: what a decoder may have held back.
  int SLACK = 256;

  /// Decodes the next `length` octets; `out` has room for `length + SLACK`. Returns the octets
  /// written.
  int decode(byte[] in, int length, byte[] out);

  /// The octets held back, at the end of the input.
  int finish(byte[] out);

  static TransferDecoder of(String encoding) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "base64" -> new Base64Decoder();
      case "quoted-printable" -> new QuotedPrintableDecoder();
      case "x-uuencode", "uuencode", "x-uue" -> new UuDecoder();
      default -> new Identity();
    };
  }

  /// 7bit, 8bit, binary, and every encoding that nobody knows.
  final class Identity implements TransferDecoder {
    @Override
    public int decode(byte[] in, int length, byte[] out) {
      System.arraycopy(in, 0, out, 0, length);
      return length;
    }

    @Override
    public int finish(byte[] out) {
      return 0;
    }
  }
}

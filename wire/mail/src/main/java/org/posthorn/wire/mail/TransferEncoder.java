package org.posthorn.wire.mail;

/// Applies a content transfer encoding to a part, piece by piece: the other way of
/// `TransferDecoder`. Owned by one thread, used for one part.
sealed interface TransferEncoder permits Base64Encoder, QuotedPrintableEncoder {

  /// The target needs this many times the octets of a piece, and `SLACK` more.
  int MAX_GROWTH = 4;

  /// What held-back octets of the piece before may come to.
  int SLACK = 64;

  /// Encodes a piece; returns how many octets it has written to the target.
  int encode(byte[] piece, int length, byte[] target);

  /// Ends the part; returns how many octets it has written to the target.
  int finish(byte[] target);
}

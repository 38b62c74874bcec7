package org.posthorn.wire.smtp;

/// Looks at what the chunks of BDAT commands bring (RFC 3030 §2): there are no dots to undo and no
/// end to find, but text is still text, and a line may go on in the next chunk.
///
/// A BINARYMIME message may hold anything: only its size is counted, all other facts stay clear.
/// Belongs to the thread of its session.
public final class ChunkDecoder {

  private final ContentScanner scanner;

  /// For one message.
  ///
  /// @param limit how many octets are handed on at most, all chunks together
  public ChunkDecoder(long limit, BodyType body) {
    this.scanner =
        new ContentScanner(
            body == BodyType.BINARYMIME
                ? ContentScanner.Framing.OPAQUE
                : ContentScanner.Framing.CHUNKS,
            limit);
  }

  /// Takes the next octets of the message, inside one chunk or across.
  public void decode(byte[] input, int offset, int length, DataSink sink) {
    scanner.scan(input, offset, length, sink);
  }

  /// What was seen so far, as if the message ended here.
  public DataFacts facts() {
    return scanner.facts();
  }
}

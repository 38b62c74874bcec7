package org.posthorn.wire.smtp;

/// Decodes what follows DATA (RFC 5321 §4.1.1.4, §4.5.2): undoes dot-stuffing and finds the end.
///
/// The end is CRLF, dot, CRLF and nothing else; a dot right at the start counts, because the CRLF
/// before it ended the DATA command. Bare CRs and LFs, and the sequences that other servers have
/// taken for an end, are facts for the server to refuse, never an end; the true end is found all
/// the same, so that the session stays in step. A message beyond the limit is read to its end and
/// only counted. Belongs to the thread of its session.
public final class DataDecoder {

  private final ContentScanner scanner;

  /// For one message.
  ///
  /// @param limit how many octets of content are handed on at most
  public DataDecoder(long limit) {
    this.scanner = new ContentScanner(ContentScanner.Framing.DOTS, limit);
  }

  /// Takes the next piece of input and hands its content to `sink`, without copying.
  ///
  /// @return how many octets were taken: all of them, unless the end lies before; the rest are
  ///   commands. Nothing is taken after the end
  public int decode(byte[] input, int offset, int length, DataSink sink) {
    return scanner.scan(input, offset, length, sink);
  }

  /// Whether the final dot has been taken.
  public boolean ended() {
    return scanner.ended();
  }

  /// What was seen so far; complete once `ended`.
  public DataFacts facts() {
    return scanner.facts();
  }
}

package org.posthorn.wire.smtp;

import java.util.Objects;

/// Encodes content for DATA, the client's end of `DataDecoder` (RFC 5321 §4.5.2).
///
/// Never sends a bare CR or LF: to whoever takes one for a line end, a dot behind it would be the
/// end of the data and the rest commands of ours.
public final class DataEncoder {

  private static final byte[] DOT = {'.'};
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] FINAL = {'.', '\r', '\n'};

  private boolean lineStart = true;
  private boolean afterCr;
  private boolean finished;

  /// Takes the next piece of content and hands its encoded form on.
  ///
  /// @throws IllegalArgumentException for a bare CR or LF; what came before it may be on its way
  public void encode(byte[] content, int offset, int length, DataSink sink) {
    Objects.checkFromIndexSize(offset, length, content.length);
    if (finished) throw new IllegalStateException("already finished");
    int run = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      byte octet = content[i];
      if (afterCr != (octet == '\n')) throw new IllegalArgumentException("bare CR or LF");
      if (octet == '.' && lineStart) {
        if (i > run) sink.accept(content, run, i - run);
        sink.accept(DOT, 0, 1);
        run = i;
      }
      lineStart = octet == '\n';
      afterCr = octet == '\r';
    }
    if (end > run) sink.accept(content, run, end - run);
  }

  /// Ends the last line, if the content has not, and the data.
  public void finish(DataSink sink) {
    if (finished) throw new IllegalStateException("already finished");
    if (afterCr) throw new IllegalArgumentException("bare CR or LF");
    finished = true;
    if (!lineStart) sink.accept(CRLF, 0, 2);
    sink.accept(FINAL, 0, 3);
  }
}
